import type { ColumnDefault } from "../../src/schema/column-default.js";
import type { ColumnType } from "../../src/schema/column-type.js";
import { digitsOf } from "../sql/numeral.js";
import { isLarge, isMoment, isNumber, isReal } from "./column-type.js";
import { quoteText, unquoteText } from "./text/quote-text.js";
import { stripParentheses } from "./text/expression.js";

/**
 * Reads a default in SQL, as MariaDB reports it or as a user writes it. Literals become values, every spelling of
 * the current time becomes `CURRENT_TIMESTAMP`, `NULL` is no default, all else is an expression.
 */
export function readDefault(sql: string, type: ColumnType): ColumnDefault | undefined {
  const text = stripParentheses(sql);
  if (/^null$/i.test(text)) return undefined;
  if (type.name === "bit") return bitDefault(text);
  const moment = momentText(text, type);
  if (moment !== undefined) return { kind: "expression", sql: moment };
  const string = unquoteText(text);
  if (string !== undefined) return readValue(string, type);
  if (/^(true|false)$/i.test(text)) return readValue(/^t/i.test(text), type);
  return isNumeral(text) ? readValue(text, type) : { kind: "expression", sql: text };
}

/** A plain value as the server holds it in a column of this type: `"0.00"` of a decimal is the number 0. */
export function readValue(
  value: string | number | boolean | null,
  type: ColumnType,
): ColumnDefault | undefined {
  if (value === null) return undefined;
  const plain = typeof value === "boolean" ? Number(value) : value;
  if (type.name === "bit") return bitDefault(String(plain));
  if (isNumber(type)) return numberDefault(String(plain).trim(), type);
  return { kind: "value", value: String(plain) };
}

/** The text that `0x6162` or `X'6162'` stands for, or those bytes where they are none; undefined for other SQL. */
export function bytesDefault(sql: string): ColumnDefault | undefined {
  const digits = hex.exec(sql)?.slice(1).join("");
  if (digits === undefined) return undefined;
  const bytes = Buffer.from(digits, "hex");
  const value = bytes.toString("utf8");
  return Buffer.from(value, "utf8").equals(bytes)
    ? { kind: "value", value }
    : { kind: "expression", sql: `X'${digits.toUpperCase()}'` };
}

/**
 * `CURRENT_TIMESTAMP`, or `CURRENT_TIMESTAMP(6)`, out of any of its synonyms; undefined for other text. More digits than
 * the column has are cut: MariaDB does so by itself, MySQL refuses them.
 */
export function momentText(sql: string, type: ColumnType): string | undefined {
  if (!isMoment(type)) return undefined;
  const found = moment.exec(stripParentheses(sql));
  if (found === null) return undefined;
  const digits = Math.min(Number(found[1] ?? 0), type.precision ?? 0);
  return digits === 0 ? "CURRENT_TIMESTAMP" : `CURRENT_TIMESTAMP(${String(digits)})`;
}

/** What follows the word DEFAULT: `'draft'`, `0`, `CURRENT_TIMESTAMP(6)`, `(uuid())`. */
export function defaultText(held: ColumnDefault, type: ColumnType): string {
  const text = held.kind === "expression" ? expressionText(held.sql, type) : valueText(held.value);
  return isLarge(type) ? `(${stripParentheses(text)})` : text;
}

const hex = /^(?:x'((?:[0-9a-f]{2})*)'|0x((?:[0-9a-f]{2})+))$/i;

const moment = /^(?:current_timestamp|now|localtime|localtimestamp)(?:\s*\(\s*([0-6])?\s*\))?$/i;

function valueText(value: string | number | boolean | null): string {
  if (typeof value === "string") return quoteText(value);
  return typeof value === "boolean" ? String(Number(value)) : String(value ?? "NULL");
}

function expressionText(sql: string, type: ColumnType): string {
  const isPlain = isNumeral(sql) || isBits(sql) || momentText(sql, type) !== undefined;
  return isPlain || hex.test(sql) ? sql : `(${stripParentheses(sql)})`;
}

function isNumeral(text: string): boolean {
  return /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i.test(text);
}

function isBits(text: string): boolean {
  return /^b'[01]*'$/.test(text);
}

// Held as the server prints them: b'101'.
function bitDefault(text: string): ColumnDefault {
  const bare = unquoteText(text) ?? text;
  if (/^true$/i.test(bare)) return { kind: "expression", sql: "b'1'" };
  if (/^false$/i.test(bare)) return { kind: "expression", sql: "b'0'" };
  const digits = /^(?:b'([01]+)'|0b([01]+))$/i.exec(bare);
  const bits = digits === null ? bitsOf(bare) : (digits[1] ?? digits[2] ?? "");
  return { kind: "expression", sql: bits === undefined ? bare : `b'${withoutZeros(bits)}'` };
}

function bitsOf(text: string): string | undefined {
  return /^\d+$/.test(text) ? BigInt(text).toString(2) : undefined;
}

function withoutZeros(bits: string): string {
  return bits.replace(/^0+(?=.)/, "");
}

// A number is held as a number where JavaScript holds it exactly; 0.00 and 0 are one number.
function numberDefault(text: string, type: ColumnType): ColumnDefault {
  if (!isNumeral(text)) return { kind: "value", value: text };
  const value = Number(text);
  const exact = isReal(type) || digitsOf(String(value)) === digitsOf(text.replace(/^\+/, ""));
  return exact && Number.isFinite(value)
    ? { kind: "value", value: value === 0 ? 0 : value }
    : { kind: "expression", sql: text };
}
