import type { Connection } from "../../../src/plugin/connection.js";
import type { Scope, Server } from "../../../src/plugin/catalog.js";
import { quoteIdentifier, quoteString } from "../../sql/quote.js";
import { schemasIn } from "../../sql/scope.js";
import { since } from "../../sql/since.js";
import { foldCase } from "../quote-name.js";
/** A line of `sqlite_schema`: https://sqlite.org/schematab.html */
export type CatalogEntry = {
  readonly type: "table" | "index" | "view" | "trigger";
  readonly name: string;
  /** The table (or view) that an index or a trigger belongs to. */
  readonly table: string;
  /** The statement that made it. */
  readonly sql: string;
  /** The attached database; left out for the main one. */
  readonly schema?: string;
};

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

/**
 * The entries without virtual tables and the tables in which those keep their content
 * (https://sqlite.org/vtab.html#the_xshadowname_method): they are the module's, not ours.
 */
async function withoutShadows(
  connection: Connection,
  server: Server,
  schema: string | undefined,
  entries: readonly CatalogEntry[],
): Promise<readonly CatalogEntry[]> {
  const isVirtual = ({ type, sql }: CatalogEntry): boolean =>
    type === "table" && /^create\s+virtual\b/i.test(sql);
  const virtual = entries.filter(isVirtual).map(({ name }) => foldCase(name));
  if (virtual.length === 0) return entries;
  const shadows = listsShadows(server)
    ? await readShadows(connection, schema)
    : new Set(virtual.flatMap((name) => shadowSuffixes.map((suffix) => name + suffix)));
  return entries.filter(({ table }) => {
    const name = foldCase(table);
    return !virtual.includes(name) && !shadows.has(name);
  });
}

const listsShadows = since("3.37");

async function readShadows(
  connection: Connection,
  schema: string | undefined,
): Promise<ReadonlySet<string>> {
  const rows = await connection.query(
    `SELECT name FROM pragma_table_list WHERE type = 'shadow' AND schema = ${quoteString(schema ?? "main")}`,
  );
  return new Set(rows.map((row) => foldCase(String(row["name"]))));
}

/** Of the modules that come with SQLite (FTS3 to 5, R*Tree), for servers that cannot tell. */
const shadowSuffixes = [
  "_content",
  "_segments",
  "_segdir",
  "_docsize",
  "_stat",
  "_data",
  "_idx",
].concat(["_config", "_node", "_parent", "_rowid"]);
