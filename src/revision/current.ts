import { AthanorError } from "../error/athanor-error.js";
import type { Branch } from "./branch.js";
import type { Graph } from "./graph.js";
import { appliedBy } from "./rows.js";
import type { Place, Walk } from "./walk.js";
import { nameRevisions } from "./wording.js";

/** Where `+n` starts: the one row, or the place that the branch has reached. */
export function placeToClimb(walk: Walk, rows: readonly string[]): Place {
  const { graph, branch } = walk;
  const tips = branch === undefined ? rows : tipsOfBranch(graph, branch, appliedBy(graph, rows));
  const [only] = tips;
  if (tips.length > 1) throw severalRows(walk, tips);
  if (only !== undefined) return { kind: "revision", id: only };
  const above = graph.bases.map(({ id }) => id);
  return { kind: "base", above: branch === undefined ? above : above.filter(belongsTo(branch)) };
}

/** What is applied of the branch and has nothing applied on it there; failing that, of what the branch grew from. */
function tipsOfBranch(
  graph: Graph,
  branch: Branch,
  applied: ReadonlySet<string>,
): readonly string[] {
  const own = tipsWithin(graph, branch.members, applied);
  return own.length > 0 ? own : tipsWithin(graph, branch.trunk, applied);
}

function tipsWithin(
  graph: Graph,
  members: ReadonlySet<string>,
  applied: ReadonlySet<string>,
): readonly string[] {
  const within = (id: string) => members.has(id) && applied.has(id);
  return [...members].filter((id) => within(id) && !graph.children(id).some(within));
}

function belongsTo(branch: Branch): (id: string) => boolean {
  return (id) => branch.members.has(id) || branch.trunk.has(id);
}

/**
 * The revision from which `-n` goes down: the one row, or the last of the branch that is applied.
 *
 * @throws AthanorError `NOTHING_APPLIED`, `SEVERAL_ROWS`
 */
export function revisionToDescend(walk: Walk, rows: readonly string[]): string {
  const { graph, branch } = walk;
  const applied = appliedBy(graph, rows);
  const tips = branch === undefined ? rows : tipsWithin(graph, branch.members, applied);
  const [only] = tips;
  if (only === undefined) throw nothingApplied(walk);
  if (tips.length > 1) throw severalRows(walk, tips);
  return only;
}

function nothingApplied({ text, branch }: Walk): AthanorError {
  const where =
    branch === undefined
      ? "the database has no revision"
      : `nothing of branch "${branch.name}" is applied`;
  return new AthanorError({
    code: "NOTHING_APPLIED",
    message: `"${text}" counts down from what is applied, but ${where}.`,
    suggestions: ["athanor current", "athanor upgrade head"],
    facts: { identifier: text },
  });
}

function severalRows(walk: Walk, tips: readonly string[]): AthanorError {
  const { graph, text, command, branch } = walk;
  const steps = text.slice(text.indexOf("@") + 1);
  const named = tips.map((id) => branchNameFor(graph, id, tips));
  const where = branch === undefined ? "The database" : `Branch "${branch.name}"`;
  return new AthanorError({
    code: "SEVERAL_ROWS",
    message: `"${text}" is ambiguous: ${where.toLowerCase()} is at several revisions, ${nameRevisions(graph, tips)}. Name the branch to count on.`,
    suggestions: named.slice(0, 5).map((name) => `${command} ${name}@${steps}`),
    facts: { identifier: text, candidates: tips },
  });
}

/** A label that only this one of the tips has; failing that, its id. */
function branchNameFor(graph: Graph, id: string, tips: readonly string[]): string {
  const others = tips.filter((tip) => tip !== id);
  const own = graph
    .labelsOf(id)
    .find((label) => others.every((other) => !graph.labelsOf(other).includes(label)));
  return own ?? id;
}
