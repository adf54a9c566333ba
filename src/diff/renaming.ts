import type { Operation } from "../operation/operation.js";

const temporaryPrefix = "athanor_swap_";

export function isTemporaryName(name: string): boolean {
  return name.startsWith(temporaryPrefix);
}

/** One thing that gets another name, in a space where names are unique. */
export type Renaming = {
  readonly space: string;
  readonly from: string;
  readonly to: string;
  /** The operation that renames it from one name to another: its own two, or a temporary one between them. */
  readonly operation: (from: string, to: string) => Operation;
};

/**
 * The renames in an order in which each new name is free: `b -> c` before `a -> b`. Names that go round in a circle
 * (`a -> b`, `b -> a`) take a temporary name on the way.
 */
export function orderRenamings(renamings: readonly Renaming[]): readonly Operation[] {
  const changes = renamings.filter(({ from, to }) => from !== to);
  const leaving = new Map(changes.map((renaming) => [slot(renaming, "from"), renaming]));
  const done = new Set<Renaming>();
  let circles = 0;
  return changes.flatMap((start) => {
    const chain = chainFrom(start, leaving, done);
    const last = chain.at(-1);
    const isCircle = last !== undefined && slot(last, "to") === slot(start, "from");
    const steps = chain
      .toReversed()
      .map((renaming) => renaming.operation(renaming.from, renaming.to));
    if (!isCircle) return steps;
    circles += 1;
    const temporary = `${temporaryPrefix}${String(circles)}`;
    const rest = steps.slice(0, -1);
    return [start.operation(start.from, temporary), ...rest, start.operation(temporary, start.to)];
  });
}

/** The renaming, the one that frees its new name, the one that frees that one's, ... */
function chainFrom(
  start: Renaming,
  leaving: ReadonlyMap<string, Renaming>,
  done: Set<Renaming>,
): readonly Renaming[] {
  const chain: Renaming[] = [];
  for (
    let next: Renaming | undefined = start;
    next !== undefined && !done.has(next);
    next = leaving.get(slot(next, "to"))
  ) {
    done.add(next);
    chain.push(next);
  }
  return chain;
}

function slot(renaming: Renaming, end: "from" | "to"): string {
  return JSON.stringify([renaming.space, renaming[end]]);
}
