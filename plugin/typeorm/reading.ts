import type { QualifiedName } from "../../src/schema/name.js";
import { compact } from "../../src/schema/compact.js";
import type { Family } from "./family.js";
import type { OrmDataSource, OrmEntity, OrmOptions } from "./orm.js";

/** What is being read, and the place for what the user should know of it. */
export type Reading = {
  /** Whose metadata is built. */
  readonly dataSource: OrmDataSource;
  /** As the user wrote them. */
  readonly options: OrmOptions;
  readonly family: Family;
  readonly note: (text: string) => void;
};

/**
 * Where an entity lives. A dot in the table's name splits it, as TypeORM does. On MySQL another database stands for a
 * schema, on SQLite a file beside the main one, which TypeORM attaches under a name that it makes of the file's path.
 */
export function entityName(entity: OrmEntity, reading: Reading): QualifiedName {
  if (reading.family === "sqlite") {
    return compact({ schema: attachedName(entity, reading), name: entity.tableName });
  }
  if (reading.family === "mysql") return mysqlName(entity, reading);
  const [first = "", second] = entity.tableName.split(".");
  return second === undefined
    ? compact({ schema: entity.schema || undefined, name: first })
    : { schema: entity.schema || first, name: second };
}

function attachedName({ database }: OrmEntity, { dataSource }: Reading): string | undefined {
  return database ? dataSource.driver.attachedDatabases?.[database]?.attachHandle : undefined;
}

/** No foreign key of SQLite leads from one file to another. */
export function areTogether(entity: OrmEntity, other: OrmEntity, reading: Reading): boolean {
  return (
    reading.family !== "sqlite" || attachedName(entity, reading) === attachedName(other, reading)
  );
}

function mysqlName(entity: OrmEntity, { dataSource }: Reading): QualifiedName {
  const [first = "", second] = entity.tableName.split(".");
  const database = entity.database || (second === undefined ? undefined : first);
  const schema = database === dataSource.driver.database ? undefined : database;
  return compact({ schema, name: second ?? first });
}
