import type { Graph } from "./graph.js";
import type { Revision } from "./revision.js";

/** The heads: revisions that nothing stands on, by either kind of edge. */
export function headsOf(graph: Graph): readonly Revision[] {
  return graph.heads;
}

/** Revisions that only a dependency keeps from being heads: no child, but a dependent. */
export function effectiveHeads(graph: Graph): readonly Revision[] {
  return graph.versionedHeads.filter(({ id }) => graph.dependents(id).length > 0);
}
