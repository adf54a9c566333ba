import type { Graph } from "./graph.js";
import { listRevisions } from "./wording.js";

/** How several heads become one, as commands to type: a merge of all, and a rebase of another line onto the first. */
export function waysOut(graph: Graph, heads: readonly string[]): readonly string[] {
  const merge = `athanor merge ${heads.join(" ")}`;
  const [first, ...others] = heads;
  if (first === undefined || others.length === 0) return [merge];
  const shared = graph.ancestors([first]);
  const beginnings = others.flatMap((head) => beginningOf(graph, head, shared) ?? []);
  // A line that begins at a base of its own was meant to be apart, as a rule.
  const parted = beginnings.find((id) => graph.parents(id).length > 0) ?? beginnings[0];
  return parted === undefined ? [merge] : [merge, `athanor rebase ${parted} --onto ${first}`];
}

/** A sentence for each group of heads that no branch label tells apart: those that two people wrote without knowing of each other, not branches that were meant. */
export function describeUnnamedHeads(graph: Graph): readonly string[] {
  const groups = new Map<string, string[]>();
  for (const { id } of graph.heads) {
    const name = [...graph.labelsOf(id)].sort().join();
    groups.set(name, [...(groups.get(name) ?? []), id]);
  }
  return [...groups.values()]
    .filter((heads) => heads.length > 1)
    .map(
      (heads) =>
        `${heads.length} heads, and no branch label tells them apart:\n${listRevisions(graph, heads)}\nTo make them one: ${waysOut(graph, heads).join(", or ")}`,
    );
}

/** The first of the line that leads to a head and that the others do not share; none where the line itself is merged. */
function beginningOf(graph: Graph, head: string, shared: ReadonlySet<string>): string | undefined {
  let beginning = head;
  for (;;) {
    const [parent, ...others] = graph.parents(beginning);
    if (others.length > 0) return undefined;
    if (parent === undefined || shared.has(parent)) return beginning;
    beginning = parent;
  }
}
