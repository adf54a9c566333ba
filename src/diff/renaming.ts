import { temporaryPrefix } from "../operation/footprint-key.js";
import type { Operation } from "../operation/operation.js";
import { foldName, nameKey, nameOf, type QualifiedName } from "../schema/name.js";

/** One thing that gets another name, in a space where names are unique. */
export type Renaming = {
  readonly space: string;
  /** A part of the space in which names are unique everywhere; in some databases they are in the whole of it. */
  readonly owner?: string;
  readonly from: string;
  readonly to: string;
  /** The operation that renames it from one name to another: its own two, or a temporary one between them. */
  readonly operation: (from: string, to: string) => Operation;
};

/** The renaming of a thing that has a name of its own in a schema. */
export function renamingOf(
  kind: "renameTable" | "renameEnum",
  from: QualifiedName,
  to: QualifiedName,
): Renaming {
  const named = (key: string): QualifiedName =>
    [from, to].find((end) => nameKey(end) === key) ?? { ...from, name: key };
  return {
    space: kind,
    from: nameKey(from),
    to: nameKey(to),
    operation: (left, right) => ({ kind, from: nameOf(named(left)), to: nameOf(named(right)) }),
  };
}

/**
 * The renames in an order in which each new name is free: `b -> c` before `a -> b`. Names that go round in a circle
 * (`a -> b`, `b -> a`) take a temporary name on the way. Names that differ in case alone count as one, as they do in some
 * databases; whoever takes its own name in other letters is renamed at once.
 */
export function orderRenamings(
  renamings: readonly Renaming[],
  temporaryName: (circle: number) => string = (circle) => `${temporaryPrefix}${String(circle)}`,
): readonly Operation[] {
  const changes = renamings.filter(({ from, to }) => from !== to);
  const leaving = leavingFrom(changes);
  const done = new Set<Renaming>();
  let circles = 0;
  return changes.flatMap((start) => {
    const chain = chainFrom(start, leaving, done);
    const last = chain.at(-1);
    const isCircle = chain.length > 1 && last !== undefined && frees(start, last);
    const steps = chain
      .toReversed()
      .map((renaming) => renaming.operation(renaming.from, renaming.to));
    if (!isCircle) return steps;
    circles += 1;
    const temporary = temporaryName(circles);
    const rest = steps.slice(0, -1);
    return [start.operation(start.from, temporary), ...rest, start.operation(temporary, start.to)];
  });
}

/** The renaming, the one that frees its new name, the one that frees that one's, ... */
function chainFrom(
  start: Renaming,
  leaving: (taken: Renaming) => Renaming | undefined,
  done: Set<Renaming>,
): readonly Renaming[] {
  const chain: Renaming[] = [];
  for (
    let next: Renaming | undefined = start;
    next !== undefined && !done.has(next);
    next = leaving(next)
  ) {
    done.add(next);
    chain.push(next);
  }
  return chain;
}

/** Finds the renaming that frees the name which another one takes: of several the one of the same owner, in the same letters. */
function leavingFrom(changes: readonly Renaming[]): (taking: Renaming) => Renaming | undefined {
  const groups = new Map<string, Renaming[]>();
  for (const renaming of changes) {
    const key = slot(renaming, "from");
    groups.set(key, [...(groups.get(key) ?? []), renaming]);
  }
  return (taking) => {
    const found = groups.get(slot(taking, "to")) ?? [];
    const own = found.filter(({ owner }) => owner === taking.owner);
    return own.find(({ from }) => from === taking.to) ?? own.at(-1) ?? found.at(-1);
  };
}

function frees(leaving: Renaming, taking: Renaming): boolean {
  return slot(leaving, "from") === slot(taking, "to");
}

function slot(renaming: Renaming, end: "from" | "to"): string {
  return JSON.stringify([renaming.space, foldName(renaming[end])]);
}
