import type { Relation } from "./relation.js";
import type { Revision } from "./revision.js";

const NONE: readonly string[] = [];

/**
 * Which labels cover a revision: its own, those of its versioned ancestors, and those of its descendants up to where the line forks or joins.
 *
 * Worked out when asked; neighbours without labels of their own share one list, so that a history of any length stays linear.
 */
export function createLabelLookup(
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
