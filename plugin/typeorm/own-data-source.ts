import { isRecord } from "../../src/schema/equality.js";
import { toDriverFailure } from "./driver-failure.js";
import type { OrmDataSource, OrmOptions } from "./orm.js";
import { silentLogger } from "./silent-logger.js";

/**
 * A data source of our own beside the user's: same class, same options, and nothing that acts by itself.
 *
 * The user's own object is never changed: the application may initialize it later in the same process, with its
 * subscribers and its logging.
 *
 * Throws `DRIVER_MISSING` where the database's package is not installed.
 */
export function createOwnDataSource(theirs: OrmDataSource): OrmDataSource {
  const Class = ormClass(theirs);
  try {
    return new Class(harmless(theirs.options));
  } catch (error) {
    throw toDriverFailure(error, theirs.options.type);
  }
}

/** An application's subclass may have a constructor of its own; TypeORM's class takes the options. */
function ormClass(dataSource: OrmDataSource): new (options: OrmOptions) => OrmDataSource {
  let prototype: object = dataSource;
  for (let next = parentOf(prototype); next !== undefined; next = parentOf(prototype)) {
    prototype = next;
  }
  return prototype.constructor as new (options: OrmOptions) => OrmDataSource;
}

function parentOf(prototype: object): object | undefined {
  const parent: unknown = Object.getPrototypeOf(prototype);
  return typeof parent === "object" && parent !== null && parent !== Object.prototype
    ? parent
    : undefined;
}

/** Connections that one run may hold at once: the work, the lock, and work beside a transaction. */
const fewestConnections = 4;

function harmless(options: OrmOptions): OrmOptions {
  const changed = {
    ...options,
    ...quiet,
    ...passive,
    poolSize: atLeast(options["poolSize"]),
    // A cached statement outlives the schema change it was prepared before.
    statementCacheSize: 0,
  };
  return withReplication(withExtra(changed));
}

const quiet = {
  logging: false,
  logger: silentLogger,
  logNotifications: false,
  maxQueryExecutionTime: undefined,
  verbose: undefined,
};

const passive = {
  synchronize: false,
  dropSchema: false,
  migrationsRun: false,
  installExtensions: false,
  migrations: [],
  subscribers: [],
  cache: false,
};

/** `extra` has the last word on the pool: its size is called `max` on PostgreSQL, `connectionLimit` on MySQL. */
function withExtra(options: OrmOptions): OrmOptions {
  const extra = options["extra"];
  if (!isRecord(extra)) return options;
  const sizes = Object.entries(extra).filter(([name]) => /^(?:max|connectionLimit)$/.test(name));
  const large = Object.fromEntries(sizes.map(([name, size]) => [name, atLeast(size)]));
  return { ...options, extra: { ...extra, ...large } };
}

/** All work is done on the master. */
function withReplication(options: OrmOptions): OrmOptions {
  const replication = options["replication"];
  return isRecord(replication)
    ? { ...options, replication: { ...replication, slaves: [] } }
    : options;
}

function atLeast(size: unknown): unknown {
  return typeof size === "number" ? Math.max(size, fewestConnections) : size;
}
