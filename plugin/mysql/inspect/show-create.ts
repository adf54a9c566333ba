import type { Connection, Row } from "../../../src/plugin/connection.js";
import { quoteName } from "../quote-name.js";
import { requiredText, textOf } from "../row.js";
import type { Relation } from "./relation.js";
import type { TableKeys } from "./index-definition.js";
import type { Server } from "../../../src/plugin/catalog.js";
import { isMariaDb } from "../server.js";
import { tokenize } from "../text/token.js";

/** The statement that makes each of the tables, by table. */
export async function showCreate(
  connection: Connection,
  relations: readonly Relation[],
): Promise<ReadonlyMap<string, string>> {
  const shown = new Map<string, string>();
  for (const { key, name } of relations) {
    const [row = {}] = await connection.query(`SHOW CREATE TABLE ${quoteName(name)}`);
    shown.set(key, requiredText(row, "Create Table"));
  }
  return shown;
}

/**
 * The parsers of full text indexes, by table and index. `information_schema` does not tell them, so tables with such
 * an index are asked one by one, where the server has any parser beside its own (MySQL ships `ngram`).
 */
export async function readParsers(
  connection: Connection,
  relations: readonly Relation[],
  keys: ReadonlyMap<string, TableKeys>,
): Promise<ReadonlyMap<string, ReadonlyMap<string, string>>> {
  const asked = relations.filter(({ key }) =>
    keys.get(key)?.indexes.some(({ fulltext }) => fulltext === true),
  );
  if (asked.length === 0 || (await connection.query(parserQuery)).length === 0) return new Map();
  const shown = await showCreate(connection, asked);
  return new Map([...shown].map(([key, text]) => [key, parsersIn(text)]));
}

/** ``FULLTEXT KEY `ft` (`a`) /*!50100 WITH PARSER `ngram` *`` followed by a slash. */
function parsersIn(statement: string): ReadonlyMap<string, string> {
  const lines = statement.matchAll(
    /^ *FULLTEXT KEY `((?:[^`]|``)+)` .*WITH PARSER `((?:[^`]|``)+)`/gm,
  );
  return new Map(
    [...lines].map(([, index = "", parser = ""]) => [
      index.replaceAll("``", "`"),
      parser.replaceAll("``", "`"),
    ]),
  );
}

const parserQuery =
  "SELECT PLUGIN_NAME FROM information_schema.PLUGINS WHERE PLUGIN_TYPE = 'FTPARSER' AND PLUGIN_STATUS = 'ACTIVE' LIMIT 1";

/**
 * The defaults, as SQL, that MySQL's `information_schema` cuts off at a zero byte or gives a question mark for: by table
 * and column. Tables with such columns are asked one by one.
 */
export async function readShownDefaults(
  connection: Connection,
  server: Server,
  relations: readonly Relation[],
  columns: ReadonlyMap<string, readonly Row[]>,
): Promise<ReadonlyMap<string, ReadonlyMap<string, string>>> {
  if (isMariaDb(server)) return new Map();
  const asked = relations.filter(({ key }) => columns.get(key)?.some(isDoubtful));
  const shown = await showCreate(connection, asked);
  return new Map([...shown].map(([key, text]) => [key, shownDefaults(text)]));
}

/** ``  `a` binary(3) DEFAULT 'ab\0' COMMENT 'x',`` gives `'ab\0'` for `a`; expressions are left out. */
function shownDefaults(statement: string): ReadonlyMap<string, string> {
  const lines = statement.split("\n").filter((line) => line.startsWith("  `"));
  return new Map(lines.flatMap(defaultIn));
}

function defaultIn(line: string): readonly (readonly [string, string])[] {
  const tokens = tokenize(line).filter(({ kind }) => kind !== "space");
  const at = tokens.findIndex(({ kind, text }) => kind === "word" && text === "DEFAULT");
  const [first, second] = tokens.slice(at + 1);
  if (at < 0 || first === undefined) return [];
  const name = (tokens[0]?.text ?? "").slice(1, -1).replaceAll("``", "`");
  if (first.kind === "string") return [[name, first.text]];
  const isHex = first.text === "0" && second?.text.startsWith("x") === true;
  return isHex ? [[name, `0${second.text}`]] : [];
}

function isDoubtful(row: Row): boolean {
  const text = textOf(row, "default_text");
  if (text === undefined || /\bDEFAULT_GENERATED\b/.test(requiredText(row, "extra"))) return false;
  return /binary/i.test(requiredText(row, "type")) || text.includes("?");
}
