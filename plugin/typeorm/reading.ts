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
 * Where an entity lives. A dot in the table's name splits it, as TypeORM does; SQLite has no schemas, and on MySQL
 * another database stands for one.
 */
export function entityName(entity: OrmEntity, reading: Reading): QualifiedName {
  if (reading.family === "sqlite") return { name: entity.tableName };
  if (reading.family === "mysql") return mysqlName(entity, reading);
  const [first = "", second] = entity.tableName.split(".");
  return second === undefined
    ? compact({ schema: entity.schema || undefined, name: first })
    : { schema: entity.schema || first, name: second };
}

/** A SQLite file beside the main one, which TypeORM attaches under a name of its own making. */
export function isAttached(entity: OrmEntity, reading: Reading): boolean {
  return (
    reading.family === "sqlite" &&
    !!entity.database &&
    entity.database !== reading.options["database"]
  );
}

function mysqlName(entity: OrmEntity, { dataSource }: Reading): QualifiedName {
  const [first = "", second] = entity.tableName.split(".");
  const database = entity.database || (second === undefined ? undefined : first);
  const schema = database === dataSource.driver.database ? undefined : database;
  return compact({ schema, name: second ?? first });
}
