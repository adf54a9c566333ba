import type { Connection } from "../../src/plugin/connection.js";
import type { ConnectOptions } from "../../src/plugin/database.js";
import { AthanorError } from "../../src/error/athanor-error.js";
import { addressOf } from "./address.js";
import { attachDatabases } from "./attach.js";
import { createConnection } from "./connection.js";
import { toConnectionFailure } from "./connection-failure.js";
import type { Family } from "./family.js";
import { hearLoss, type Loss } from "./loss.js";
import type { OrmDataSource, OrmQueryRunner } from "./orm.js";
import { createPatience, type Patience } from "./patience.js";
import { createQuietRunner } from "./quiet-data-source.js";
import { disconnect, type Session } from "./session.js";

/** A connection to the data source's database, on a query runner of its own, or on the one that was given. */
export async function connect(session: Session, options: ConnectOptions = {}): Promise<Connection> {
  const { dataSource: theirSource, runner: theirs } = await session.given();
  const place = { session, patience: createPatience(options, theirSource.options) };
  if (theirs === undefined) {
    return connectTo(place, () => ownHeld(session.connected(place.patience)));
  }
  if ((await session.family()) === "mysql" && theirs.isTransactionActive) throw wouldCommit();
  return connectTo(place, async () => {
    const dataSource = await session.connected(place.patience);
    const runner = await createQuietRunner(theirs, dataSource);
    // It stays open: whoever gave it releases it.
    return { dataSource, runner, release: nothing };
  });
}

/** Definitions end a transaction there, whoever began it. */
function wouldCommit(): AthanorError {
  return new AthanorError({
    code: "TRANSACTION_IN_THE_WAY",
    message:
      "The query runner has a transaction open, and this database commits it at the first change of a table.",
    suggestions: ["Upgrade before the transaction begins, or hand over the data source."],
  });
}

/** Where connections are made, and how long each is waited for. */
type Place = { readonly session: Session; readonly patience: Patience };

/** A query runner, and what is to be done when it is not needed any more. */
type Held = {
  readonly dataSource: OrmDataSource;
  readonly runner: OrmQueryRunner;
  readonly release: () => Promise<void>;
};

async function ownHeld(
  connected: Promise<OrmDataSource>,
  leave: (dataSource: OrmDataSource) => Promise<void> = nothing,
): Promise<Held> {
  const dataSource = await connected;
  const runner = dataSource.driver.createQueryRunner("master");
  const release = async (): Promise<void> => {
    await runner.release();
    await leave(dataSource);
  };
  return { dataSource, runner, release };
}

async function connectTo(
  place: Place,
  hold: () => Promise<Held>,
  surrounded = false,
): Promise<Connection> {
  const { session } = place;
  const family = await session.family();
  const { dataSource, runner, release, loss } = await reach(place, hold, family);
  const rejection = await session.described().then(
    (described) => shareEntities(described, dataSource),
    (error: unknown) => ({ error }),
  );
  if (rejection === undefined) await attachDatabases((await session.described()).driver, runner);
  const open = (held: Pick<Held, "release">): Connection =>
    createConnection({
      dialect: family,
      url: addressOf(dataSource.options),
      dataSource,
      runner,
      loss,
      surrounded,
      open: () => further[family](place, runner, () => open({ release: nothing })),
      requireEntities: () => {
        if (rejection !== undefined) throw rejection.error;
      },
      release: held.release,
    });
  return open({ release });
}

/** Connects, and waits until the database has answered once: a pooler takes a connection long before it has a session for it. */
function reach(
  { session, patience }: Place,
  hold: () => Promise<Held>,
  family: Family,
): Promise<Held & { readonly loss: Loss }> {
  const begin = async (): Promise<Held & { readonly loss: Loss }> => {
    const held = await hold();
    try {
      const loss = hearLoss(family === "sqlite" ? undefined : await held.runner.connect());
      await held.runner.query(probes[family], undefined, true);
      return { ...held, loss };
    } catch (error) {
      // SQLite opens anything and reads it later. One in use is waited for later.
      if (family === "sqlite" && isBusy(error)) return { ...held, loss: hearLoss(undefined) };
      await held.release().catch(() => undefined);
      throw toConnectionFailure(error, held.dataSource.options);
    }
  };
  return patience.wait(begin, (late) => {
    session.abandon();
    late.then(({ release }) => release()).catch(() => undefined);
  });
}

const probes: Readonly<Record<Family, string>> = {
  postgres: "SELECT 1",
  mysql: "SELECT 1",
  sqlite: "PRAGMA schema_version",
};

/** Metadata is built once: a data source of ours that connects beside the described one takes it over. */
function shareEntities(described: OrmDataSource, dataSource: OrmDataSource): undefined {
  const { entityMetadatas, entityMetadatasMap } = described;
  if (dataSource.entityMetadatas === entityMetadatas) return;
  Object.assign(dataSource, { entityMetadatas, entityMetadatasMap });
}

const nothing = async (): Promise<void> => undefined;

async function onServer(place: Place): Promise<Connection> {
  const { session, patience } = place;
  return connectTo(place, () => ownHeld(session.ownConnected(patience)));
}

/**
 * A server gives another connection of our own pool: the application's may be too small. To a SQLite file a driver has
 * one connection only, so another driver is needed; one to `:memory:` would see another database: it is the same one.
 */
const further: Readonly<Record<Family, Further>> = {
  postgres: onServer,
  mysql: onServer,
  sqlite: async (place, runner, same) => {
    if (await isInMemory(runner)) return same();
    const { session, patience } = place;
    const hold = () => ownHeld(session.anotherConnected(patience), disconnect);
    return connectTo(place, hold, runner.isTransactionActive);
  },
};

type Further = (
  place: Place,
  runner: OrmQueryRunner,
  same: () => Connection,
) => Promise<Connection>;

async function isInMemory(runner: OrmQueryRunner): Promise<boolean> {
  const { records } = await runner.query("PRAGMA database_list", undefined, true);
  const main = records?.find((database) => database["name"] === "main");
  return main?.["file"] === "" || main?.["file"] === null;
}

function isBusy(error: unknown): boolean {
  return (
    error instanceof Error &&
    /SQLITE_BUSY|database is locked/.test(`${String(Reflect.get(error, "code"))} ${error.message}`)
  );
}
