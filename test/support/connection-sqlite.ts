import Database from "better-sqlite3";
import sqlite3 from "sqlite3";
import type { Connection, Row } from "../../src/plugin/connection.js";

type Query = Connection["query"];

/** What a process that dies, on a machine that does not, can do without waiting for the disk. */
export const unsynced: readonly string[] = ["foreign_keys = ON", "synchronous = OFF"];

/** A connection over better-sqlite3 alone, without an ORM. */
export function connectBetterSqlite(
  file = ":memory:",
  options: Database.Options = {},
  pragmas: readonly string[] = ["foreign_keys = ON"],
): Connection {
  const database = new Database(file, options);
  for (const pragma of pragmas) database.pragma(pragma);
  return connectionOver(
    file,
    async (sql, parameters = []) => {
      const statement = database.prepare(sql);
      if (statement.reader) return statement.all(...parameters) as Row[];
      statement.run(...parameters);
      return [];
    },
    () => void database.close(),
    async () => connectBetterSqlite(file, options, pragmas),
  );
}

/** A connection over the package sqlite3 alone, whose SQLite is years older. */
export async function connectSqlite3(
  file = ":memory:",
  settings: readonly string[] = ["PRAGMA foreign_keys = ON"],
): Promise<Connection> {
  const database = await new Promise<sqlite3.Database>((resolve, reject) => {
    const opened = new sqlite3.Database(file, (error) =>
      error === null ? resolve(opened) : reject(error),
    );
  });
  const query: Query = (sql, parameters = []) =>
    new Promise((resolve, reject) => {
      database.all(sql, [...parameters], (error: Error | null, rows) =>
        error === null ? resolve(rows as Row[]) : reject(error),
      );
    });
  for (const setting of settings) await query(setting);
  const close = (): Promise<void> =>
    new Promise((resolve, reject) => {
      database.close((error) => (error === null ? resolve() : reject(error)));
    });
  return connectionOver(file, query, close, () => connectSqlite3(file, settings));
}

function connectionOver(
  url: string,
  query: Query,
  close: () => void | Promise<void>,
  open: Connection["open"],
): Connection {
  const run = async (sql: string): Promise<void> => void (await query(sql));
  return {
    dialect: "sqlite",
    query,
    begin: run,
    commit: () => run("COMMIT"),
    rollback: () => run("ROLLBACK"),
    open,
    manager: () => {
      throw new Error("This connection has no entity manager.");
    },
    url,
    close: async () => close(),
  };
}
