import type { Connection } from "../../src/plugin/connection.js";
import type { ConnectOptions } from "../../src/plugin/database.js";
import { AthanorError } from "../../src/error/athanor-error.js";
import { addressOf } from "./address.js";
import { createConnection, query } from "./connection.js";
import { toConnectionFailure } from "./connection-failure.js";
import type { OrmFacts, OrmFile } from "../../src/plugin/orm.js";
import { hearLoss, type Loss } from "./loss.js";
import type { OrmDataSource, OrmQueryRunner, OrmDriver } from "./orm.js";
import { createPatience, type Patience } from "./patience.js";
import { createQuietRunner } from "./quiet-data-source.js";
import { disconnect, type Session } from "./session.js";
import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";

/** A connection to the data source's database, on a query runner of its own, or on the one that was given. */
export async function connect(session: Session, options: ConnectOptions = {}): Promise<Connection> {
  const { dataSource: theirSource, runner: theirs } = await session.given();
  const { orm, capabilities } = await session.dialect();
  const patience = createPatience(options, theirSource.options, orm.file);
  const place = { session, orm, patience };
  if (theirs === undefined) {
    return connectTo(place, () => ownHeld(session.connected(place.patience)));
  }
  if (!capabilities.transactionalDdl && theirs.isTransactionActive) throw wouldCommit();
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
type Place = {
  readonly session: Session;
  readonly orm: OrmFacts;
  readonly patience: Patience;
};

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
  const { session, orm } = place;
  const { name } = await session.dialect();
  const { dataSource, runner, release, loss } = await reach(place, hold);
  const rejection = await session.described().then(
    (described) => shareEntities(described, dataSource),
    (error: unknown) => ({ error }),
  );
  if (rejection === undefined && orm.file !== undefined)
    await attachDatabases((await session.described()).driver, ask(runner), orm.file);
  const { type } = dataSource.options;
  const open = (held: Pick<Held, "release">): Connection =>
    createConnection({
      dialect: name,
      url: addressOf(dataSource.options, orm.file),
      dataSource,
      runner,
      hidesReturnedRows: orm.drivers.some((own) => own.type === type && own.hidesReturnedRows),
      loss,
      surrounded,
      open: () => further(place, runner, () => open({ release: nothing })),
      requireEntities: () => {
        if (rejection !== undefined) throw rejection.error;
      },
      release: held.release,
    });
  return open({ release });
}

/** Connects, and waits until the database has answered once: a pooler takes a connection long before it has a session for it. */
function reach(
  { session, orm: { file, probe }, patience }: Place,
  hold: () => Promise<Held>,
): Promise<Held & { readonly loss: Loss }> {
  const begin = async (): Promise<Held & { readonly loss: Loss }> => {
    const held = await hold();
    try {
      const loss = hearLoss(file === undefined ? await held.runner.connect() : undefined);
      await held.runner.query(probe, undefined, true);
      return { ...held, loss };
    } catch (error) {
      // A file that is in use is waited for later.
      if (isBusy(error, file)) return { ...held, loss: hearLoss(undefined) };
      await held.release().catch(() => undefined);
      throw toConnectionFailure(error, held.dataSource.options, file);
    }
  };
  return patience.wait(begin, (late) => {
    session.abandon();
    late.then(({ release }) => release()).catch(() => undefined);
  });
}

/** Metadata is built once: a data source of ours that connects beside the described one takes it over. */
function shareEntities(described: OrmDataSource, dataSource: OrmDataSource): undefined {
  const { entityMetadatas, entityMetadatasMap } = described;
  if (dataSource.entityMetadatas === entityMetadatas) return;
  Object.assign(dataSource, { entityMetadatas, entityMetadatasMap });
}

const nothing = async (): Promise<void> => undefined;

/**
 * A server gives another connection of our own pool: the application's may be too small. To a file a driver has one
 * connection only, so another driver is needed; one to a database in memory would see another: it is the same one.
 */
async function further(
  place: Place,
  runner: OrmQueryRunner,
  same: () => Connection,
): Promise<Connection> {
  const { session, orm, patience } = place;
  if (orm.file === undefined) {
    return connectTo(place, () => ownHeld(session.ownConnected(patience)));
  }
  const [main] = await orm.file.databases(ask(runner));
  if (main?.file === "") return same();
  const hold = () => ownHeld(session.anotherConnected(patience), disconnect);
  return connectTo(place, hold, runner.isTransactionActive);
}

function ask(runner: OrmQueryRunner): Pick<Connection, "query"> {
  return { query: (sql, parameters) => query(runner, sql, parameters) };
}

function isBusy(error: unknown, file: OrmFile | undefined): boolean {
  if (!(error instanceof Error) || file === undefined) return false;
  return file.isBusy(`${String(Reflect.get(error, "code"))} ${error.message}`);
}

/**
 * Attaches the files that entities live in beside the main one, under the names that TypeORM gives them, as it does
 * itself after connecting. `described` is the driver whose metadata is built: it knows the files.
 */
async function attachDatabases(
  described: OrmDriver,
  connection: Pick<Connection, "query">,
  { databases, attach }: OrmFile,
): Promise<void> {
  const files = Object.values(described.attachedDatabases ?? {});
  if (files.length === 0) return;
  const present = new Set((await databases(connection)).map(({ name }) => name));
  for (const { attachHandle, attachFilepathAbsolute } of files) {
    if (present.has(attachHandle)) continue;
    await mkdir(dirname(attachFilepathAbsolute), { recursive: true });
    await connection.query(attach(attachFilepathAbsolute, attachHandle));
  }
}
