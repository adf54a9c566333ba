import type { OrmDataSource, OrmDriver, OrmQueryRunner } from "./orm.js";

/**
 * The user's initialized data source without its logging and its subscribers, as seen by a query runner of ours.
 * The data source itself stays as it is: the application goes on using it.
 */
export function createQuietDataSource(theirs: OrmDataSource): OrmDataSource {
  const quiet = Object.create(theirs, {
    logger: { value: silentLogger },
    subscribers: { value: [] },
    driver: { get: () => driver },
  }) as OrmDataSource;
  // The lines of TypeORM differ in the name of a driver's way back to its data source.
  const driver = Object.create(theirs.driver, {
    connection: { value: quiet },
    dataSource: { value: quiet },
    createQueryRunner: { value: (mode: "master") => createRunner(theirs, driver, mode) },
  }) as OrmDriver;
  return quiet;
}

/** SQLite drivers give everyone the same runner; the application's may be in a transaction of its own. */
function createRunner(theirs: OrmDataSource, driver: OrmDriver, mode: "master"): OrmQueryRunner {
  const model: object = theirs.driver.createQueryRunner(mode);
  const Class = model.constructor as new (driver: OrmDriver, mode: string) => OrmQueryRunner;
  return new Class(driver, mode);
}

/**
 * The user's own runner without its logging and its subscribers: the same connection, and the transaction it may be in.
 * It is connected ahead, for the driver keeps account of the runners that are.
 */
export async function createQuietRunner(
  theirs: OrmQueryRunner,
  quiet: OrmDataSource,
): Promise<OrmQueryRunner> {
  await theirs.connect();
  const { broadcaster } = theirs;
  const held: Record<PropertyKey, unknown> = {
    connection: quiet,
    dataSource: quiet,
    driver: quiet.driver,
  };
  const runner = new Proxy(theirs, {
    get: (target, key, receiver): unknown => held[key] ?? Reflect.get(target, key, receiver),
  });
  const Class = broadcaster.constructor as new (runner: OrmQueryRunner) => object;
  held["broadcaster"] = new Class(runner);
  return runner;
}

const ignore = (): void => undefined;

/** A TypeORM logger that says nothing: what happens is reported by Athanor, not on the application's stdout. */
export const silentLogger = {
  log: ignore,
  logMigration: ignore,
  logQuery: ignore,
  logQueryError: ignore,
  logQuerySlow: ignore,
  logSchemaBuild: ignore,
};
