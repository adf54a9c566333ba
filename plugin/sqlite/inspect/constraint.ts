import { compact } from "../../../src/schema/compact.js";
import type { Reader } from "../text/reader.js";
import { isSymbol, isWord, nameOfToken, tokenize, type Token, isKeyword } from "../text/token.js";
import { readNames, readReference } from "./foreign-key.js";
import { keyColumns, type TableParts } from "./table-parts.js";
import type { IndexKey } from "../../../src/schema/index-definition.js";
import { stripParentheses } from "../text/expression.js";
import { readCollation } from "./collation.js";

/** The constraints of a table behind its columns, with or without commas between them, up to the closing parenthesis. */
export function readConstraints(reader: Reader, parts: TableParts): void {
  let name: string | undefined;
  while (!isSymbol(reader.peek(), ")")) {
    if (reader.symbol(",")) name = undefined;
    else if (reader.words("CONSTRAINT")) name = reader.name();
    else {
      readConstraint(reader, parts, name);
      name = undefined;
    }
  }
}

function readConstraint(reader: Reader, parts: TableParts, name?: string): void {
  if (reader.words("PRIMARY", "KEY")) return readPrimaryKey(reader, parts, name);
  if (reader.words("UNIQUE")) {
    const columns = keyColumns(readKeyList(reader).keys);
    const onConflict = readConflict(reader);
    parts.uniques.push(compact({ kind: "unique" as const, name, ...columns, onConflict }));
  } else if (reader.words("CHECK")) {
    parts.checks.push(
      compact({ kind: "check" as const, name, expression: reader.parenthesised() }),
    );
    readConflict(reader);
  } else if (reader.words("FOREIGN", "KEY")) {
    const columns = readNames(reader);
    if (!reader.words("REFERENCES")) reader.fail("REFERENCES");
    parts.foreignKeys.push(readReference(reader, columns, name));
  } else reader.fail("a column or a constraint");
}

function readPrimaryKey(reader: Reader, parts: TableParts, name?: string): void {
  const { keys, autoincrement } = readKeyList(reader);
  parts.autoincrement = autoincrement;
  const columns = keyColumns(keys);
  const onConflict = readConflict(reader);
  parts.primaryKey = compact({ kind: "primaryKey" as const, name, ...columns, onConflict });
}

/** The keys between the parentheses of an index, a PRIMARY KEY or a UNIQUE; the reader stands before the first. */
export function readKeyList(reader: Reader): {
  readonly keys: readonly IndexKey[];
  /** `PRIMARY KEY (id AUTOINCREMENT)`. */
  readonly autoincrement: boolean;
} {
  const keys: IndexKey[] = [];
  let autoincrement = false;
  reader.expectSymbol("(");
  do {
    const tokens = reader.until((token) => isSymbol(token, ","));
    autoincrement = isWord(tokens.at(-1), "AUTOINCREMENT");
    keys.push(keyOf(reader, autoincrement ? tokens.slice(0, -1) : tokens));
  } while (reader.symbol(","));
  reader.expectSymbol(")");
  return { keys, autoincrement };
}

function keyOf(reader: Reader, tokens: readonly Token[]): IndexKey {
  const [first, second] = tokens;
  const bare = first === undefined || second !== undefined ? undefined : columnOf(first);
  return bare === undefined ? adornedKeyOf(reader, tokens) : { column: bare };
}

function adornedKeyOf(reader: Reader, tokens: readonly Token[]): IndexKey {
  const withNulls = splitNulls(tokens);
  const withDirection = splitDirection(withNulls.rest);
  const { rest, collation } = splitCollation(withDirection.rest);
  const { nulls } = withNulls;
  const { descending } = withDirection;
  const [only, ...others] = rest;
  const plain = only === undefined || others.length > 0 ? undefined : columnOf(only);
  const subject = plain === undefined ? subjectOf(reader.slice(rest)) : { column: plain };
  return compact({ ...subject, descending, nulls, collation });
}

function splitNulls(tokens: readonly Token[]) {
  const [before, last] = tokens.slice(-2);
  if (!isWord(before, "NULLS") || tokens.length < 3) return { rest: tokens, nulls: undefined };
  const nulls: "first" | "last" = isWord(last, "FIRST") ? "first" : "last";
  return { rest: tokens.slice(0, -2), nulls };
}

function splitDirection(tokens: readonly Token[]) {
  const last = tokens.at(-1);
  const descending = isWord(last, "DESC") || undefined;
  const rest = descending || isWord(last, "ASC") ? tokens.slice(0, -1) : tokens;
  return { rest, descending };
}

function splitCollation(tokens: readonly Token[]) {
  const [before, last] = tokens.slice(-2);
  if (!isWord(before, "COLLATE") || last === undefined)
    return { rest: tokens, collation: undefined };
  return { rest: tokens.slice(0, -2), collation: readCollation(nameOfToken(last)) };
}

function subjectOf(sql: string): { readonly column: string } | { readonly expression: string } {
  const expression = stripParentheses(sql);
  const [only, ...others] = tokenize(expression);
  const column = only === undefined || others.length > 0 ? undefined : columnOf(only);
  return column === undefined ? { expression } : { column };
}

function columnOf(token: Token): string | undefined {
  if (token.kind === "word") return isKeyword(token.text) ? undefined : token.text;
  return token.kind === "name" || token.kind === "string" ? nameOfToken(token) : undefined;
}

/** `ON CONFLICT REPLACE`, where it comes next. ABORT is what happens anyway, hence left out. */
export function readConflict(reader: Reader): string | undefined {
  if (!reader.words("ON", "CONFLICT")) return undefined;
  const resolution = reader.name().toUpperCase();
  return resolution === "ABORT" ? undefined : resolution;
}
