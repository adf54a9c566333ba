import { AthanorError } from "../error/athanor-error.js";
import type { Graph } from "./graph.js";
import { checkRows } from "./rows.js";
import { resolveTarget } from "./target.js";
import type { Target } from "./target.js";
import { nameRevision } from "./wording.js";
import { findOverlap } from "./overlap.js";

const COMMAND = "athanor stamp";

/** A change of the version rows that runs no revision. */
export type Stamp = {
  /** Rows that go, sorted. */
  readonly removes: readonly string[];
  /** Rows that come, sorted. */
  readonly inserts: readonly string[];
  /** The rows afterwards, sorted. */
  readonly rows: readonly string[];
};

/**
 * What has to change in the version rows so that they say the targets. Rows below and above a target, by both kinds of edge, collapse to it; others stay; `base` removes them.
 *
 * @param options.purge forget all rows first, whatever they are: the way out of rows that no file has
 * @throws AthanorError `NO_TARGET`, `OVERLAPPING_TARGETS`, and what resolving a target throws
 * @example planStamp(graph, ["4f1d2c3b5a69"], ["head"])
 */
export function planStamp(
  graph: Graph,
  rows: readonly string[],
  targets: readonly string[],
  options: { readonly purge?: boolean } = {},
): Stamp {
  if (targets.length === 0) throw noTarget();
  const known = options.purge === true ? [] : rows;
  checkRows(graph, known);
  const resolved = targets.map((text) =>
    resolveTarget({ graph, rows: known, text, command: COMMAND }),
  );
  const ids = resolved.flatMap((target) => (target.kind === "base" ? [] : target.ids));
  rejectOverlap(graph, ids);
  const replaced = replacedBy(graph, resolved);
  const after = new Set([...known.filter((row) => !replaced.has(row)), ...ids]);
  const before = new Set(rows);
  return {
    removes: [...before].filter((row) => !after.has(row)).sort(),
    inserts: [...after].filter((row) => !before.has(row)).sort(),
    rows: [...after].sort(),
  };
}

function replacedBy(graph: Graph, targets: readonly Target[]): ReadonlySet<string> {
  const ids = targets.flatMap((target) => (target.kind === "base" ? [] : target.ids));
  const above = targets.flatMap((target) => (target.kind === "base" ? target.above : []));
  return new Set([...graph.ancestors(ids), ...graph.descendants([...ids, ...above])]);
}

function rejectOverlap(graph: Graph, ids: readonly string[]): void {
  const overlap = findOverlap(graph, ids);
  if (overlap === undefined) return;
  const { low, high } = overlap;
  throw new AthanorError({
    code: "OVERLAPPING_TARGETS",
    message: `${nameRevision(graph, high)} already includes ${nameRevision(graph, low)}. Of revisions that build on one another, name only the last.`,
    suggestions: [`${COMMAND} ${high}`],
    facts: { revisions: [low, high] },
  });
}

function noTarget(): AthanorError {
  return new AthanorError({
    code: "NO_TARGET",
    message: `"stamp" needs a revision: the one whose schema the database has, or "base" for none.`,
    suggestions: ["athanor stamp head", "athanor stamp base"],
  });
}
