import { AthanorError } from "../error/athanor-error.js";
import { invert } from "./relation.js";
import type { Relation } from "./relation.js";
import type { Revision } from "./revision.js";

/** Refuses a history in which a revision comes before itself. Names the members of one cycle, not what hangs on it. */
export function rejectCycles(
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
