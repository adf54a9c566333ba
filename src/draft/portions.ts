import { apartText } from "../operation/apart.js";
import type { AnyOperation } from "../operation/plugin-operation.js";
import { compact } from "../schema/compact.js";

/** What one revision file of several holds. */
export type Portion<Held> = {
  readonly held: Held;
  /** Why it is a revision of its own: `create index IDX_a concurrently`. Left out: it can be held by a transaction. */
  readonly reason?: string;
};

type Operations = readonly AnyOperation[];

/** Parts what commits on its way from the rest, in the order given, so that each revision is whole or not at all. */
export function portionsOf(operations: Operations): readonly Portion<Operations>[] {
  const portions: Portion<AnyOperation[]>[] = [];
  for (const operation of operations) {
    const reason = apartText(operation);
    const last = portions.at(-1);
    if (last !== undefined && joins(last, operation, reason)) last.held.push(operation);
    else portions.push({ held: [operation], ...compact({ reason }) });
  }
  return portions;
}

/** Batches that were run already find no rows: several may be begun again together. An index stands alone. */
function joins(
  { held: [first], reason: before }: Portion<AnyOperation[]>,
  operation: AnyOperation,
  reason: string | undefined,
): boolean {
  if (reason === undefined || before === undefined) return reason === before;
  return first?.kind === "backfill" && operation.kind === "backfill";
}

/** The portions of several databases side by side, each file with what can share a transaction, or with what cannot. */
export function alignPortions(
  databases: readonly (readonly [name: string, portions: readonly Portion<Operations>[]])[],
): readonly Portion<Readonly<Record<string, Operations>>>[] {
  const left = databases.map(([name, portions]) => ({ name, portions: [...portions] }));
  const files: Portion<Readonly<Record<string, Operations>>>[] = [];
  while (files.length === 0 || left.some(({ portions }) => portions.length > 0)) {
    const isPlain = left.some(({ portions: [next] }) => next !== undefined && !next.reason);
    const taken = left.map(({ name, portions }) => {
      const [next] = portions;
      const fits = next !== undefined && (next.reason === undefined) === isPlain;
      return { name, portion: fits ? portions.shift() : undefined };
    });
    const [reason] = taken.flatMap(({ portion }) => portion?.reason ?? []);
    const held = taken.map(({ name, portion }) => [name, portion?.held ?? []] as const);
    files.push({ held: Object.fromEntries(held), ...compact({ reason }) });
  }
  return files;
}
