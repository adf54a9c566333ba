import type { Operation } from "../../../src/operation/operation.js";

/**
 * The operation with "main", the name SQLite gives to the database's own file, left out of every name: tables there are
 * known by their bare names.
 */
export function mainNames(operation: Operation): Operation {
  return strip(operation) as Operation;
}

function strip(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(strip);
  if (typeof value !== "object" || value === null || !isPlain(value)) return value;
  const entries = Object.entries(value).filter(
    ([key, held]) => !(key === "schema" && held === "main" && "name" in value),
  );
  return Object.fromEntries(
    entries.map(([key, held]) => [key, values.includes(key) ? held : strip(held)]),
  );
}

/** What holds values of rows, and no names. */
const values: readonly string[] = ["rows", "parameters", "set", "where"];

/** Dates, buffers and the like are values, whatever they hold. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
