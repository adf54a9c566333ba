import type { ColumnDefault } from "../../src/schema/column-default.js";
import { stripParentheses } from "./text/expression.js";
import { nameOfToken, tokenize, type Token, isKeyword } from "./text/token.js";
import { literal } from "./literal.js";

/**
 * What follows the word DEFAULT, as data. A string or number literal is a value; numbers that JavaScript would print
 * otherwise than they are written stay text. `NULL`, TRUE and FALSE are expressions like any other, and
 * brackets inside those that DEFAULT itself needs are kept: the ORM compares the text.
 */
export function readDefault(sql: string): ColumnDefault {
  const plain = /^\(?'([^']*)'\)?$/.exec(sql);
  if (plain?.[1] !== undefined) return { kind: "value", value: plain[1] };
  const text = stripParentheses(sql, 1);
  const tokens = tokenize(text);
  const [first, second] = tokens;
  const sign = first?.text === "-" || first?.text === "+" ? first.text : "";
  const literal = sign === "" ? first : second;
  if (literal === undefined || tokens.length !== (sign === "" ? 1 : 2)) return expression(text);
  if (literal.kind === "number") return readNumber(sign, literal.text, text);
  return sign === "" ? readLiteral(literal, sql.trimStart().startsWith("(")) : expression(text);
}

function readNumber(sign: string, digits: string, text: string): ColumnDefault {
  const value = Number(digits);
  if (String(value) !== digits) return expression(text);
  return { kind: "value", value: sign === "-" && value !== 0 ? -value : value };
}

function readLiteral(token: Token, enclosed: boolean): ColumnDefault {
  const { kind, text } = token;
  if (kind === "string") return { kind: "value", value: nameOfToken(token) };
  // A bare name after DEFAULT is a string, whatever its quotes; in parentheses it would be a column.
  const isText = !enclosed && (kind === "name" || (kind === "word" && !isKeyword(text)));
  return isText ? { kind: "value", value: nameOfToken(token) } : expression(text);
}

function expression(sql: string): ColumnDefault {
  return { kind: "expression", sql };
}

/** `'draft'`, `-1`, `CURRENT_TIMESTAMP`, `(datetime('now'))`. */
export function defaultText(value: ColumnDefault): string {
  if (value.kind === "value") return literal(value.value);
  return isBare(value.sql) ? value.sql : `(${value.sql})`;
}

/** May the default stand behind ADD COLUMN? It must be the same for all rows: https://sqlite.org/lang_altertable.html#alter_table_add_column */
export function isConstantDefault(value: ColumnDefault): boolean {
  return value.kind === "value" || /^[+-]?\s*[\d.][\w.]*$|^x'[0-9a-f]*'$/i.test(value.sql);
}

function isBare(sql: string): boolean {
  if (/^[+-]?\s*[\d.][\w.]*$/.test(sql) || /^x'[0-9a-f]*'$/i.test(sql)) return true;
  return /^current_(?:date|time|timestamp)$/i.test(sql) && isKeyword(sql);
}
