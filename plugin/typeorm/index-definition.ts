import { compact } from "../../src/schema/compact.js";
import type { Index } from "../../src/schema/index-definition.js";
import type { OrmIndexes } from "../../src/plugin/orm.js";
import type { OrmEntity, OrmIndex } from "./orm.js";
import type { Reading } from "./reading.js";

/** The indexes of an entity that TypeORM manages. */
export function readIndexes(entity: OrmEntity, reading: Reading): Index[] {
  return entity.indices
    .filter((index) => index.synchronize)
    .map((index) => readIndex(index, reading));
}

function readIndex(index: OrmIndex, reading: Reading): Index {
  const { conditions = false, kinds = false, methods } = reading.dialect.orm.indexes;
  if (!conditions && index.where) noteCondition(index, reading);
  return compact({
    name: index.name ?? "",
    keys: index.columns.map((column) => ({ column: column.databaseName })),
    unique: index.isUnique,
    where: conditions ? index.where || undefined : undefined,
    ...(kinds ? kindOf(index) : {}),
    using: methods === undefined ? undefined : methodOf(index, methods),
  });
}

/** `concurrent` is how an index is made, not what it is (`concurrentIndexes`); TypeORM ignores the direction of keys. */
function methodOf(
  index: OrmIndex,
  { spatial, usual }: NonNullable<OrmIndexes["methods"]>,
): string | undefined {
  const method = index.isSpatial ? spatial : index.type?.toLowerCase();
  return method === usual ? undefined : method;
}

function kindOf(index: OrmIndex): Pick<Index, "spatial" | "fulltext" | "parser"> {
  const fulltext = index.isFulltext === true;
  return compact({
    spatial: index.isSpatial ? (true as const) : undefined,
    fulltext: fulltext ? (true as const) : undefined,
    parser: fulltext ? index.parser || undefined : undefined,
  });
}

function noteCondition({ name = "", where = "" }: OrmIndex, reading: Reading): void {
  reading.note(
    `The condition of index "${name}" is left out: this database has none for indexes ("${where}").`,
  );
}
