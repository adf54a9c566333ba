import { apartText } from "../operation/apart.js";
import type { AnyOperation } from "../operation/plugin-operation.js";
import { compact } from "../schema/compact.js";

/** What one revision file of several holds. */
export type RevisionPart<Held> = {
  readonly held: Held;
  /** Why it is a revision of its own: `create index IDX_a concurrently`. Left out: it can be held by a transaction. */
  readonly reason?: string;
};

type Operations = readonly AnyOperation[];

/** Parts what commits on its way from the rest, in the order given, so that each revision is whole or not at all. */
export function partsOf(operations: Operations): readonly RevisionPart<Operations>[] {
  const parts: RevisionPart<AnyOperation[]>[] = [];
  for (const operation of operations) {
    const reason = apartText(operation);
    const last = parts.at(-1);
    if (last !== undefined && joins(last, operation, reason)) last.held.push(operation);
    else parts.push({ held: [operation], ...compact({ reason }) });
  }
  return parts;
}

/** Batches that were run already find no rows: several may be begun again together. An index stands alone. */
function joins(
  { held: [first], reason: before }: RevisionPart<AnyOperation[]>,
  operation: AnyOperation,
  reason: string | undefined,
): boolean {
  if (reason === undefined || before === undefined) return reason === before;
  return first?.kind === "backfill" && operation.kind === "backfill";
}

/** The parts of several databases side by side, each file with what can share a transaction, or with what cannot. */
export function alignParts(
  databases: readonly (readonly [name: string, parts: readonly RevisionPart<Operations>[]])[],
): readonly RevisionPart<Readonly<Record<string, Operations>>>[] {
  const left = databases.map(([name, parts]) => ({ name, parts: [...parts] }));
  const files: RevisionPart<Readonly<Record<string, Operations>>>[] = [];
  while (files.length === 0 || left.some(({ parts }) => parts.length > 0)) {
    const isPlain = left.some(({ parts: [next] }) => next !== undefined && !next.reason);
    const taken = left.map(({ name, parts }) => {
      const [next] = parts;
      const fits = next !== undefined && (next.reason === undefined) === isPlain;
      return { name, part: fits ? parts.shift() : undefined };
    });
    const [reason] = taken.flatMap(({ part }) => part?.reason ?? []);
    const held = taken.map(({ name, part }) => [name, part?.held ?? []] as const);
    files.push({ held: Object.fromEntries(held), ...compact({ reason }) });
  }
  return files;
}
