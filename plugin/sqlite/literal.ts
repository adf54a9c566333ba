import { quoteString } from "../sql/quote.js";
import { unsupportedValue } from "../sql/unsupported.js";

/** What the drivers accept as a parameter. */
export type Bindable = string | number | bigint | null | Uint8Array;

/**
 * A JavaScript value as SQLite stores it, the way TypeORM writes it: booleans as 1 and 0, dates as
 * `2026-11-20 08:30:00.000` in UTC, objects as JSON.
 *
 * @throws AthanorError `UNSUPPORTED_VALUE` for functions and symbols.
 */
export function bindable(value: unknown): Bindable {
  if (value === undefined || value === null) return null;
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value === "string" || typeof value === "number" || typeof value === "bigint")
    return value;
  if (value instanceof Uint8Array) return value;
  if (value instanceof Date) return value.toISOString().replace("T", " ").replace("Z", "");
  const json: string | undefined = typeof value === "object" ? JSON.stringify(value) : undefined;
  if (json === undefined)
    throw unsupportedValue(`A value of type "${typeof value}" cannot be stored in SQLite.`);
  return json;
}

/** A JavaScript value as SQL text, safely quoted. */
export function literal(value: unknown): string {
  const stored = bindable(value);
  if (stored === null) return "NULL";
  if (typeof stored === "string") return textLiteral(stored);
  if (stored instanceof Uint8Array) return `X'${Buffer.from(stored).toString("hex")}'`;
  return typeof stored === "number" ? numberLiteral(stored) : String(stored);
}

// A zero byte would end the statement: such text is written as bytes.
function textLiteral(text: string): string {
  if (!text.includes("\0")) return quoteString(text);
  return `CAST(X'${Buffer.from(text, "utf8").toString("hex")}' AS TEXT)`;
}

function numberLiteral(value: number): string {
  if (Number.isNaN(value)) return "NULL";
  if (Number.isFinite(value)) return String(value);
  return value > 0 ? "9e999" : "-9e999";
}
