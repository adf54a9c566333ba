import type { Connection } from "../../src/plugin/connection.js";
import type { DialectCatalog } from "../../src/plugin/catalog.js";
import type { QualifiedName } from "../../src/schema/name.js";
import { quoteIdentifier, quoteString } from "../sql/quote.js";
import { foldCase } from "./quote-name.js";
import { isWord, nameOfToken, tokenize } from "./text/token.js";

export const triggersOn: NonNullable<DialectCatalog["triggersOn"]> = async (
  connection,
  table,
  columns,
) => {
  const set = columns.map(foldCase);
  const held = await triggersOf(connection, table);
  return held.filter(({ sql }) => firesFor(set, sql)).map(({ name }) => name);
};

async function triggersOf(connection: Connection, { schema, name }: QualifiedName) {
  const master = `${quoteIdentifier(schema ?? "main")}.sqlite_master`;
  const rows = await connection.query(
    `SELECT name, sql FROM ${master} WHERE type = 'trigger' AND lower(tbl_name) = ${quoteString(foldCase(name))} ORDER BY name`,
  );
  return rows.map((row) => ({ name: String(row["name"]), sql: String(row["sql"]) }));
}

/** `CREATE TRIGGER x AFTER UPDATE OF a, b ON t ...` fires for `a` and `b`, and without OF for every column. */
function firesFor(columns: readonly string[], sql: string): boolean {
  const tokens = tokenize(sql);
  // None of these three is a name without quotes.
  const event = tokens.findIndex((token) => events.some((word) => isWord(token, word)));
  if (!isWord(tokens[event], "UPDATE")) return false;
  if (!isWord(tokens[event + 1], "OF")) return true;
  const end = tokens.findIndex((token, at) => at > event && isWord(token, "ON"));
  const watched = tokens.slice(event + 2, end).map((token) => foldCase(nameOfToken(token)));
  return columns.some((column) => watched.includes(column));
}

const events = ["DELETE", "INSERT", "UPDATE"];
