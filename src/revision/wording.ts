import type { Graph } from "./graph.js";

const MOST = 10;

/** How messages name a revision: `"d1" (billing)`, with the labels of its branch; the message of the revision where it has none. */
export function nameRevision(graph: Graph, id: string): string {
  const labels = graph.labelsOf(id);
  const told = labels.length > 0 ? labels.join(", ") : (graph.byId.get(id)?.message ?? "");
  return told === "" ? `"${id}"` : `"${id}" (${told})`;
}

/** `"a", "b" and "c"`, cut where it would fill the screen. */
export function nameRevisions(graph: Graph, ids: readonly string[]): string {
  const named = ids.slice(0, MOST).map((id) => nameRevision(graph, id));
  if (ids.length > MOST) return `${named.join(", ")} and ${ids.length - MOST} more`;
  const last = named.pop() ?? "none";
  return named.length === 0 ? last : `${named.join(", ")} and ${last}`;
}

/** `1 revision`, `3 revisions`. */
export function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** One line for each, `- "d1" (billing) in "versions/d1.ts", which revises "c1"`: for messages about revisions that two people wrote. */
export function listRevisions(graph: Graph, ids: readonly string[]): string {
  const lines = ids.slice(0, MOST).map((id) => {
    const parents = graph.parents(id).map((parent) => `"${parent}"`);
    const origin = parents.length === 0 ? "is a base" : `revises ${parents.join(" and ")}`;
    return `- ${nameRevision(graph, id)} in "${graph.byId.get(id)?.path ?? ""}", which ${origin}`;
  });
  const more = ids.length > MOST ? [`- and ${ids.length - MOST} more`] : [];
  return [...lines, ...more].join("\n");
}
