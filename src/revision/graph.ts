import { type Relation, invert, joinRelations, reach } from "./relation.js";
import type { Revision } from "./revision.js";
import { AthanorError } from "../error/athanor-error.js";
import { resolveEdges } from "./edges.js";
import { indexNames } from "./names.js";
import { orderRevisions, rankRevisions } from "./order.js";
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

/** Refuses a history in which a revision comes before itself. Names the members of one cycle, not what hangs on it. */
function rejectCycles(
  byId: ReadonlyMap<string, Revision>,
  ids: readonly string[],
  below: Relation,
): void {
  const stuck = findStuck(ids, below);
  if (stuck.size === 0) return;
  const cycle = rotateToSmallest(findCycle(stuck, below));
  const files = cycle.map((id) => `"${id}" (${byId.get(id)?.path ?? ""})`);
  throw new AthanorError({
    code: "REVISION_CYCLE",
    message:
      cycle.length === 1
        ? `Revision ${files.join()} names itself as its parent or dependency. A revision must come after what it names.`
        : `Revisions ${files.join(", ")} form a cycle: each comes after the next, and the last after the first. Change "downRevision" or "dependsOn" of one of them.`,
    suggestions: cycle.slice(0, 1).map((id) => `$EDITOR ${byId.get(id)?.path ?? id}`),
    facts: { revisions: cycle, paths: cycle.map((id) => byId.get(id)?.path) },
  });
}

/** What never becomes ready: the members of cycles, and all that stands above one. */
function findStuck(ids: readonly string[], below: Relation): ReadonlySet<string> {
  const waiting = new Map(ids.map((id) => [id, below(id).length]));
  const above = invert(ids, below);
  const ready = ids.filter((id) => waiting.get(id) === 0);
  for (let id = ready.pop(); id !== undefined; id = ready.pop()) {
    waiting.delete(id);
    for (const next of above(id)) {
      const left = (waiting.get(next) ?? 0) - 1;
      waiting.set(next, left);
      if (left === 0) ready.push(next);
    }
  }
  return new Set(waiting.keys());
}

/** Whoever is stuck needs somebody who is stuck: going down from anyone ends in a cycle. */
function findCycle(stuck: ReadonlySet<string>, below: Relation): readonly string[] {
  const path = new Set<string>();
  let [id] = stuck;
  while (id !== undefined && !path.has(id)) {
    path.add(id);
    id = below(id).find((next) => stuck.has(next));
  }
  const walked = [...path];
  return walked.slice(id === undefined ? 0 : walked.indexOf(id));
}

/** So that the same cycle is told in the same words whatever the order of the files. */
function rotateToSmallest(cycle: readonly string[]): readonly string[] {
  const smallest = cycle.reduce((one, other) => (other < one ? other : one));
  const at = cycle.indexOf(smallest);
  return [...cycle.slice(at), ...cycle.slice(0, at)];
}

const NONE: readonly string[] = [];

/**
 * Which labels cover a revision: its own, those of its versioned ancestors, and those of its descendants up to where the line forks or joins.
 *
 * Worked out when asked; neighbours without labels of their own share one list, so that a history of any length stays linear.
 */
function createLabelLookup(
  byId: ReadonlyMap<string, Revision>,
  parents: Relation,
  children: Relation,
): (id: string) => readonly string[] {
  const own = (id: string) => byId.get(id)?.labels ?? NONE;
  if (![...byId.values()].some(({ labels }) => labels.length > 0)) return () => NONE;
  const inherited = memoizeAlong<readonly string[]>(parents, (id, lists) =>
    combine([own(id), ...lists]),
  );
  const isLink = (id: string) => children(id).length === 1 && parents(id).length < 2;
  const onward: Relation = (id) =>
    isLink(id) ? children(id).filter((child) => parents(child).length < 2) : [];
  const lent = memoizeAlong<readonly string[]>(onward, (id, lists) => combine([own(id), ...lists]));
  return (id) => combine([inherited(id), lent(id)]);
}

/** Joins lists, each label once; gives back a list unchanged where it is the only one that holds something. */
function combine(lists: readonly (readonly string[])[]): readonly string[] {
  const [only = [], ...others] = lists.filter((list) => list.length > 0);
  return others.length === 0 ? only : [...new Set([only, ...others].flat())];
}

/** A function of an id and of its own results for all that the id leads to. Without recursion: a line may be longer than the stack of calls. */
function memoizeAlong<Result>(
  next: Relation,
  compute: (id: string, results: readonly Result[]) => Result,
): (id: string) => Result {
  const known = new Map<string, Result>();
  return (start) => {
    const path = [start];
    for (let id = path.at(-1); id !== undefined && !known.has(start); id = path.at(-1)) {
      const missing = next(id).filter((end) => !known.has(end));
      if (missing.length > 0) path.push(...missing);
      else known.set(path.pop() ?? id, compute(id, resultsOf(next(id), known)));
    }
    return known.get(start) ?? compute(start, resultsOf(next(start), known));
  };
}

function resultsOf<Result>(
  ids: readonly string[],
  known: ReadonlyMap<string, Result>,
): readonly Result[] {
  return ids.flatMap((id) => {
    const result = known.get(id);
    return result === undefined ? [] : [result];
  });
}
