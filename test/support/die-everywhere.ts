import { randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rm } from "node:fs/promises";
import { expect } from "chai";
import { mysql } from "../../plugin/mysql/index.js";
import { postgres } from "../../plugin/postgres/index.js";
import { sqlite } from "../../plugin/sqlite/index.js";
import type { Connection } from "../../src/plugin/connection.js";
import type { Dialect } from "../../src/plugin/dialect.js";
import type { RunRequest } from "../../src/runner/run-request.js";
import { run } from "../../src/runner/run.js";
import { connectMysql, withMysqlDatabase } from "./connection-mysql.js";
import { connectPostgres, withPostgresConnection } from "./connection-postgres.js";
import { connectBetterSqlite, unsynced } from "./connection-sqlite.js";
import { mortal } from "./journalled-sqlite.js";
import { postgresServer } from "./postgres.js";
import { downgradeRequest, upgradeRequest, type Scenario } from "./run-scenario.js";

/** A database of its own, and a further connection to it as a process would have. */
export type MortalDatabase = {
  readonly dialect: Dialect;
  readonly connection: Connection;
  readonly connect: () => Promise<Connection>;
};

export type MortalKind = "sqlite" | "postgres" | "mysql";

export const mortalDatabases: Readonly<
  Record<MortalKind, (body: (database: MortalDatabase) => Promise<void>) => Promise<void>>
> = {
  sqlite: async (body) => {
    const file = join(tmpdir(), `athanor-${randomUUID()}.db`);
    const connect = async (): Promise<Connection> => connectBetterSqlite(file, {}, unsynced);
    const connection = await connect();
    try {
      await body({ dialect: sqlite, connection, connect });
    } finally {
      await connection.close();
      await rm(file);
    }
  },
  postgres: (body) =>
    withPostgresConnection(async (connection) => {
      const server = { ...(await postgresServer()), database: "postgres" };
      await body({ dialect: postgres, connection, connect: () => connectPostgres(server) });
    }),
  mysql: (body) =>
    withMysqlDatabase((connection, database) =>
      body({ dialect: mysql, connection, connect: () => connectMysql({ database }) }),
    ),
};

/** Goes a way through a scenario. */
export type Go = {
  readonly scenario: Scenario;
  readonly way: "upgrade" | "downgrade";
  /** Default: all of it. */
  readonly target?: string;
  readonly options?: Partial<RunRequest>;
};

export function go(database: MortalDatabase, { scenario, way, target, options }: Go) {
  const { connection, dialect } = database;
  const request =
    way === "upgrade"
      ? upgradeRequest(connection, scenario, target)
      : downgradeRequest(connection, scenario, target ?? "base");
  return run({ ...request, dialect, lockTimeoutMilliseconds: 60_000, ...options });
}

/** Goes as a process that dies before its change with this number; answers whether it lived. */
export async function goAndDie(database: MortalDatabase, act: Go, death: number): Promise<boolean> {
  const living = await database.connect();
  const connection = mortal(living, death);
  try {
    await go({ ...database, connection }, act);
    return true;
  } catch (error) {
    if (!connection.isDead()) throw error;
    return false;
  } finally {
    await living.close();
  }
}

/** Definitions and rows; of Athanor's own tables what they say, for the log tells of every attempt. */
export async function standOf({ connection, dialect }: MortalDatabase): Promise<unknown> {
  const inspected = await dialect.catalog.inspect(
    connection,
    await dialect.catalog.server(connection),
    {},
  );
  const theirs = inspected.tables.filter(({ name }) => !name.startsWith("athanor_"));
  const rows = [];
  for (const table of theirs) {
    const all = await dialect.catalog.readRows(connection, table);
    rows.push([table.name, all.map((row) => JSON.stringify(row)).sort()]);
  }
  const { read, readJournal } = dialect.store;
  const version = await read(connection, { name: "athanor_version" });
  const journal = await readJournal(connection, { name: "athanor_journal" });
  return { theirs, rows, version, journal };
}

export async function standAfter(kind: MortalKind, ...acts: readonly Go[]): Promise<unknown> {
  let stand: unknown;
  await mortalDatabases[kind](async (database) => {
    for (const act of acts) await go(database, act);
    stand = await standOf(database);
  });
  return stand;
}

/** `KILL_POINTS=all`: at every change. Else at some of them, for each takes a database of its own. */
const strides: Readonly<Record<MortalKind, number>> =
  process.env["KILL_POINTS"] === "all"
    ? { sqlite: 1, postgres: 1, mysql: 1 }
    : { sqlite: 5, postgres: 7, mysql: 3 };

/** Dies at each change of the act, does what comes after it, and compares with what is expected; answers at how many it died. */
export async function dieEverywhere(
  kind: MortalKind,
  {
    before = [],
    act,
    after,
    expected,
  }: {
    readonly before?: readonly Go[];
    readonly act: Go;
    readonly after: readonly Go[];
    readonly expected: unknown;
  },
): Promise<number> {
  let deaths = 0;
  for (let died = true; died;) {
    await mortalDatabases[kind](async (database) => {
      for (const each of before) await go(database, each);
      died = !(await goAndDie(database, act, deaths));
      for (const each of after) await go(database, each);
      expect(await standOf(database), `before change ${deaths}`).to.deep.equal(expected);
      deaths += strides[kind];
    });
  }
  return deaths - strides[kind];
}
