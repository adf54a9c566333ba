import type { Connection } from "../../../src/plugin/connection.js";
import type { Scope, Server } from "../../../src/plugin/catalog.js";
import { requiredText } from "../row.js";
import { inDatabases } from "./place.js";
import { readRows } from "./read-rows.js";

/** The databases in scope that exist, by name, with the collation that a table in them has unless it says otherwise. */
export async function readDatabases(
  connection: Connection,
  server: Server,
  scope: Scope,
): Promise<ReadonlyMap<string, string>> {
  const condition = inDatabases(server, scope, "SCHEMA_NAME");
  const rows = await readRows(connection, databaseQuery, [condition]);
  const pairs = rows.map((row): [string, string] => [
    requiredText(row, "name"),
    requiredText(row, "collation"),
  ]);
  return new Map(pairs.sort(([a], [b]) => (a < b ? -1 : 1)));
}

const databaseQuery = `
SELECT SCHEMA_NAME AS name, DEFAULT_COLLATION_NAME AS collation FROM information_schema.SCHEMATA WHERE`;
