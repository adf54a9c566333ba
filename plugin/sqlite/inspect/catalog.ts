import type { Connection } from "../../../src/plugin/connection.js";
import type { Scope, Server } from "../../../src/plugin/dialect.js";
import { quoteIdentifier, quoteString } from "../../sql/quote.js";
import { schemasIn } from "../../sql/scope.js";
import { foldCase } from "../quote-name.js";
import type { CatalogEntry } from "./catalog-entry.js";
import { withoutShadows } from "./shadow.js";

/**
 * Reads the catalog of the main database and of the attached ones in the scope, one query each.
 * SQLite's own tables, automatic indexes, virtual tables and their shadow tables are left out.
 */
export async function readCatalog(
  connection: Connection,
  server: Server,
  scope: Scope,
): Promise<readonly CatalogEntry[]> {
  const entries: CatalogEntry[] = [];
  for (const schema of [undefined, ...schemasIn(scope)]) {
    const found = await readEntries(connection, schema, tablesIn(scope, schema));
    entries.push(...(await withoutShadows(connection, server, schema, found)));
  }
  return entries;
}

async function readEntries(
  connection: Connection,
  schema: string | undefined,
  tables: readonly string[] | undefined,
): Promise<readonly CatalogEntry[]> {
  const master = `${quoteIdentifier(schema ?? "main")}.sqlite_master`;
  const named = tables?.map((name) => quoteString(foldCase(name))).join(", ");
  // Views come whatever the scope, for they may read what is in it, and with them their triggers.
  const ofViews = `tbl_name IN (SELECT name FROM ${master} WHERE type = 'view')`;
  const scoped = named === undefined ? "" : ` AND (lower(tbl_name) IN (${named}) OR ${ofViews})`;
  const rows = await connection.query(
    `SELECT type, name, tbl_name, sql FROM ${master} WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'${scoped} ORDER BY name`,
  );
  return rows.map((row) => ({
    type: row["type"] as CatalogEntry["type"],
    name: String(row["name"]),
    table: String(row["tbl_name"]),
    sql: String(row["sql"]),
    ...(schema === undefined ? {} : { schema }),
  }));
}

function tablesIn({ tables }: Scope, schema: string | undefined): readonly string[] | undefined {
  return tables?.filter((table) => table.schema === schema).map(({ name }) => name);
}
