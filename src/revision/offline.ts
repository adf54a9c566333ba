import { parseAddress } from "./address.js";
import { planDowngrade } from "./downgrade.js";
import type { Graph } from "./graph.js";
import { notDescent, splitRange } from "./range.js";
import type { Ends } from "./range.js";
import { minimalRows } from "./rows.js";
import type { Plan, Step } from "./step.js";
import { resolveAddress } from "./target.js";
import { planUpgrade } from "./upgrade.js";

/** A plan that starts from rows named by the person, not read from a database. */
export type OfflinePlan = Plan & {
  /** The rows that the plan starts from, sorted. */
  readonly from: readonly string[];
};

const PLANNERS = { upgrade: planUpgrade, downgrade: planDowngrade } as const;

/**
 * Plans without a database: from `from:to`. A single identifier is reached from an empty database by an upgrade, from the heads by a
 * downgrade.
 *
 * @throws AthanorError `MALFORMED_RANGE`, `RANGE_NOT_DESCENT`, `ROWS_NEEDED`, and what the planners throw
 * @example planOffline(graph, "upgrade", "a:c") // runs b and c
 */
export function planOffline(graph: Graph, direction: Step["direction"], text: string): OfflinePlan {
  const command = `athanor ${direction} --sql`;
  const ends = endsOf(direction, text);
  const from = rowsAt(graph, ends.lower === "" ? "base" : ends.lower, command);
  const to = ends.upper === "" ? "heads" : ends.upper;
  const target = resolveAddress({ graph, text: to, command, rows: from }, parseAddress(to));
  const ids = target.kind === "base" ? [] : target.ids;
  const [low, high] = direction === "upgrade" ? [from, ids] : [ids, from];
  const reached = graph.ancestors(high);
  if (target.kind === "revisions" && !low.every((id) => reached.has(id)))
    throw notDescent(text, suggest(direction, ends));
  return { ...PLANNERS[direction](graph, from, to), from };
}

function endsOf(direction: Step["direction"], text: string): Ends {
  if (text.includes(":")) return splitRange(text);
  return { lower: direction === "upgrade" ? "base" : "heads", upper: text };
}

/** The same two revisions the other way round, up or down. */
function suggest(direction: Step["direction"], { lower, upper }: Ends): readonly string[] {
  const opposite = direction === "upgrade" ? "downgrade" : "upgrade";
  return [
    `athanor ${direction} --sql ${upper}:${lower}`,
    `athanor ${opposite} --sql ${lower}:${upper}`,
  ];
}

/** The rows of a database that stands just there. */
function rowsAt(graph: Graph, text: string, command: string): readonly string[] {
  const target = resolveAddress({ graph, text, command }, parseAddress(text));
  if (target.kind === "revisions") return minimalRows(graph, graph.ancestors(target.ids));
  const gone = graph.descendants(target.above);
  const kept = [...graph.ancestors(target.above)].filter((id) => !gone.has(id));
  return minimalRows(graph, new Set(kept));
}
