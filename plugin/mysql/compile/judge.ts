import type { ColumnType } from "../../../src/schema/column-type.js";
import { isCharacter, isMoment } from "../column-type.js";

/** The conditions that find what of a column's values does not survive the way from one type to another. */
export type Judge = (column: string, from: ColumnType, to: ColumnType) => readonly string[];

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
export function textOf(column: string): string {
  return `CONCAT(${column})`;
}

/** Text compared by its characters, not by what a collation takes for the same. */
export function exact(value: string): string {
  return `CONVERT(${value} USING utf8mb4) COLLATE utf8mb4_bin`;
}
