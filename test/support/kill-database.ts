import { randomUUID } from "node:crypto";
import { copyFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import pg from "pg";
import { mysql } from "../../plugin/mysql/index.js";
import { postgres } from "../../plugin/postgres/index.js";
import { sqlite } from "../../plugin/sqlite/index.js";
import type { Connection } from "../../src/plugin/connection.js";
import type { Dialect } from "../../src/plugin/dialect.js";
import { connectPostgres } from "./connection-postgres.js";
import { connectMysql, copyMysqlDatabase, mysqlServer } from "./connection-mysql.js";
import { connectBetterSqlite } from "./connection-sqlite.js";
import { postgresServer } from "./postgres.js";

/** Where a copy of a database is, for a process of its own as well. */
export type Address = { readonly kind: string } & (
  { readonly file: string } | { readonly options: Readonly<Record<string, unknown>> }
);

/** A kind of database on which processes are killed. */
export type KillDatabase = {
  readonly dialect: Dialect;
  /** Copies a database while nobody writes to it. */
  readonly copy: (from: Address) => Promise<Address>;
  readonly connect: (address: Address) => Promise<Connection>;
  readonly drop: (address: Address) => Promise<void>;
  /** Can a statement be at work in the server while its sender is dead already? */
  readonly hasServer: boolean;
};

const onSqlite: KillDatabase = {
  dialect: sqlite,
  hasServer: false,
  copy: async (from) => {
    const source = fileOf(from) ?? "";
    const file = join(dirname(source), `${randomUUID()}.sqlite`);
    await copyFile(source, file);
    return { kind: "sqlite", file };
  },
  connect: async (address) => connectBetterSqlite(fileOf(address)),
  drop: async () => undefined,
};

const onPostgres: KillDatabase = {
  dialect: postgres,
  hasServer: true,
  copy: async (from) => {
    const database = `kill_${randomUUID().replaceAll("-", "")}`;
    await administer(`CREATE DATABASE "${database}" TEMPLATE "${nameOf(from)}"`);
    return { kind: "postgres", options: { ...(await postgresServer()), database } };
  },
  connect: async (address) =>
    connectPostgres({
      ...(await postgresServer()),
      ...("options" in address ? address.options : {}),
    }),
  drop: (address) => administer(`DROP DATABASE "${nameOf(address)}" WITH (FORCE)`),
};

const onMysql: KillDatabase = {
  dialect: mysql,
  hasServer: true,
  copy: async (from) => {
    const database = `kill_${randomUUID().replaceAll("-", "")}`;
    await copyMysqlDatabase(nameOf(from), database);
    return { kind: "mysql", options: { ...mysqlServer, database } };
  },
  connect: async (address) => connectMysql("options" in address ? address.options : {}),
  drop: async (address) => {
    const server = await connectMysql({});
    await server.query(`DROP DATABASE \`${nameOf(address)}\``);
    await server.close();
  },
};

export type KillKind = "sqlite" | "postgres" | "mysql";

/** Each must be known to kill-child.mjs as well. */
export const killDatabases: Readonly<Record<KillKind, KillDatabase>> = {
  sqlite: onSqlite,
  postgres: onPostgres,
  mysql: onMysql,
};

function fileOf(address: Address): string | undefined {
  return "file" in address ? address.file : undefined;
}

function nameOf(address: Address): string {
  return "options" in address ? String(address.options["database"]) : "";
}

async function administer(sql: string): Promise<void> {
  const client = new pg.Client({ ...(await postgresServer()), database: "postgres" });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
