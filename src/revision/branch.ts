import type { Graph } from "./graph.js";
import { findRevision } from "./lookup.js";
import type { Rephrase } from "./lookup.js";
import { reach } from "./relation.js";

/** A part of the history that a label, or any revision in it, names. */
export type Branch = {
  /** As it was typed. */
  readonly name: string;
  /** The revision named, its versioned descendants, and its ancestors down to, not including, where it forks or joins. */
  readonly members: ReadonlySet<string>;
  /** Members without a parent among the members: where the branch begins. */
  readonly entries: readonly string[];
  /** What the branch grew from: the versioned ancestors of its entries. */
  readonly trunk: ReadonlySet<string>;
};

/** @throws AthanorError `UNKNOWN_REVISION`, `AMBIGUOUS_REVISION`, `TAG_WITHOUT_REVISION` */
export function findBranch(graph: Graph, name: string, rephrase?: Rephrase): Branch {
  const { id } = findRevision(graph, name, rephrase);
  const members = new Set([...stemOf(graph, id), ...reach([id], graph.children)]);
  const entries = [...members].filter(
    (member) => !graph.parents(member).some((parent) => members.has(parent)),
  );
  const trunk = reach(
    entries.flatMap((entry) => graph.parents(entry)),
    graph.parents,
  );
  return { name, members, entries, trunk };
}

/** The line of ancestors above the last fork or join. */
function stemOf(graph: Graph, start: string): readonly string[] {
  const stem: string[] = [];
  let parents = graph.parents(start);
  for (let [parent] = parents; parent !== undefined && parents.length === 1; [parent] = parents) {
    if (graph.children(parent).length > 1 || graph.parents(parent).length > 1) break;
    stem.push(parent);
    parents = graph.parents(parent);
  }
  return stem;
}

/** Those of the ids that belong to the branch; failing that, to what it grew from; failing that, all. */
export function preferBranch(
  ids: readonly string[],
  branch: Branch | undefined,
): readonly string[] {
  if (branch === undefined) return ids;
  const members = ids.filter((id) => branch.members.has(id));
  if (members.length > 0) return members;
  const trunk = ids.filter((id) => branch.trunk.has(id));
  return trunk.length > 0 ? trunk : ids;
}

/** The members that no other member stands on, by either kind of edge. */
export function headsOfBranch(graph: Graph, branch: Branch): readonly string[] {
  return graph.revisions
    .map(({ id }) => id)
    .filter(
      (id) => branch.members.has(id) && !graph.above(id).some((end) => branch.members.has(end)),
    );
}
