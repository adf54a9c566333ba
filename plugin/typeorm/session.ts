import { toConnectionFailure } from "./connection-failure.js";
import { familyOf } from "./family.js";
import type { Family } from "./family.js";
import { resolveGiven } from "./given.js";
import type { Given } from "./given.js";
import { buildMetadata } from "./metadata.js";
import { once } from "./once.js";
import type { OrmDataSource } from "./orm.js";
import { createOwnDataSource } from "./own-data-source.js";
import { createQuietDataSource } from "./quiet-data-source.js";

/** What is opened for one data source, each part when first asked for and only once. */
export type Session = {
  /** As the user handed it over. */
  readonly given: () => Promise<Given>;
  readonly family: () => Promise<Family>;
  /** A data source whose metadata is built; it need not be connected. */
  readonly described: () => Promise<OrmDataSource>;
  /** The user's where it is initialized, otherwise our own, connected. */
  readonly connected: () => Promise<OrmDataSource>;
  /** Our own, connected, even where the user's is initialized. */
  readonly ownConnected: () => Promise<OrmDataSource>;
  /** One more of our own at each call, connected; whoever asks closes it. */
  readonly anotherConnected: () => Promise<OrmDataSource>;
  readonly close: () => Promise<void>;
};

export function createSession(input: unknown): Session {
  const given = once(() => resolveGiven(input));
  const family = once(async () => familyOf((await given()).dataSource.options.type));
  const own = once(async () => {
    await family();
    return createOwnDataSource((await given()).dataSource);
  });
  const described = once(async () => {
    const { dataSource } = await given();
    if (dataSource.isInitialized) return dataSource;
    const mine = await own();
    await buildMetadata(mine);
    return mine;
  });
  const ownConnected = once(async () => connect(await own()));
  const quiet = once(async () => createQuietDataSource((await given()).dataSource));
  const connected = async (): Promise<OrmDataSource> => {
    await family();
    return (await given()).dataSource.isInitialized ? quiet() : ownConnected();
  };
  const anotherConnected = async () => connect(createOwnDataSource((await given()).dataSource));
  const close = async (): Promise<void> => {
    if (ownConnected.asked()) await disconnect(await ownConnected().catch(() => undefined));
    ownConnected.forget();
    if (given.asked()) await disconnectMade(await given().catch(() => undefined));
  };
  return { given, family, described, connected, ownConnected, anotherConnected, close };
}

/**
 * `initialize()` would install extensions, synchronize, migrate: only the driver connects.
 * Some of TypeORM's runners refuse to work unless the data source says that it is initialized.
 */
async function connect(dataSource: OrmDataSource): Promise<OrmDataSource> {
  try {
    await dataSource.driver.connect();
  } catch (error) {
    throw toConnectionFailure(error, dataSource.options);
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
