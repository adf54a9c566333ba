import type { OrmFacts } from "../../src/plugin/orm.js";
import { toConnectionFailure } from "./connection-failure.js";
import { dialectFor, type DialectInput, type OrmDialect } from "./dialects.js";
import { once } from "./once.js";
import type { OrmDataSource, OrmQueryRunner } from "./orm.js";
import type { Patience } from "./patience.js";
import { createOwnDataSource, buildMetadata } from "./own-data-source.js";
import { createQuietDataSource } from "./quiet-data-source.js";
import { AthanorError } from "../../src/error/athanor-error.js";
import { packageIn, toDriverFailure } from "./driver-failure.js";

/** What is opened for one data source, each part when first asked for and only once. */
export type Session = {
  /** As the user handed it over. */
  readonly given: () => Promise<Given>;
  readonly dialect: () => Promise<OrmDialect>;
  /** A data source whose metadata is built; it need not be connected. */
  readonly described: () => Promise<OrmDataSource>;
  /** The user's where it is initialized, otherwise our own, connected. */
  readonly connected: (patience: Patience) => Promise<OrmDataSource>;
  /** Our own, connected, even where the user's is initialized. */
  readonly ownConnected: (patience: Patience) => Promise<OrmDataSource>;
  /** One more of our own at each call, connected; whoever asks closes it. */
  readonly anotherConnected: (patience: Patience) => Promise<OrmDataSource>;
  /** Nobody waits any more for what is still being opened: `close` does not either. */
  readonly abandon: () => void;
  readonly close: () => Promise<void>;
};

export function createSession(input: unknown, speaker: DialectInput | undefined): Session {
  const given = once(() => resolveGiven(input));
  const dialect = once(async () => dialectFor((await given()).dataSource.options.type, speaker));
  const own = once(async () => {
    await dialect();
    return createOwnDataSource((await given()).dataSource);
  });
  const described = once(async () => {
    const { dataSource } = await given();
    if (dataSource.isInitialized) return dataSource;
    const mine = await own();
    await buildMetadata(mine);
    return mine;
  });
  const ownConnected = once(async (patience: Patience) =>
    connect(await own(), (await dialect()).orm, patience),
  );
  const quiet = once(async () => createQuietDataSource((await given()).dataSource));
  const connected = async (patience: Patience): Promise<OrmDataSource> => {
    await dialect();
    return (await given()).dataSource.isInitialized ? quiet() : ownConnected(patience);
  };
  const anotherConnected = async (patience: Patience) =>
    connect(createOwnDataSource((await given()).dataSource), (await dialect()).orm, patience);
  let isAbandoned = false;
  const abandon = (): void => void (isAbandoned = true);
  const closeAll = async (): Promise<void> => {
    const opened = ownConnected.current();
    ownConnected.forget();
    await disconnect(await opened?.catch(() => undefined));
    await disconnectMade(await given.current()?.catch(() => undefined));
  };
  const close = async (): Promise<void> => {
    const closing = closeAll();
    if (isAbandoned) closing.catch(() => undefined);
    else await closing;
  };
  return { given, dialect, described, connected, ownConnected, anotherConnected, abandon, close };
}

/**
 * `initialize()` would install extensions, synchronize, migrate: only the driver connects.
 * Some of TypeORM's runners refuse to work unless the data source says that it is initialized.
 */
async function connect(
  dataSource: OrmDataSource,
  { file }: OrmFacts,
  patience: Patience,
): Promise<OrmDataSource> {
  patience.limitDriver(dataSource);
  try {
    await dataSource.driver.connect();
  } catch (error) {
    throw toConnectionFailure(error, dataSource.options, file);
  }
  return Object.assign(dataSource, { isInitialized: true });
}

export async function disconnect(dataSource: OrmDataSource | undefined): Promise<void> {
  if (dataSource === undefined) return;
  await dataSource.driver.disconnect();
  Object.assign(dataSource, { isInitialized: false });
}

async function disconnectMade(given: Given | undefined): Promise<void> {
  if (given?.made === true && given.dataSource.isInitialized) await disconnect(given.dataSource);
}

/** The data source that the user means. */
type Given = {
  readonly dataSource: OrmDataSource;
  /** It was made by calling the user's function: nobody else closes it. */
  readonly made: boolean;
  /** The connection that all work is to be done on, where the user handed over that. */
  readonly runner?: OrmQueryRunner;
};

/** Waits for a promise, calls a function. Throws `NOT_A_DATA_SOURCE`, `DRIVER_MISSING`. */
async function resolveGiven(input: unknown): Promise<Given> {
  const made = typeof input === "function";
  const resolved: unknown = made ? await call(input) : await input;
  if (isDataSource(resolved)) return { dataSource: resolved, made };
  const beneath = isQueryRunner(resolved) ? dataSourceOf(resolved) : undefined;
  if (isQueryRunner(resolved) && beneath !== undefined)
    return { dataSource: beneath, made: false, runner: resolved };
  throw new AthanorError({
    code: "NOT_A_DATA_SOURCE",
    message: `typeorm() takes a DataSource, a promise of one, a function that returns one, or a QueryRunner; it was given ${describe(resolved)}.`,
    suggestions: ["databases: typeorm(dataSource)"],
    facts: { given: describe(resolved) },
  });
}

async function call(factory: CallableFunction): Promise<unknown> {
  try {
    return (await Reflect.apply(factory, undefined, [])) as unknown;
  } catch (error) {
    throw toDriverFailure(error, packageIn(error) ?? "database driver");
  }
}

/** By shape, not by class: the user's TypeORM is not ours to import. */
function isDataSource(value: unknown): value is OrmDataSource {
  if (typeof value !== "object" || value === null) return false;
  const options: unknown = Reflect.get(value, "options");
  if (typeof options !== "object" || options === null) return false;
  return (
    typeof Reflect.get(options, "type") === "string" &&
    typeof Reflect.get(value, "createQueryRunner") === "function"
  );
}

function isQueryRunner(value: unknown): value is OrmQueryRunner {
  if (typeof value !== "object" || value === null) return false;
  return ["query", "startTransaction", "release"].every(
    (method) => typeof Reflect.get(value, method) === "function",
  );
}

/** The lines of TypeORM differ in the name of a runner's way to its data source. */
function dataSourceOf(runner: OrmQueryRunner): OrmDataSource | undefined {
  const found = [Reflect.get(runner, "dataSource"), Reflect.get(runner, "connection")] as unknown[];
  return found.find(isDataSource);
}

function describe(value: unknown): string {
  if (value === null || typeof value !== "object") return String(value);
  return `an object of class ${value.constructor?.name ?? "null"}`;
}
