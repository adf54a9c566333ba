import type { QualifiedName } from "../../src/schema/name.js";
import { compact } from "../../src/schema/compact.js";
import type { OrmDialect } from "./dialects.js";
import type { OrmFacts } from "../../src/plugin/orm.js";
import type { OrmDataSource, OrmEntity, OrmOptions } from "./orm.js";

/** What is being read, and the place for what the user should know of it. */
export type Reading = {
  /** Whose metadata is built. */
  readonly dataSource: OrmDataSource;
  /** As the user wrote them. */
  readonly options: OrmOptions;
  readonly dialect: OrmDialect;
  readonly note: (text: string) => void;
};

/** Where an entity lives. */
export function entityName(entity: OrmEntity, reading: Reading): QualifiedName {
  return named[reading.dialect.orm.places](entity, reading);
}

/** Do the two live where a foreign key may lead from one to the other? None leads from one file to another. */
export function areTogether(entity: OrmEntity, other: OrmEntity, reading: Reading): boolean {
  const { places } = reading.dialect.orm;
  return places !== "file" || attachedName(entity, reading) === attachedName(other, reading);
}

type Naming = (entity: OrmEntity, reading: Reading) => QualifiedName;

/** A dot in the table's name splits it, as TypeORM does; not where files are attached. */
const named: Readonly<Record<OrmFacts["places"], Naming>> = {
  schema: ({ tableName, schema }) => {
    const [first = "", second] = tableName.split(".");
    return second === undefined
      ? compact({ schema: schema || undefined, name: first })
      : { schema: schema || first, name: second };
  },
  database: ({ tableName, database: stated }, { dataSource }) => {
    const [first = "", second] = tableName.split(".");
    const database = stated || (second === undefined ? undefined : first);
    const schema = database === dataSource.driver.database ? undefined : database;
    return compact({ schema, name: second ?? first });
  },
  file: (entity, reading) =>
    compact({ schema: attachedName(entity, reading), name: entity.tableName }),
};

/** TypeORM attaches a file under a name that it makes of the file's path. */
function attachedName({ database }: OrmEntity, { dataSource }: Reading): string | undefined {
  return database ? dataSource.driver.attachedDatabases?.[database]?.attachHandle : undefined;
}
