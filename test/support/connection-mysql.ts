import { randomBytes } from "node:crypto";
import mysql from "mysql2/promise";
import type { Connection, Row } from "../../src/plugin/connection.js";

/** Where the tests look for MariaDB or MySQL; `MYSQL_PORT` names the port of another server than the usual one. */
export const mysqlServer = {
  host: "127.0.0.1",
  port: Number(process.env["MYSQL_PORT"] ?? 3306),
  user: "root",
  password: "",
};

/** A connection over `mysql2` alone, without an ORM. */
export async function connectMysql(options: mysql.ConnectionOptions): Promise<Connection> {
  const client = await mysql.createConnection({ ...mysqlServer, ...options });
  const query = async (
    sql: string,
    parameters: readonly unknown[] = [],
  ): Promise<readonly Row[]> => {
    const [rows] = await client.query(sql, [...parameters]);
    return Array.isArray(rows) ? (rows as Row[]) : [];
  };
  const run = async (sql: string): Promise<void> => void (await query(sql));
  return {
    dialect: "mysql",
    query,
    begin: run,
    commit: () => run("COMMIT"),
    rollback: () => run("ROLLBACK"),
    open: () => connectMysql(options),
    manager: () => {
      throw new Error("This connection has no entity manager.");
    },
    url: `mysql://${mysqlServer.user}@${mysqlServer.host}/${options.database ?? ""}`,
    close: () => client.end(),
  };
}

/** Lends a connection to a database of its own, which is dropped afterwards. */
export async function withMysqlDatabase<Result>(
  body: (connection: Connection, database: string) => Promise<Result>,
): Promise<Result> {
  const database = `test_${randomBytes(6).toString("hex")}`;
  const server = await connectMysql({});
  await server.query(
    `CREATE DATABASE ${database} CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci`,
  );
  try {
    const connection = await connectMysql({ database });
    try {
      return await body(connection, database);
    } finally {
      await connection.close();
    }
  } finally {
    // Tables of another database may refer to it.
    await server.query("SET SESSION foreign_key_checks = 0");
    await server.query(`DROP DATABASE IF EXISTS ${database}`).finally(() => server.close());
  }
}

/** Makes a database with the tables, rows and views of another, which nobody changes meanwhile. */
export async function copyMysqlDatabase(source: string, database: string): Promise<void> {
  const server = await connectMysql({});
  await server.query(
    `CREATE DATABASE ${database} CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci`,
  );
  await server.close();
  const [from, to] = [await connectMysql({ database: source }), await connectMysql({ database })];
  // Tables may refer to each other, and rows may have an id of 0.
  await to.query(
    "SET foreign_key_checks = 0, sql_mode = 'STRICT_ALL_TABLES,NO_AUTO_VALUE_ON_ZERO'",
  );
  const relations = await from.query("SHOW FULL TABLES");
  const named = relations.map((row) => Object.values(row).map(String));
  for (const [name = ""] of named.filter(([, kind]) => kind !== "VIEW")) {
    const [row = {}] = await from.query(`SHOW CREATE TABLE \`${name}\``);
    await to.query(String(row["Create Table"]));
    const columns = await from.query(`SHOW COLUMNS FROM \`${name}\``);
    // MySQL says DEFAULT_GENERATED of a default that is an expression.
    const plain = columns.filter(
      ({ Extra }) => !/(?:VIRTUAL|STORED) GENERATED/.test(String(Extra)),
    );
    const list = plain.map((column) => `\`${String(column["Field"])}\``).join(", ");
    await to.query(`INSERT INTO \`${name}\` (${list}) SELECT ${list} FROM ${source}.\`${name}\``);
  }
  for (const [name = ""] of named.filter(([, kind]) => kind === "VIEW")) {
    const [row = {}] = await from.query(`SHOW CREATE VIEW \`${name}\``);
    await to.query(String(row["Create View"]));
  }
  await from.close();
  await to.close();
}

/** `describe` for tests that need a server: skipped, and said so, where none answers; required where CI is true. */
export function describeOnMysql(title: string, body: () => void): void {
  describe(title, () => {
    before(async function () {
      const found = await answers();
      if (found instanceof Error && process.env["CI"] === "true") throw found;
      if (found instanceof Error) {
        console.warn(`    skipped, no server on ${mysqlServer.host}:${mysqlServer.port}: ${title}`);
        this.skip();
      }
    });
    body();
  });
}

async function answers(): Promise<Error | undefined> {
  try {
    await (await connectMysql({})).close();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
