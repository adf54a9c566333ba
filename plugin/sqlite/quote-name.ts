import type { QualifiedName } from "../../src/schema/name.js";
import { quoteIdentifier } from "../sql/quote.js";

/** `"users"`, or `"archive"."users"` in an attached database. */
export function quoteName({ schema, name }: QualifiedName): string {
  return schema === undefined
    ? quoteIdentifier(name)
    : `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;
}

/** SQLite tells names apart by their letters, not by their case (ASCII only). */
export function foldCase(name: string): string {
  return /[A-Z]/.test(name) ? name.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase()) : name;
}

export function sameFolded(left: string, right: string): boolean {
  if (left === right) return true;
  return left.length === right.length && foldCase(left) === foldCase(right);
}
