import { rm } from "node:fs/promises";
import { join } from "node:path";
import { stopPostgres, withPostgresDatabase } from "../test/support/postgres.js";
import type { BenchDatabase } from "./project.js";
import { connectMysql, mysqlServer, withMysqlDatabase } from "../test/support/connection-mysql.js";

/** Options of a data source on an empty database of its own, and how to empty it again. */
export type BenchTarget = {
  readonly options: Readonly<Record<string, unknown>>;
  readonly empty: () => Promise<void>;
};

export async function withDatabase(
  kind: BenchDatabase,
  folder: string,
  body: (target: BenchTarget) => Promise<void>,
): Promise<void> {
  if (kind === "sqlite") return body(sqliteTarget(folder));
  if (kind === "mariadb") return withMysqlDatabase((_, database) => body(mysqlTarget(database)));
  await withPostgresDatabase((server) => {
    const { host, port, user: username, password, database } = server;
    return body({
      options: { type: "postgres", host, port, username, password, database },
      empty: () => emptyPostgres(server),
    });
  });
  await stopPostgres();
}

function sqliteTarget(folder: string): BenchTarget {
  const database = join(folder, "bench.sqlite");
  return {
    options: { type: "better-sqlite3", database },
    empty: () => rm(database, { force: true }),
  };
}

/** On the server that the tests use. */
function mysqlTarget(database: string): BenchTarget {
  const { user: username, ...place } = mysqlServer;
  return {
    options: { type: "mariadb", ...place, username, database },
    empty: async () => {
      const server = await connectMysql({});
      await server.query(`DROP DATABASE ${database}`);
      await server.query(`CREATE DATABASE ${database} CHARACTER SET utf8mb4`);
      await server.close();
    },
  };
}

async function emptyPostgres(server: object): Promise<void> {
  const { default: pg } = await import("pg");
  const client = new pg.Client(server);
  await client.connect();
  await client.query("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
  await client.end();
}
