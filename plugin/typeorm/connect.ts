import type { Connection } from "../../src/plugin/connection.js";
import { addressOf } from "./address.js";
import { createConnection } from "./connection.js";
import { toConnectionFailure } from "./connection-failure.js";
import type { Family } from "./family.js";
import type { OrmDataSource, OrmQueryRunner } from "./orm.js";
import { disconnect, type Session } from "./session.js";

/** A connection to the data source's database, on a query runner of its own. */
export async function connect(session: Session): Promise<Connection> {
  return connectTo(session, await session.connected());
}

async function connectTo(
  session: Session,
  dataSource: OrmDataSource,
  leave: () => Promise<void> = nothing,
): Promise<Connection> {
  const family = await session.family();
  const rejection = await session.described().then(
    (described) => shareEntities(described, dataSource),
    (error: unknown) => ({ error }),
  );
  const runner = dataSource.driver.createQueryRunner("master");
  await probe(runner, family, dataSource);
  const open = (release: () => Promise<void>): Connection =>
    createConnection({
      dialect: family,
      url: addressOf(dataSource.options),
      dataSource,
      runner,
      open: () => further[family](session, runner, () => open(nothing)),
      requireEntities: () => {
        if (rejection !== undefined) throw rejection.error;
      },
      release,
    });
  return open(async () => {
    await runner.release();
    await leave();
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
 * A server gives another connection of our own pool: the application's may be too small. To a SQLite file a driver has
 * one connection only, so another driver is needed; one to `:memory:` would see another database: it is the same one.
 */
const further: Readonly<Record<Family, Further>> = {
  postgres: async (session) => connectTo(session, await session.ownConnected()),
  mysql: async (session) => connectTo(session, await session.ownConnected()),
  sqlite: async (session, runner, same) => {
    if (await isInMemory(runner)) return same();
    const another = await session.anotherConnected();
    return connectTo(session, another, () => disconnect(another));
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
