import { sameFolded } from "../quote-name.js";
import type { ColumnFlow } from "./column-flow.js";

/** The names that the columns have between the copy and the renames that follow it. */
export type RenamePlan = {
  /** For each column of the new table, its name in the copy. */
  readonly names: readonly string[];
  /** The renames that lead from there to the final names, in an order in which no two columns share a name. */
  readonly steps: readonly { readonly from: string; readonly to: string }[];
};

/**
 * Columns are copied under their old names and renamed afterwards by ALTER TABLE, because only that changes views,
 * triggers and other tables' foreign keys along with the column.
 */
export function planRenames(flows: readonly ColumnFlow[]): RenamePlan {
  const sources = flows.flatMap(({ source }) => source?.name ?? []);
  const names = flows.map(({ column, source }) => {
    if (source !== undefined) return source.name;
    const taken = sources.some((name) => sameFolded(name, column.name));
    return taken ? `athanor_new_${column.name}` : column.name;
  });
  const pending = flows
    .map(({ column }, at) => ({ from: names[at] ?? column.name, to: column.name }))
    .filter(({ from, to }) => from !== to);
  return { names, steps: order(pending, [...names]) };
}

type Step = RenamePlan["steps"][number];

function order(pending: readonly Step[], present: readonly string[]): readonly Step[] {
  const [first] = pending;
  if (first === undefined) return [];
  const isFree = ({ from, to }: Step): boolean =>
    !present.some((name) => name !== from && sameFolded(name, to));
  const step = pending.find(isFree) ?? { from: first.from, to: `athanor_old_${first.from}` };
  const rest = pending
    .filter(({ from, to }) => from !== step.from || to !== step.to)
    .map((other) => (other.from === step.from ? { from: step.to, to: other.to } : other));
  return [
    step,
    ...order(
      rest,
      present.map((name) => (name === step.from ? step.to : name)),
    ),
  ];
}
