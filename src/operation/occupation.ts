import { nameOf, type QualifiedName } from "../schema/name.js";
import { compact } from "../schema/compact.js";
import type { Hazard } from "./hazard.js";

/** From so many rows on a table is a large one: what takes time for each of its rows is told, or done in parts. */
export const largeTable = 100_000;

/** All rows are written anew, which takes time and room. Destroys nothing. */
export function rebuilds(table: QualifiedName, message: string, safeWay?: string): Hazard {
  return occupies("REBUILDS_TABLE", table, message, safeWay);
}

/** All rows are read, and others wait meanwhile. Destroys nothing. */
export function locks(table: QualifiedName, message: string, safeWay?: string): Hazard {
  return occupies("LOCKS_TABLE", table, message, safeWay);
}

function occupies(
  code: "REBUILDS_TABLE" | "LOCKS_TABLE",
  table: QualifiedName,
  message: string,
  safeWay: string | undefined,
): Hazard {
  const rows = { kind: "rows" as const, table: nameOf(table) };
  return { code, severity: "lock", message, ...compact({ safeWay }), rows, least: largeTable };
}
