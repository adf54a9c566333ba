import { existsSync } from "node:fs";
import type { DataSource, EntityManager, QueryRunner } from "typeorm";
import { maskValue } from "../../src/error/mask.js";
import type { Database, DatabaseDescription } from "../../src/plugin/database.js";
import { addressOf } from "./address.js";
import { connect } from "./connect.js";
import type { DialectInput } from "./dialects.js";
import { createOrmMigrations } from "./orm-migrations.js";
import { createSession, type Session } from "./session.js";
import { createSource } from "./source.js";

export type { DialectInput };
export { typeormMigration, type MigrationCallOptions } from "./migration-call.js";

declare module "../../src/operation/facade/data-operations.js" {
  interface ManagerRegistry {
    readonly manager: EntityManager;
  }
}

/** A data source, the way to one, or one connection of one that is initialized. */
export type DataSourceInput =
  DataSource | QueryRunner | Promise<DataSource> | (() => DataSource | Promise<DataSource>);

export type TypeormOptions = {
  /** Speaks to the database. Left out: Athanor's own for the data source's type. */
  readonly dialect?: DialectInput;
};

/**
 * A database of an environment out of a TypeORM data source: its entities are the wanted schema, its options lead
 * to the database, its type chooses the dialect unless one is given.
 *
 *     export default defineEnvironment({ databases: typeorm(dataSource) });
 *
 * The data source is never changed and never initialized: whatever its options say, nothing is synchronized, dropped,
 * migrated or installed, no subscriber runs and nothing is logged. Athanor works on one of its own with the same
 * options. One that is already initialized is used as it is and stays open, unless a function given here made it.
 *
 * Given a query runner, all work is done on its connection, and in the transaction that it may be in: what would be
 * committed is then a savepoint of that transaction, and whoever began it commits it or rolls it back.
 *
 * Reading throws `ENTITY_REJECTED`, connecting `CANNOT_CONNECT`; all throw `NOT_A_DATA_SOURCE`,
 * `UNSUPPORTED_DATABASE` and `DRIVER_MISSING`.
 */
export function typeorm(dataSource: DataSourceInput, options: TypeormOptions = {}): Database {
  const session = createSession(dataSource, options.dialect);
  return {
    source: createSource(session),
    dialect: session.dialect,
    connect: (patience) => connect(session, patience),
    importsFiles: () => importsFiles(session),
    createsOnConnect: () => createsOnConnect(session),
    describe: () => describeSession(session),
    migrations: createOrmMigrations(session),
    close: session.close,
  };
}

/** Of what TypeORM reads by pattern, a data source of Athanor's own has the entities only. */
async function importsFiles({ given }: Session): Promise<boolean> {
  const { isInitialized, options } = (await given()).dataSource;
  const listed = Object.values(options["entities"] ?? {}) as readonly unknown[];
  return !isInitialized && listed.flat().some((each) => typeof each === "string");
}

async function createsOnConnect({ given, dialect }: Session): Promise<boolean> {
  const { isInitialized, options } = (await given()).dataSource;
  const { file } = (await dialect()).orm;
  if (isInitialized || file === undefined) return false;
  const path = String(options[file.option]);
  return file.isPath(path) && !existsSync(path);
}

async function describeSession({ given, dialect }: Session): Promise<DatabaseDescription> {
  const { options } = (await given()).dataSource;
  const file = await dialect().then(
    ({ orm }) => orm.file,
    () => undefined,
  );
  return { url: addressOf(options, file), options: maskValue(options) as typeof options };
}
