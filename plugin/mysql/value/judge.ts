import type { ColumnType } from "../../../src/schema/column-type.js";
import { isCharacter, isMoment } from "../column-type.js";

/** Conditions over a column that find values which do not come back when they go to another type and back. */
export type Verdict = {
  /** What the server refuses, cuts, rounds or takes for something else. */
  readonly refused: readonly string[];
  /** Of a text that is not refused: what comes back, which means the same and may be spelled otherwise. Left out: the text itself. */
  readonly spelled?: string;
};

export type Judge = (column: string, from: ColumnType, to: ColumnType) => Verdict;

/** All values come back. */
export const keepsAll: Verdict = { refused: [] };

/** None does. */
export const keepsNone: Verdict = { refused: ["TRUE"] };

/** Is it text, be it called JSON? */
export function isTextual(type: ColumnType): boolean {
  return isCharacter(type) || type.name === "json";
}

/** Is it bytes of no character set? */
export function isBytes({ name }: ColumnType): boolean {
  return /binary$|blob$/.test(name);
}

/** Has it a time of the day? */
export function isClock(type: ColumnType): boolean {
  return isMoment(type) || type.name === "time";
}

/** The value as text: an enumeration counted with would be its number. */
export function asText(column: string): string {
  return `CONCAT(${column})`;
}

/** Is it text, in a character set or as bytes? */
export function isTextOrBytes(type: ColumnType): boolean {
  return isTextual(type) || isBytes(type);
}

/** The text of a value; bits are the number that they are. */
export function textIn(column: string, from: ColumnType): string {
  // Of bytes that are no text MariaDB makes question marks, and MySQL nothing.
  if (isBytes(from)) return `COALESCE(CONVERT(${column} USING utf8mb4), '?')`;
  return from.name === "bit" ? `CONCAT(${column} + 0)` : asText(column);
}

/** Text compared by its characters, not by what a collation takes for the same. */
export function exact(value: string): string {
  return `CONVERT(${value} USING utf8mb4) COLLATE utf8mb4_bin`;
}

/** The condition that two texts are not the same, blanks at the end included; neither is one where both are NULL. */
export function differs(one: string, other: string): string {
  return `NOT (HEX(CONVERT(${one} USING utf8mb4)) <=> HEX(CONVERT(${other} USING utf8mb4)))`;
}

/** The condition that two values are not the same. */
export function unequal(one: string, other: string): string {
  return `NOT (${one} <=> ${other})`;
}

/** The condition where MySQL is asked; none on MariaDB, which keeps these values. */
export function onMysql(condition: string): string {
  return `(VERSION() NOT LIKE '%MariaDB%' AND ${condition})`;
}

/** MySQL takes no number above this one back from a text, a JSON or a DECIMAL. */
export function aboveBigint(number: string): string {
  return onMysql(`${number} > 9223372036854775807`);
}

/** The numbers of a type that holds some above the most of a signed bigint. */
export function largeIn(column: string, { name, unsigned, length }: ColumnType): readonly string[] {
  const isLarge = (name === "bigint" && unsigned === true) || (name === "bit" && length === 64);
  return isLarge ? [aboveBigint(`(${column} + 0)`)] : [];
}

/** The type as CAST names it, with the digits of a second that it has. */
export function castOf({ name, precision }: ColumnType): string {
  const digits = precision === undefined ? "" : `(${precision})`;
  if (name === "date") return "DATE";
  return name === "time" ? `TIME${digits}` : `DATETIME${digits}`;
}
