import { quoteString } from "../../sql/quote.js";

/** Runs a statement that has no IF NOT EXISTS of its own, and bears with the object being there. */
export function unlessDuplicate(
  sql: string,
  condition: "duplicate_object" | "duplicate_table",
): string {
  const body = `BEGIN EXECUTE ${quoteString(sql)}; EXCEPTION WHEN ${condition} THEN NULL; END`;
  return `DO ${quoteString(body)}`;
}
