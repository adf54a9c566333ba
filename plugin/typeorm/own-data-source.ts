import { isRecord } from "../../src/schema/equality.js";
import { toDriverFailure } from "./driver-failure.js";
import type { OrmDataSource, OrmOptions } from "./orm.js";
import { AthanorError } from "../../src/error/athanor-error.js";
import { messageOf } from "../../src/error/thrown.js";
import { silentLogger } from "./quiet-data-source.js";

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

/** Fills `entityMetadatas` without a connection. Throws `ENTITY_REJECTED` with TypeORM's own words. */
export async function buildMetadata(dataSource: OrmDataSource): Promise<void> {
  const restore = rememberDefaults();
  try {
    await dataSource.buildMetadatas();
  } catch (error) {
    throw toRejection(error);
  } finally {
    restore();
  }
}

type ColumnArguments = { readonly options: { default?: unknown } };

/**
 * TypeORM writes the default of a child entity's column into the shared arguments of its parent's, so that a
 * second build in one process gives other defaults than the first.
 */
function rememberDefaults(): () => void {
  const storage = Reflect.get(globalThis, "typeormMetadataArgsStorage") as
    { readonly columns: readonly ColumnArguments[] } | undefined;
  const kept = (storage?.columns ?? []).map(({ options }) => ({ options, before: { ...options } }));
  return () => {
    for (const { options, before } of kept) {
      if ("default" in before) options.default = before.default;
      else delete options.default;
    }
  };
}

function toRejection(error: unknown): unknown {
  if (error instanceof AthanorError) return error;
  const words = messageOf(error);
  const loaded = !isLoadFailure(error);
  return new AthanorError({
    code: loaded ? "ENTITY_REJECTED" : "ENTITY_NOT_LOADED",
    message: loaded
      ? `TypeORM rejects the entities: ${words}`
      : `A file of the data source's "entities" cannot be loaded: ${words}`,
    suggestions: loaded
      ? suggestionsFor(words)
      : ["Correct that file, or the pattern that finds it"],
    facts: { reason: error instanceof Error ? error.name : undefined },
    cause: error,
  });
}

/** TypeORM itself imports the files that patterns in `entities` find. */
function isLoadFailure(error: unknown): boolean {
  if (error instanceof SyntaxError) return true;
  const code: unknown = error instanceof Error ? Reflect.get(error, "code") : undefined;
  return typeof code === "string" && code.includes("MODULE");
}

function suggestionsFor(words: string): string[] {
  if (/Data type Object in|cannot be guessed/.test(words)) {
    return ['State the type of that column: @Column({ type: "varchar" })'];
  }
  return ["Correct the entity that the sentence names, then run the command again"];
}
