import { AthanorError } from "../error/athanor-error.js";
import type { Graph } from "./graph.js";
import { compareText } from "./order.js";
import { nearestNames } from "./nearest.js";
import { countOf, nameRevisions } from "./wording.js";

/**
 * The version rows of a database in which exactly `applied` are applied, sorted: those that nothing else applied stands on.
 *
 * @param applied with every revision, all that it needs
 */
export function minimalRows(graph: Graph, applied: ReadonlySet<string>): readonly string[] {
  return [...applied]
    .filter((id) => !graph.above(id).some((end) => applied.has(end)))
    .sort(compareText);
}

/**
 * All that is applied in a database with these rows: the rows and everything they need.
 *
 * @throws AthanorError as {@link checkRows} does
 */
export function appliedBy(graph: Graph, rows: readonly string[]): ReadonlySet<string> {
  checkRows(graph, rows);
  return graph.ancestors(rows);
}

/**
 * Refuses version rows that this history cannot have written.
 *
 * @throws AthanorError `UNKNOWN_ROW`: no file has it; `OVERLAPPING_ROWS`: one needs another
 */
export function checkRows(graph: Graph, rows: readonly string[]): void {
  const unknown = rows.filter((row) => !graph.byId.has(row));
  if (unknown.length > 0) throw unknownRows(graph, unknown);
  const implied = graph.ancestors(rows.flatMap((row) => graph.below(row)));
  const overlapping = rows.filter((row) => implied.has(row));
  if (overlapping.length > 0) throw overlappingRows(graph, rows, overlapping);
}

function unknownRows(graph: Graph, unknown: readonly string[]): AthanorError {
  const sorted = [...unknown].sort(compareText);
  const quoted = sorted.map((row) => `"${row}"`).join(", ");
  const near = sorted.flatMap((row) => nearestNames(row, [...graph.byId.keys()]));
  const it = sorted.length === 1 ? "it" : "them";
  return new AthanorError({
    code: "UNKNOWN_ROW",
    message: `The database is at ${quoted}, but no revision file has ${it}. Either the git branch that brought ${it} is not checked out, or the ${sorted.length === 1 ? "file was" : "files were"} deleted, or this is another project's database. Bring the ${sorted.length === 1 ? "file" : "files"} back; or, where the schema is known to be that of a revision, record that one.`,
    suggestions: [
      ...sorted.slice(0, 1).map((row) => `git log --all -S ${row}`),
      `athanor stamp --purge ${near[0] ?? "<revision>"}`,
    ],
    facts: { rows: sorted, near },
  });
}

function overlappingRows(
  graph: Graph,
  rows: readonly string[],
  overlapping: readonly string[],
): AthanorError {
  const [first = ""] = [...overlapping].sort(compareText);
  const over = graph.descendants([first]);
  const holders = rows.filter((row) => row !== first && over.has(row)).sort(compareText);
  const kept = minimalRows(graph, graph.ancestors(rows));
  return new AthanorError({
    code: "OVERLAPPING_ROWS",
    message: `The version table holds ${nameRevisions(graph, [first])} beside ${nameRevisions(graph, holders)}, which already ${holders.length === 1 ? "includes" : "include"} it. Of revisions that build on one another only the last has a row; a row was written by hand, or a file's "downRevision" or "dependsOn" was changed after it was applied. ${countOf(kept.length, "row")} would say the same.`,
    suggestions: [`athanor stamp --purge ${kept.join(" ")}`, "athanor current -v"],
    facts: {
      rows: [...rows].sort(compareText),
      overlapping: [...overlapping].sort(compareText),
      minimal: kept,
    },
  });
}
