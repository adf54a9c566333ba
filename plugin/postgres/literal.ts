import { AthanorError } from "../../src/error/athanor-error.js";
import { quoteString } from "../sql/quote.js";

/** A JavaScript value as SQL text, as the driver would send it: arrays as array literals, objects as JSON. */
export function literal(value: unknown): string {
  if (value === null || value === undefined) return "NULL";
  if (typeof value === "string") return stringLiteral(value);
  if (typeof value === "boolean") return value ? "TRUE" : "FALSE";
  if (typeof value === "number")
    return Number.isFinite(value) ? String(value) : quoteString(String(value));
  if (typeof value === "bigint") return String(value);
  if (typeof value === "object") return objectLiteral(value);
  throw new AthanorError({
    code: "UNSUPPORTED_VALUE",
    message: `A ${typeof value} cannot be written as SQL. Pass a string, number, boolean, null, Date, Buffer, array or object.`,
    facts: { type: typeof value },
  });
}

function objectLiteral(value: object): string {
  if (value instanceof Date) return quoteString(value.toISOString());
  if (value instanceof Uint8Array) return `'\\x${Buffer.from(value).toString("hex")}'`;
  if (Array.isArray(value)) return stringLiteral(arrayText(value));
  return stringLiteral(JSON.stringify(value));
}

// E'' reads backslashes the same whatever standard_conforming_strings says.
function stringLiteral(text: string): string {
  const quoted = quoteString(text.replaceAll("\\", "\\\\"));
  return text.includes("\\") ? `E${quoted}` : quoted;
}

function arrayText(values: readonly unknown[]): string {
  return `{${values.map(elementText).join(",")}}`;
}

function elementText(value: unknown): string {
  if (value === null || value === undefined) return "NULL";
  if (Array.isArray(value)) return arrayText(value);
  const text = typeof value === "object" ? objectText(value) : String(value);
  return `"${text.replaceAll(/["\\]/g, "\\$&")}"`;
}

function objectText(value: object): string {
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return `\\x${Buffer.from(value).toString("hex")}`;
  return JSON.stringify(value);
}
