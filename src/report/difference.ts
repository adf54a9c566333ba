import { colour } from "./colour.js";
import { rowsText } from "../draft/remark-hazards.js";
import type { WrittenRevision } from "../draft/emit-revisions.js";
import type { DatabaseDifference, ToldHazard, UnmanagedObject } from "../compare/difference.js";

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
      ...hazards.map((hazard) => hazardLine(hazard, where)),
      ...notes.map((note) => `Note: ${where}${note}`),
    ];
  });
}

/** What the revisions of a run endanger, where rows are concerned or nobody knows. */
export function describeDangers(database: string, hazards: readonly ToldHazard[]): string {
  const where = database === "default" ? "" : `${database}: `;
  return hazards
    .filter(({ rows, sampled }) => rows !== 0 || sampled === true)
    .map((hazard) => hazardLine(hazard, where))
    .join("\n");
}

/** `Warning: drops a column (DROPS_COLUMN): 3 rows are concerned`, and what is safer. */
export function hazardLine(hazard: ToldHazard, where: string): string {
  const { code, message, safeWay, rows, unchecked } = hazard;
  const now = rowsText(hazard) ?? (rows === 0 ? "no row is concerned now" : undefined);
  const known = unchecked === undefined ? now : `not checked: ${unchecked}`;
  const told = `${colour.yellow("Warning:")} ${where}${message} (${code})${known === undefined ? "" : `: ${known}`}`;
  return safeWay === undefined || rows === 0 ? told : `${told}\n  ${colour.dim(safeWay)}`;
}

/** Why there are several files; nothing of one. */
export function describeChain(revisions: readonly WrittenRevision[]): string {
  const reasons = revisions.flatMap(({ reason }) => reason ?? []);
  if (revisions.length < 2) return "";
  const follows = "These revisions follow each other";
  if (reasons.length === 0)
    return `${follows}: the server has no room for the locks of all in one transaction. Run them with upgrade --transaction each.`;
  return `${follows}: no transaction can hold ${reasons.map((reason) => `"${reason}"`).join(", ")}.`;
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
