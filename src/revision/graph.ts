import { rejectCycles } from "./cycle.js";
import { resolveEdges } from "./edges.js";
import { indexNames } from "./names.js";
import { orderRevisions, rankRevisions } from "./order.js";
import { invert, joinRelations, reach } from "./relation.js";
import type { Relation } from "./relation.js";
import { createLabelLookup } from "./labels.js";
import type { Revision } from "./revision.js";

/** Tags by name: each stands for the full id of a revision. */
export type Tags = Readonly<Record<string, string>>;

/**
 * The history: every revision, and which comes before which.
 *
 * Two kinds of edge lead down: `parents` (`downRevision`) and `dependencies` (`dependsOn`, resolved to full ids). `below` and `above` follow both.
 */
export type Graph = {
  /** Oldest first: the order in which an empty database would run them all. A function of the graph alone. */
  readonly revisions: readonly Revision[];
  /** Newest first: the order in which a full database would undo them all. One branch is finished before the next is begun, so it is not `revisions` reversed. */
  readonly undoOrder: readonly Revision[];
  readonly byId: ReadonlyMap<string, Revision>;
  readonly parents: Relation;
  readonly children: Relation;
  readonly dependencies: Relation;
  readonly dependents: Relation;
  /** What an id needs: parents and dependencies, each once. */
  readonly below: Relation;
  /** What needs an id: children and dependents, each once. */
  readonly above: Relation;
  /** The given ids and all they need, by both kinds of edge. */
  readonly ancestors: (ids: Iterable<string>) => ReadonlySet<string>;
  /** The given ids and all that needs them, by both kinds of edge. */
  readonly descendants: (ids: Iterable<string>) => ReadonlySet<string>;
  /** Nothing needs them: no child, no dependent. */
  readonly heads: readonly Revision[];
  /** No child; a dependent there may be. */
  readonly versionedHeads: readonly Revision[];
  /** No parent. */
  readonly bases: readonly Revision[];
  /** Several children. */
  readonly branchPoints: readonly Revision[];
  /** Several parents. */
  readonly mergePoints: readonly Revision[];
  /** Which revision each label stands on. */
  readonly labels: ReadonlyMap<string, string>;
  readonly tags: ReadonlyMap<string, string>;
  /** The labels whose branch a revision belongs to, its own first. */
  readonly labelsOf: (id: string) => readonly string[];
  readonly tagsOf: (id: string) => readonly string[];
};

/**
 * Builds the history out of revision headers, in whatever order they come.
 *
 * @throws AthanorError `DUPLICATE_REVISION`, `LABEL_CLASH`, `ILLEGAL_IDENTIFIER`, `UNKNOWN_PARENT`, `UNKNOWN_DEPENDENCY`, `AMBIGUOUS_DEPENDENCY`, `REVISION_CYCLE`; each names the files.
 * @example
 * createGraph([{ id: "a", down: [], labels: [], dependsOn: [], message: "", created: "", path: "a.ts" }]).heads
 */
export function createGraph(
  revisions: readonly Revision[],
  options: { readonly tags?: Tags } = {},
): Graph {
  const names = indexNames(revisions, options.tags ?? {});
  const { parents, dependencies } = resolveEdges(revisions, names);
  const ids = revisions.map((revision) => revision.id);
  const below = joinRelations(ids, dependencies, parents);
  const rank = rankRevisions(revisions, parents, invert(ids, parents));
  // Whoever stands on a cycle of parents gets no rank; where there are no dependencies, there is no other cycle.
  if (rank.size < ids.length || below !== parents) rejectCycles(names.byId, ids, below);
  const byRank = (one: string, other: string) => (rank.get(one) ?? 0) - (rank.get(other) ?? 0);
  // Numbered in this order.
  const ranked = [...rank.keys()];
  const edges = {
    parents,
    dependencies,
    below,
    children: invert(ranked, parents),
    dependents: invert(ranked, dependencies),
  };
  return describeGraph({ ...edges, names, ranked, byRank });
}

type Parts = Pick<Graph, "parents" | "children" | "dependencies" | "dependents" | "below"> & {
  readonly names: ReturnType<typeof indexNames>;
  readonly ranked: readonly string[];
  readonly byRank: (one: string, other: string) => number;
};

function describeGraph({ names, ranked, byRank, ...edges }: Parts): Graph {
  const { byId, labels, tags } = names;
  const above = joinRelations(ranked, edges.dependents, edges.children);
  const pick = (ids: readonly string[]) => ids.flatMap((id) => byId.get(id) ?? []);
  const order = orderRevisions({ ranked, byRank, above, ...edges });
  const revisions = pick(order.forward);
  const where = (holds: (id: string) => boolean) => revisions.filter(({ id }) => holds(id));
  const tagged = groupTags(tags);
  let undone: readonly Revision[] | undefined;
  return {
    ...edges,
    above,
    byId,
    labels,
    tags,
    revisions,
    get undoOrder() {
      return (undone ??= pick(order.backward()));
    },
    ancestors: (ids) => reach(ids, edges.below),
    descendants: (ids) => reach(ids, above),
    heads: where((id) => above(id).length === 0),
    versionedHeads: where((id) => edges.children(id).length === 0),
    bases: where((id) => edges.parents(id).length === 0),
    branchPoints: where((id) => edges.children(id).length > 1),
    mergePoints: where((id) => edges.parents(id).length > 1),
    labelsOf: createLabelLookup(byId, edges.parents, edges.children),
    tagsOf: (id) => tagged.get(id) ?? [],
  };
}

function groupTags(tags: ReadonlyMap<string, string>): ReadonlyMap<string, readonly string[]> {
  const grouped = new Map<string, string[]>();
  for (const [tag, id] of tags) {
    const held = grouped.get(id);
    if (held === undefined) grouped.set(id, [tag]);
    else held.push(tag);
  }
  return grouped;
}
