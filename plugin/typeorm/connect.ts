import type { Connection } from "../../src/plugin/connection.js";
import { AthanorError } from "../../src/error/athanor-error.js";
import { addressOf } from "./address.js";
import { attachDatabases } from "./attach.js";
import { createConnection } from "./connection.js";
import { toConnectionFailure } from "./connection-failure.js";
import type { Family } from "./family.js";
import type { OrmDataSource, OrmQueryRunner } from "./orm.js";
import { createQuietRunner } from "./quiet-data-source.js";
import { disconnect, type Session } from "./session.js";

/** A connection to the data source's database, on a query runner of its own, or on the one that was given. */
export async function connect(session: Session): Promise<Connection> {
  const dataSource = await session.connected();
  const { runner: theirs } = await session.given();
  if (theirs === undefined) return connectTo(session, dataSource, ownRunner(dataSource));
  if ((await session.family()) === "mysql" && theirs.isTransactionActive) throw wouldCommit();
  const runner = await createQuietRunner(theirs, dataSource);
  // It stays open: whoever gave it releases it.
  return connectTo(session, dataSource, { runner, release: nothing });
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

/** A query runner, and what is to be done when it is not needed any more. */
type Held = { readonly runner: OrmQueryRunner; readonly release: () => Promise<void> };

function ownRunner(dataSource: OrmDataSource, leave: () => Promise<void> = nothing): Held {
  const runner = dataSource.driver.createQueryRunner("master");
  const release = async (): Promise<void> => {
    await runner.release();
    await leave();
  };
  return { runner, release };
}

async function connectTo(
  session: Session,
  dataSource: OrmDataSource,
  { runner, release: releaseRunner }: Held,
  surrounded = false,
): Promise<Connection> {
  const family = await session.family();
  const rejection = await session.described().then(
    (described) => shareEntities(described, dataSource),
    (error: unknown) => ({ error }),
  );
  await probe(runner, family, dataSource);
  if (rejection === undefined) await attachDatabases((await session.described()).driver, runner);
  const open = (release: () => Promise<void>): Connection =>
    createConnection({
      dialect: family,
      url: addressOf(dataSource.options),
      dataSource,
      runner,
      surrounded,
      open: () => further[family](session, runner, () => open(nothing)),
      requireEntities: () => {
        if (rejection !== undefined) throw rejection.error;
      },
      release,
    });
  return open(releaseRunner);
}

/** Metadata is built once: a data source of ours that connects beside the described one takes it over. */
function shareEntities(described: OrmDataSource, dataSource: OrmDataSource): undefined {
  const { entityMetadatas, entityMetadatasMap } = described;
  if (dataSource.entityMetadatas === entityMetadatas) return;
  Object.assign(dataSource, { entityMetadatas, entityMetadatasMap });
}

const nothing = async (): Promise<void> => undefined;

async function onServer(session: Session): Promise<Connection> {
  const own = await session.ownConnected();
  return connectTo(session, own, ownRunner(own));
}

/**
 * A server gives another connection of our own pool: the application's may be too small. To a SQLite file a driver has
 * one connection only, so another driver is needed; one to `:memory:` would see another database: it is the same one.
 */
const further: Readonly<Record<Family, Further>> = {
  postgres: onServer,
  mysql: onServer,
  sqlite: async (session, runner, same) => {
    if (await isInMemory(runner)) return same();
    const surrounded = runner.isTransactionActive;
    const another = await session.anotherConnected();
    const held = ownRunner(another, () => disconnect(another));
    return connectTo(session, another, held, surrounded);
  },
};

type Further = (
  session: Session,
  runner: OrmQueryRunner,
  same: () => Connection,
) => Promise<Connection>;

async function isInMemory(runner: OrmQueryRunner): Promise<boolean> {
  const { records } = await runner.query("PRAGMA database_list", undefined, true);
  const main = records?.find((database) => database["name"] === "main");
  return main?.["file"] === "" || main?.["file"] === null;
}

/** SQLite opens anything and reads it later: a file that is no database is told now. One in use is waited for later. */
async function probe(
  runner: OrmQueryRunner,
  family: Family,
  dataSource: OrmDataSource,
): Promise<void> {
  if (family !== "sqlite") return;
  try {
    await runner.query("PRAGMA schema_version", undefined, true);
  } catch (error) {
    if (!isBusy(error)) throw toConnectionFailure(error, dataSource.options);
  }
}

function isBusy(error: unknown): boolean {
  return (
    error instanceof Error &&
    /SQLITE_BUSY|database is locked/.test(`${String(Reflect.get(error, "code"))} ${error.message}`)
  );
}
