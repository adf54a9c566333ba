import { randomBytes } from "node:crypto";
import type { Connection } from "../../../src/plugin/connection.js";
import type { Server } from "../../../src/plugin/catalog.js";
import { quoteIdentifier } from "../quote-name.js";
import { requiredText } from "../row.js";
import { transactions } from "../transactions.js";
import { scratchPrefix } from "../inspect/namespace.js";

/** Where something is made to be read back: a database of its own, or the user's under names of its own. */
export type Place = {
  readonly connection: Connection;
  /** As the server is seen from there. */
  readonly server: Server;
  /** As the server is seen from the user's database. */
  readonly home: Server;
  /** Begins the names of what is made in the user's own database; undefined in a database of its own. */
  readonly prefix: string | undefined;
};

/**
 * Lends a place, on a connection of its own, and takes everything away again. What a killed process left behind is
 * taken away first: each holds a lock of its place's name as long as it lives.
 *
 * Throws what the server says where it allows neither.
 */
export async function withPlace<Result>(
  main: Connection,
  server: Server,
  body: (place: Place) => Promise<Result>,
): Promise<Result> {
  const connection = await main.open();
  try {
    const name = `${scratchPrefix}${randomBytes(6).toString("hex")}`;
    await connection.query("SELECT GET_LOCK(?, 0)", [name]);
    try {
      await dropStale(connection, server);
      const leave = await transactions.prepare(connection);
      return await withDatabase(connection, server, name, body).finally(leave);
    } finally {
      await connection.query("SELECT RELEASE_LOCK(?)", [name]);
    }
  } finally {
    await connection.close();
  }
}

async function withDatabase<Result>(
  connection: Connection,
  server: Server,
  name: string,
  body: (place: Place) => Promise<Result>,
): Promise<Result> {
  const collation = server.collation === undefined ? "" : ` COLLATE ${server.collation}`;
  try {
    await connection.query(`CREATE DATABASE ${quoteIdentifier(name)}${collation}`);
  } catch {
    return withNames(connection, server, name, body);
  }
  try {
    await connection.query(`USE ${quoteIdentifier(name)}`);
    const there = { ...server, database: name, defaultSchema: name };
    return await body({ connection, server: there, home: server, prefix: undefined });
  } finally {
    await connection.query(`DROP DATABASE IF EXISTS ${quoteIdentifier(name)}`);
    // The connection may go back to a pool.
    if (server.database !== undefined)
      await connection.query(`USE ${quoteIdentifier(server.database)}`);
  }
}

async function withNames<Result>(
  connection: Connection,
  server: Server,
  prefix: string,
  body: (place: Place) => Promise<Result>,
): Promise<Result> {
  try {
    return await body({ connection, server, home: server, prefix });
  } finally {
    await dropTables(connection, await tablesLike(connection, prefix));
  }
}

async function dropStale(connection: Connection, server: Server): Promise<void> {
  const rows = await connection.query(
    "SELECT SCHEMA_NAME AS name FROM information_schema.SCHEMATA WHERE SCHEMA_NAME LIKE ? AND IS_USED_LOCK(SCHEMA_NAME) IS NULL",
    [pattern(scratchPrefix)],
  );
  for (const row of rows) {
    const drop = `DROP DATABASE IF EXISTS ${quoteIdentifier(requiredText(row, "name"))}`;
    // What another user left behind may not be ours to drop.
    await connection.query(drop).catch(() => undefined);
  }
  if (server.database === undefined) return;
  const left = await tablesLike(connection, scratchPrefix);
  const length = scratchPrefix.length + 12;
  for (const table of left) {
    const owner = table.name.slice(0, length);
    const [row = {}] = await connection.query("SELECT IS_USED_LOCK(?) AS holder", [owner]);
    if (row["holder"] === null) await dropTables(connection, [table]);
  }
}

type Made = { readonly name: string; readonly kind: "VIEW" | "TABLE" };

async function tablesLike(connection: Connection, prefix: string): Promise<readonly Made[]> {
  const rows = await connection.query(
    "SELECT TABLE_NAME AS name, TABLE_TYPE AS kind FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME LIKE ?",
    [pattern(prefix)],
  );
  return rows.map((row) => ({
    name: requiredText(row, "name"),
    kind: requiredText(row, "kind") === "VIEW" ? "VIEW" : "TABLE",
  }));
}

async function dropTables(connection: Connection, made: readonly Made[]): Promise<void> {
  for (const { kind, name } of made) {
    await connection.query(`DROP ${kind} IF EXISTS ${quoteIdentifier(name)}`);
  }
}

function pattern(prefix: string): string {
  return `${prefix.replaceAll("_", "\\_")}%`;
}
