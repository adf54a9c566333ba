import type { Row } from "../../src/plugin/connection.js";

/** Text, or undefined for NULL. */
export function textOf(row: Row, column: string): string | undefined {
  const value = row[column];
  return value === null || value === undefined ? undefined : String(value);
}

/** A text that is never NULL. */
export function requiredText(row: Row, column: string): string {
  return textOf(row, column) ?? "";
}

export function flagOf(row: Row, column: string): boolean {
  return row[column] === true;
}

/** An array of text; NULL is the empty one. */
export function textsOf(row: Row, column: string): readonly string[] {
  const value = row[column];
  return Array.isArray(value) ? value.map((each) => String(each)) : [];
}

/** An array of text that may hold NULLs. */
export function optionalTextsOf(row: Row, column: string): readonly (string | undefined)[] {
  const value = row[column];
  if (!Array.isArray(value)) return [];
  return value.map((each: unknown) => (each === null ? undefined : String(each)));
}

export function numbersOf(row: Row, column: string): readonly number[] {
  return textsOf(row, column).map(Number);
}
