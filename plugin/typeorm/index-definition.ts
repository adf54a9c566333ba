import { compact } from "../../src/schema/compact.js";
import type { Index } from "../../src/schema/index-definition.js";
import type { OrmEntity, OrmIndex } from "./orm.js";
import type { Reading } from "./reading.js";

/** The indexes of an entity that TypeORM manages. */
export function readIndexes(entity: OrmEntity, reading: Reading): Index[] {
  return entity.indices
    .filter((index) => index.synchronize)
    .map((index) => readIndex(index, reading));
}

function readIndex(index: OrmIndex, reading: Reading): Index {
  return compact({
    name: index.name ?? "",
    keys: index.columns.map((column) => ({ column: column.databaseName })),
    unique: index.isUnique,
    where: index.where || undefined,
    using: reading.family === "postgres" ? methodOf(index) : undefined,
  });
}

/** `concurrent` is how an index is made, not what it is; TypeORM ignores the direction of keys. */
function methodOf(index: OrmIndex): string | undefined {
  const method = index.isSpatial ? "gist" : index.type?.toLowerCase();
  return method === "btree" ? undefined : method;
}
