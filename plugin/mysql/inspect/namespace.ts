import type { Scope, Server } from "../../../src/plugin/catalog.js";
import type { QualifiedName } from "../../../src/schema/name.js";
import { schemasIn } from "../../sql/scope.js";
import type { Connection, Row } from "../../../src/plugin/connection.js";
import { requiredText } from "../row.js";

/** A condition over two columns of `information_schema`, and the values of its placeholders. */
export type Condition = { readonly sql: string; readonly parameters: readonly string[] };

/** Databases of the server itself. */
const own = ["information_schema", "mysql", "performance_schema", "sys"];

/** The database as Athanor holds it: the connection's own is never named. */
export function schemaOf(server: Server, database: string): { schema?: string } {
  return database === server.defaultSchema ? {} : { schema: database };
}

/** The databases in scope, by the column that names one. */
export function inDatabases(server: Server, scope: Scope, column: string): Condition {
  const named = schemasIn(scope);
  if (named.includes("*")) {
    const sql = `${column} NOT IN (${marks(own)}) AND ${column} NOT LIKE ?`;
    return { sql, parameters: [...own, `${scratchPrefix.replaceAll("_", "\\_")}%`] };
  }
  const all = [server.defaultSchema, ...named].filter((name) => name !== undefined);
  const databases = [...new Set(all)];
  if (databases.length === 0) return { sql: "1 = 0", parameters: [] };
  // One database is looked up, several are searched for: the server opens every table of those it searches.
  return databases.length === 1
    ? { sql: `${column} = ?`, parameters: databases }
    : { sql: `${column} IN (${marks(databases)})`, parameters: databases };
}

/** Few tables are looked up one by one, which opens no other; beyond this many, reading all of them is cheaper. */
const fewTables = 20;

/** The same for the tables in scope. Several conditions: each is a query of its own, joined by UNION ALL. */
export function onTables(
  server: Server,
  scope: Scope,
  columns: { readonly database: string; readonly table: string },
): readonly Condition[] {
  const { tables } = scope;
  if (tables === undefined || tables.length === 0 || tables.length > fewTables) {
    return [inDatabases(server, scope, columns.database)];
  }
  return tables.map((name) => oneTable(server, name, columns));
}

function oneTable(
  server: Server,
  { schema, name }: QualifiedName,
  { database, table }: { readonly database: string; readonly table: string },
): Condition {
  return {
    sql: `${database} = ? AND ${table} = ?`,
    parameters: [schema ?? server.defaultSchema ?? "", name],
  };
}

function marks(values: readonly string[]): string {
  return values.map(() => "?").join(", ");
}

/** The rows of `select` under any of the conditions: one query. */
export function readRows(
  connection: Connection,
  select: string,
  conditions: readonly Condition[],
): Promise<readonly Row[]> {
  const sql = conditions.map((condition) => `${select} ${condition.sql}`).join("\nUNION ALL\n");
  return connection.query(
    sql,
    conditions.flatMap(({ parameters }) => parameters),
  );
}

/** One table's rows out of all. */
export function tableKey(database: string, table: string): string {
  return JSON.stringify([database, table]);
}

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

/** How everything begins that is made to ask the server something, and thrown away: no inspection sees it. */
export const scratchPrefix = "athanor_scratch_";
