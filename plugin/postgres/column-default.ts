import type { ColumnDefault } from "../../src/schema/column-default.js";
import type { Column } from "../../src/schema/column.js";
import type { ColumnType } from "../../src/schema/column-type.js";
import { digitsOf } from "../sql/numeral.js";
import { stripParentheses } from "../sql/parentheses.js";
import { quoteString } from "../sql/quote.js";
import { nameIn, tokenize } from "../sql/tokens.js";
import { isInteger, isNumber, isText, parseType } from "./column-type.js";

/**
 * Reads a default as `pg_get_expr` prints it, or as a user writes it. Literals become values, whatever redundant cast they
 * carry; `NULL` is no default; all else is an expression.
 */
export function readDefault(sql: string, type: ColumnType): ColumnDefault | undefined {
  const text = stripParentheses(sql);
  if (/^null(\s*::.*)?$/is.test(text)) return undefined;
  const literal = literalOf(text, type);
  return literal === undefined ? { kind: "expression", sql: text } : valueOf(literal, type, text);
}

/** A plain value under the column's own type: `"0.00"` of a numeric column is the number 0. */
export function readValue(
  value: string | number | boolean | null,
  type: ColumnType,
): ColumnDefault | undefined {
  return value === null ? undefined : valueOf(String(value), type, valueText(value));
}

/**
 * Is it a text that the server reads as the moment of the statement, such as `now` or `today`? It keeps that moment, for all
 * rows: https://www.postgresql.org/docs/current/datatype-datetime.html#DATATYPE-DATETIME-SPECIAL-VALUES
 */
export function isPassingMoment({ default: value, type }: Column): boolean {
  const isClock = /^(date|time|timetz|timestamp|timestamptz)$/.test(type.name);
  if (!isClock || value?.kind !== "value") return false;
  return /\b(now|today|tomorrow|yesterday)\b/i.test(String(value.value));
}

/** The default as DDL writes it: `'draft'`, `0`, `now()`. */
export function defaultText(value: ColumnDefault): string {
  return value.kind === "expression" ? expressionText(value.sql) : valueText(value.value);
}

// A fraction is quoted, as TypeORM writes it: the server keeps the quotes on float columns, and TypeORM looks for them.
function valueText(value: string | number | boolean | null): string {
  const isFraction = typeof value === "number" && !Number.isInteger(value);
  return typeof value === "string" || isFraction
    ? quoteString(String(value))
    : String(value ?? "NULL");
}

// DEFAULT takes a restricted expression: operators such as AND or AT TIME ZONE are only safe in parentheses.
function expressionText(sql: string): string {
  return /^[\w.]+(\([^()]*\))?$/.test(sql) ? sql : `(${sql})`;
}

function valueOf(literal: string, type: ColumnType, text: string): ColumnDefault {
  if (type.array !== true && type.name === "boolean") return booleanOf(literal, text);
  if (isNumber(type)) return numberOf(literal, text);
  return { kind: "value", value: literal };
}

function booleanOf(literal: string, text: string): ColumnDefault {
  const lower = literal.trim().toLowerCase();
  if (/^(t|true|y|yes|on|1)$/.test(lower)) return { kind: "value", value: true };
  if (/^(f|false|n|no|off|0)$/.test(lower)) return { kind: "value", value: false };
  return { kind: "expression", sql: text };
}

// A number is held as a number where JavaScript holds it exactly; 0.00 and 0 are one number.
function numberOf(literal: string, text: string): ColumnDefault {
  const plain = literal.trim().replace(/^\+/, "");
  const value = Number(plain);
  const exact = /^-?\d+(\.\d+)?$/.test(plain) && digitsOf(String(value)) === digitsOf(plain);
  return exact
    ? { kind: "value", value: value === 0 ? 0 : value }
    : { kind: "expression", sql: text };
}

const quoted = /^'((?:[^']|'')*)'(?:::(.+))?$/s;
const numeral = /^\(?([+-]?\d+(?:\.\d+)?)\)?(?:::(.+))?$/;

function literalOf(text: string, type: ColumnType): string | undefined {
  const string = quoted.exec(text);
  if (string !== null) return isOwnType(string[2], type) ? unescape(string[1]) : undefined;
  if (/^(true|false)$/i.test(text)) return text.toLowerCase();
  const number = numeral.exec(text);
  if (number === null || !isOwnType(number[2], type)) return undefined;
  return isNumber(type) || isText(type) ? number[1] : undefined;
}

function unescape(text: string | undefined): string {
  return (text ?? "").replaceAll("''", "'");
}

/** Is a cast to this type redundant on a default of that column? The server prints it without length. */
function isOwnType(cast: string | undefined, type: ColumnType): boolean {
  if (cast === undefined) return true;
  if (type.enumName !== undefined) return isEnumCast(cast, type);
  if (!/^[\w ."]+(\(\d+(,\d+)?\))?( with(out)? time zone)?(\[\])?$/.test(cast)) return false;
  const own = parseType(cast.replace(/^"bit"/, "bit"));
  if ((own.array ?? false) !== (type.array ?? false)) return false;
  return own.name === type.name || (isNumber(type) && isNumberCast(own, type));
}

// `'-1'::integer` on a bigint or numeric column: the value fits both.
function isNumberCast(cast: ColumnType, type: ColumnType): boolean {
  return isInteger(cast) && isNumber(type);
}

// status, "users_status_enum"[], billing.status
function isEnumCast(cast: string, type: ColumnType): boolean {
  const tokens = tokenize(cast.replace(/\[\]$/, ""));
  const isName = tokens.length === 1 || (tokens.length === 3 && tokens[1]?.text === ".");
  const last = tokens.at(-1);
  const name = last === undefined ? undefined : nameIn(last);
  const isSameShape = cast.endsWith("[]") === (type.array ?? false);
  return isName && isSameShape && name === type.enumName?.name;
}
