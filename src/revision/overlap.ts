import type { Graph } from "./graph.js";

/** Two of the revisions of which the higher builds on the lower, by either kind of edge. */
export function findOverlap(
  graph: Graph,
  ids: readonly string[],
): { readonly low: string; readonly high: string } | undefined {
  const below = graph.ancestors(ids.flatMap((id) => graph.below(id)));
  const low = ids.find((id) => below.has(id));
  if (low === undefined) return undefined;
  const over = graph.descendants([low]);
  return { low, high: ids.find((id) => id !== low && over.has(id)) ?? low };
}
