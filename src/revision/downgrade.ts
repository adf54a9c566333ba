import { AthanorError } from "../error/athanor-error.js";
import { parseAddress, startsFromRows } from "./address.js";
import type { Graph } from "./graph.js";
import { descend } from "./move.js";
import { reach } from "./relation.js";
import { appliedBy } from "./rows.js";
import type { Plan } from "./step.js";
import { resolveTarget } from "./target.js";
import type { Target } from "./target.js";
import { nameRevision, nameRevisions } from "./wording.js";

const COMMAND = "athanor downgrade";

/**
 * What has to be undone to bring a database with these version rows down to the target: its children and everything applied that builds on them, by both kinds of edge. No steps: none is applied.
 *
 * `label@target` undoes that branch only, and what builds on it.
 *
 * @param target `-1`, `base`, an id or its beginning, a tag, `billing@-1`, `billing@base`
 * @throws AthanorError `DOWNGRADE_GOES_UP`, `NOT_APPLIED`, and what resolving a target throws
 * @example planDowngrade(graph, ["4f1d2c3b5a69"], "-1").steps
 */
export function planDowngrade(graph: Graph, rows: readonly string[], target: string): Plan {
  const applied = appliedBy(graph, rows);
  if (onlyGoesUp(target)) throw goesUp(target);
  const resolved = resolveTarget({ graph, rows, text: target, command: COMMAND });
  if (resolved.kind === "revisions") requireApplied(graph, rows, applied, resolved.ids);
  return descend(graph, applied, graph.descendants(firstUndone(graph, resolved)));
}

function onlyGoesUp(text: string): boolean {
  const address = parseAddress(text);
  const { symbol, steps = 0 } = address;
  if (startsFromRows(address)) return steps > 0;
  return (symbol === "head" || symbol === "heads") && steps >= 0;
}

/** Those that go with everything that stands on them. */
function firstUndone(graph: Graph, target: Target): readonly string[] {
  if (target.kind === "base") return target.above;
  if (target.passed !== undefined) return [target.passed];
  // Not its dependents: what it needs of the target, it keeps.
  const children = target.ids.flatMap((id) => graph.children(id));
  const { branch } = target;
  if (branch === undefined) return children;
  return [...reach(children, graph.children)].filter((id) => branch.members.has(id));
}

function requireApplied(
  graph: Graph,
  rows: readonly string[],
  applied: ReadonlySet<string>,
  ids: readonly string[],
): void {
  const missing = ids.find((id) => !applied.has(id));
  if (missing === undefined) return;
  const where = rows.length === 0 ? "at base" : `at ${nameRevisions(graph, rows)}`;
  throw new AthanorError({
    code: "NOT_APPLIED",
    message: `Revision ${nameRevision(graph, missing)} is not applied: the database is ${where}, and "downgrade" leads only to what lies below.`,
    suggestions: [`athanor upgrade ${missing}`, "athanor current"],
    facts: { revision: missing, rows },
  });
}

function goesUp(text: string): AthanorError {
  return new AthanorError({
    code: "DOWNGRADE_GOES_UP",
    message: `"${text}" can only be reached by applying revisions, and "downgrade" applies none.`,
    suggestions: [`athanor upgrade ${text}`],
    facts: { identifier: text },
  });
}
