import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import type { DataSourceOptions } from "typeorm";
import { connectMysql, mysqlServer } from "../support/connection-mysql.js";

/** Where empty databases come from. */
export type Target = {
  /** TypeORM's name, and the key under which a document says whether it can be synchronized. */
  readonly type: string;
  readonly create: () => Promise<{
    readonly options: Partial<DataSourceOptions>;
    readonly drop: () => Promise<void>;
  }>;
};

export const targets: Readonly<Record<string, () => Target>> = {
  sqlite: () => ({ type: "better-sqlite3", create: createSqlite }),
  postgres: () => ({ type: "postgres", create: createPostgres }),
  mariadb: () => ({ type: "mariadb", create: () => createMysql("mariadb") }),
  mysql: () => ({ type: "mysql", create: () => createMysql("mysql") }),
};

async function createSqlite() {
  const database = join(tmpdir(), `athanor-corpus-${randomUUID()}.sqlite`);
  const drop = async (): Promise<void> => {
    for (const tail of ["", "-wal", "-shm"]) await rm(`${database}${tail}`, { force: true });
  };
  return { options: { database } as Partial<DataSourceOptions>, drop };
}

/** The server's address comes from the parent process. */
async function createPostgres() {
  const server = JSON.parse(process.env["CORPUS_SERVER"] ?? "{}") as pg.ClientConfig;
  const database = `corpus_${randomUUID().replaceAll("-", "")}`;
  await administer(server, `CREATE DATABASE "${database}" TEMPLATE template0`);
  const { host, port, user: username, password } = server;
  return {
    options: { host, port, username, password, database } as Partial<DataSourceOptions>,
    drop: () => administer(server, `DROP DATABASE "${database}" WITH (FORCE)`),
  };
}

/** On the server that the tests use. */
async function createMysql(type: "mariadb" | "mysql") {
  const database = `corpus_${randomUUID().replaceAll("-", "")}`;
  const server = await connectMysql({});
  await server.query(`CREATE DATABASE ${database} CHARACTER SET utf8mb4`);
  await server.close();
  const { user: username, ...place } = mysqlServer;
  const drop = async (): Promise<void> => {
    const again = await connectMysql({});
    await again.query(`DROP DATABASE ${database}`);
    await again.close();
  };
  return { options: { type, ...place, username, database } as Partial<DataSourceOptions>, drop };
}

async function administer(server: pg.ClientConfig, sql: string): Promise<void> {
  const client = new pg.Client({ ...server, database: "postgres" });
  await client.connect();
  await client.query(sql);
  await client.end();
}
