import type { Connection, Row } from "../../../src/plugin/connection.js";
import type { Server } from "../../../src/plugin/catalog.js";
import { requiredText, textOf } from "../row.js";
import { isMariaDb } from "../server.js";
import { tokenize } from "../tokens.js";
import type { Relation } from "./relation.js";
import { showCreate } from "./show-create.js";

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
export function shownDefaults(statement: string): ReadonlyMap<string, string> {
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
