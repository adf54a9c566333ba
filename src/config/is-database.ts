import type { Database } from "../plugin/database.js";

/** Is it what `typeorm(dataSource)` gives? */
export function isDatabase(value: unknown): value is Database {
  if (typeof value !== "object" || value === null) return false;
  const { source, dialect, connect, close } = value as Partial<Record<keyof Database, unknown>>;
  const functions = [dialect, connect, close];
  return typeof source === "object" && functions.every((held) => typeof held === "function");
}
