import type { CheckedDatabase } from "../action/check.js";
import { describeDifferences } from "./difference.js";

/** What a check found in each database. */
export function describeCheck(databases: readonly CheckedDatabase[]): string {
  const differs = databases.some(({ operations }) => operations.length > 0);
  const difference = differs
    ? `Autogenerate would write:\n${describeDifferences(databases)}`
    : "No differences: the database is as the entities want it.";
  return [difference, ...describeEdited(databases)].join("\n");
}

function describeEdited(databases: readonly CheckedDatabase[]): readonly string[] {
  const lines = databases.flatMap(({ database, edited }) =>
    edited.map(({ revision, path, appliedAt }) => {
      const where = databases.length > 1 ? `${database}: ` : "";
      return `  ${where}${revision} (${path}), applied at ${appliedAt}`;
    }),
  );
  return lines.length === 0 ? [] : ["Edited after they were applied:", ...new Set(lines)];
}
