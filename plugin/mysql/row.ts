import type { Row } from "../../src/plugin/connection.js";

/** Text, or undefined for NULL. Some columns of `information_schema` come as bytes. */
export function textOf(row: Row, column: string): string | undefined {
  const value = row[column];
  if (value === null || value === undefined) return undefined;
  return value instanceof Uint8Array ? Buffer.from(value).toString("utf8") : String(value);
}

/** A text that is never NULL. */
export function requiredText(row: Row, column: string): string {
  return textOf(row, column) ?? "";
}

/** A number, or undefined for NULL. */
export function numberOf(row: Row, column: string): number | undefined {
  const value = row[column];
  return value === null || value === undefined ? undefined : Number(value);
}
