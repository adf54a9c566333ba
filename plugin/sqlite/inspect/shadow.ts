import type { Connection } from "../../../src/plugin/connection.js";
import type { Server } from "../../../src/plugin/dialect.js";
import { quoteString } from "../../sql/quote.js";
import { foldCase } from "../quote-name.js";
import type { CatalogEntry } from "./catalog-entry.js";

/**
 * The entries without virtual tables and the tables in which those keep their content
 * (https://sqlite.org/vtab.html#the_xshadowname_method): they are the module's, not ours.
 */
export async function withoutShadows(
  connection: Connection,
  server: Server,
  schema: string | undefined,
  entries: readonly CatalogEntry[],
): Promise<readonly CatalogEntry[]> {
  const isVirtual = ({ type, sql }: CatalogEntry): boolean =>
    type === "table" && /^create\s+virtual\b/i.test(sql);
  const virtual = entries.filter(isVirtual).map(({ name }) => foldCase(name));
  if (virtual.length === 0) return entries;
  const shadows =
    server.version >= 33700
      ? await readShadows(connection, schema)
      : new Set(virtual.flatMap((name) => shadowSuffixes.map((suffix) => name + suffix)));
  return entries.filter(({ table }) => {
    const name = foldCase(table);
    return !virtual.includes(name) && !shadows.has(name);
  });
}

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
