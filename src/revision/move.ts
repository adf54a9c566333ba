import type { Graph } from "./graph.js";
import { minimalRows } from "./rows.js";
import type { Plan, Step } from "./step.js";

/** Applies, in the order of the history, everything in `wanted` that is not yet applied. */
export function climb(
  graph: Graph,
  applied: ReadonlySet<string>,
  wanted: ReadonlySet<string>,
): Plan {
  const present = new Set(applied);
  const rows = new Set(minimalRows(graph, applied));
  const steps: Step[] = [];
  for (const revision of graph.revisions) {
    if (!wanted.has(revision.id) || present.has(revision.id)) continue;
    const removes = graph
      .below(revision.id)
      .filter((id) => rows.delete(id))
      .sort();
    rows.add(revision.id);
    present.add(revision.id);
    steps.push({ revision, direction: "upgrade", removes, inserts: [revision.id] });
  }
  return { steps, rows: [...rows].sort() };
}

/** Undoes, in the order of the history, everything in `unwanted` that is applied. What an undone revision alone implied gets its row back. */
export function descend(
  graph: Graph,
  applied: ReadonlySet<string>,
  unwanted: ReadonlySet<string>,
): Plan {
  const present = new Set(applied);
  const rows = new Set(minimalRows(graph, applied));
  const isBare = (id: string) => !graph.above(id).some((end) => present.has(end));
  const steps: Step[] = [];
  for (const revision of graph.undoOrder) {
    if (!unwanted.has(revision.id) || !present.delete(revision.id)) continue;
    rows.delete(revision.id);
    const inserts = graph.below(revision.id).filter(isBare).sort();
    for (const id of inserts) rows.add(id);
    steps.push({ revision, direction: "downgrade", removes: [revision.id], inserts });
  }
  return { steps, rows: [...rows].sort() };
}
