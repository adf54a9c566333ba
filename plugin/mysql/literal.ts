import type { AthanorError } from "../../src/error/athanor-error.js";
import { unsupportedValue } from "../sql/unsupported.js";
import { quoteText } from "./text/quote-text.js";

/** What the driver accepts as a parameter and sends as one value. */
export type Bindable = string | number | bigint | boolean | Date | Uint8Array | null;

/**
 * A JavaScript value as the driver is to be given it: objects and arrays as JSON, which it would otherwise take for lists
 * of assignments.
 *
 * @throws AthanorError `UNSUPPORTED_VALUE` for functions and symbols, and for numbers that are none.
 */
export function bindable(value: unknown): Bindable {
  if (value === undefined || value === null) return null;
  if (typeof value === "number" && !Number.isFinite(value)) throw unsupported(String(value));
  if (typeof value === "object") return bindableObject(value);
  if (isPlain(value)) return value;
  throw unsupported(`a ${typeof value}`);
}

/** A JavaScript value as SQL text, safely quoted; dates in the time zone of this process, as the driver has them. */
export function literal(value: unknown): string {
  const bound = bindable(value);
  if (bound === null) return "NULL";
  if (typeof bound === "string") return quoteText(bound);
  if (bound instanceof Date) return quoteText(momentText(bound));
  if (bound instanceof Uint8Array) return `X'${Buffer.from(bound).toString("hex")}'`;
  return String(bound);
}

function bindableObject(value: object): Bindable {
  if (value instanceof Date || value instanceof Uint8Array) return value;
  return JSON.stringify(value);
}

function isPlain(value: unknown): value is string | number | bigint | boolean {
  return ["string", "number", "bigint", "boolean"].includes(typeof value);
}

function momentText(moment: Date): string {
  const digits = (count: number, width: number): string => String(count).padStart(width, "0");
  const date = [moment.getFullYear(), moment.getMonth() + 1, moment.getDate()];
  const time = [moment.getHours(), moment.getMinutes(), moment.getSeconds()];
  const [year = 0, ...rest] = date;
  const day = [digits(year, 4), ...rest.map((part) => digits(part, 2))].join("-");
  const clock = time.map((part) => digits(part, 2)).join(":");
  return `${day} ${clock}.${digits(moment.getMilliseconds(), 3)}`;
}

function unsupported(what: string): AthanorError {
  return unsupportedValue(`MySQL and MariaDB can hold no value that is ${what}.`);
}
