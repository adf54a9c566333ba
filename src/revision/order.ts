import { postOrder } from "./relation.js";
import type { Relation } from "./relation.js";
import type { Revision } from "./revision.js";

/**
 * Numbers the revisions so that one branch is finished before the next is begun, branches in the order in which they were begun.
 *
 * Only `parents` count. A revision that is added later moves no number of those before it past another: the order of siblings does not change when a file comes.
 */
export function rankRevisions(
  revisions: readonly Revision[],
  parents: Relation,
  children: Relation,
): ReadonlyMap<string, number> {
  const waiting = new Map(revisions.map(({ id }) => [id, parents(id).length]));
  const age = new Map(sortByAge(revisions).map(({ id }, index) => [id, index]));
  // The youngest first: what is pushed last is taken first.
  const youngestFirst = (ids: readonly string[]) =>
    [...ids].sort((one, other) => (age.get(other) ?? 0) - (age.get(one) ?? 0));
  const ready = youngestFirst(revisions.map(({ id }) => id).filter((id) => waiting.get(id) === 0));
  const rank = new Map<string, number>();
  for (let id = ready.pop(); id !== undefined; id = ready.pop()) {
    rank.set(id, rank.size);
    for (const child of children(id)) waiting.set(child, (waiting.get(child) ?? 0) - 1);
    const freed = children(id).filter((child) => waiting.get(child) === 0);
    ready.push(...(freed.length < 2 ? freed : youngestFirst(freed)));
  }
  return rank;
}

/** By creation date, then id; what has no date first, so that a dated newcomer never comes between. */
function sortByAge(revisions: readonly Revision[]): readonly Revision[] {
  const dated = revisions.map((revision) => ({ revision, time: timeOf(revision.created) }));
  dated.sort(
    (one, other) => one.time - other.time || compareText(one.revision.id, other.revision.id),
  );
  return dated.map(({ revision }) => revision);
}

function timeOf(created: string): number {
  const time = Date.parse(created);
  // Not -Infinity: the difference of two of these is no number.
  return Number.isNaN(time) ? Number.MIN_SAFE_INTEGER : time;
}

/** By code unit: the same on every machine, whatever its locale. */
export function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

type Edges = {
  readonly ranked: readonly string[];
  readonly byRank: (one: string, other: string) => number;
  readonly parents: Relation;
  readonly children: Relation;
  readonly dependencies: Relation;
  readonly dependents: Relation;
  readonly below: Relation;
  readonly above: Relation;
};

/** Both orders of travel: dependencies are met before the branch that needs them is begun, dependents undone before it is left. */
export function orderRevisions(edges: Edges): {
  readonly forward: readonly string[];
  readonly backward: () => readonly string[];
} {
  const { ranked, byRank, above, below } = edges;
  const sort = (ids: readonly string[]) => (ids.length < 2 ? ids : [...ids].sort(byRank));
  const sorted = (first: Relation, second: Relation) => (id: string) => {
    const [one, other] = [sort(first(id)), sort(second(id))];
    return one.length === 0 ? other : [...one, ...other];
  };
  const firstOf = firstRanks(edges);
  const byBeginning = (one: string, other: string) =>
    (firstOf.get(one) ?? 0) - (firstOf.get(other) ?? 0) || byRank(one, other);
  return {
    forward: postOrder(
      ranked.filter((id) => above(id).length === 0).sort(byBeginning),
      sorted(edges.dependencies, edges.parents),
    ),
    backward: () =>
      postOrder(
        ranked.filter((id) => below(id).length === 0),
        sorted(edges.dependents, edges.children),
      ),
  };
}

/** Where the line of each revision began: the place of the first among its ancestors. */
function firstRanks({ ranked, parents }: Edges): ReadonlyMap<string, number> {
  const first = new Map<string, number>();
  for (const [rank, id] of ranked.entries())
    first.set(
      id,
      parents(id).reduce((least, parent) => Math.min(least, first.get(parent) ?? least), rank),
    );
  return first;
}
