import { colour } from "./colour.js";
import type { DatabaseDifference, UnmanagedObject } from "../action/difference.js";

/** What autogenerate found, database by database: operations, what they endanger, and what is nobody's. */
export function describeDifferences(databases: readonly DatabaseDifference[]): string {
  return databases
    .filter(({ operations }) => operations.length > 0)
    .flatMap((difference) => [
      ...(databases.length > 1 ? [`${difference.database}:`] : []),
      ...difference.operations.map((operation) => `  - ${operation}`),
    ])
    .join("\n");
}

/** What of it a person must look at before running it: for stderr. */
export function describeWarnings(databases: readonly DatabaseDifference[]): readonly string[] {
  return databases.flatMap(({ database, hazards, notes }) => {
    const where = databases.length > 1 ? `${database}: ` : "";
    return [
      ...hazards.map(
        ({ code, message }) => `${colour.yellow("Warning:")} ${where}${message} (${code})`,
      ),
      ...notes.map((note) => `Note: ${where}${note}`),
    ];
  });
}

/** One listing of what only the database has, and is kept. */
export function describeUnmanaged(databases: readonly DatabaseDifference[]): string {
  const lines = databases.flatMap(({ database, unmanaged }) => {
    const where = databases.length > 1 ? ` in "${database}"` : "";
    return unmanaged.map((object) => `${unmanagedLine(object)}${where}`);
  });
  if (lines.length === 0) return "";
  const title = "Kept, because neither the entities nor the history know them:";
  return [title, ...lines].join("\n");
}

function unmanagedLine({ kind, name, table }: UnmanagedObject): string {
  return `  - ${kind} "${name}"${table === undefined ? "" : ` on "${table}"`}`;
}
