import { AthanorError } from "../error/athanor-error.js";
import type { Branch } from "./branch.js";
import type { Walk } from "./walk.js";
import { waysOut } from "./ways-out.js";
import { listRevisions, nameRevision } from "./wording.js";

/** `+1` where no database is at hand. */
export function rowsNeeded(text: string): AthanorError {
  return new AthanorError({
    code: "ROWS_NEEDED",
    message: `"${text}" counts from what the database has applied, but no database is looked at here. Count from a revision: "head-1", "<revision>+2".`,
    suggestions: ["athanor heads", "athanor history"],
    facts: { identifier: text },
  });
}

/** `base-1`, and `head-1` in an empty history. */
export function nothingThere({ text }: Walk, symbol: string): AthanorError {
  const rule =
    symbol === "base"
      ? "nothing comes before the base; count up from it, or down from a revision"
      : "there is no revision yet to count from";
  return new AthanorError({
    code: "TOO_MANY_STEPS",
    message: `"${text}" leads nowhere: ${rule}.`,
    suggestions: ["athanor history"],
    facts: { identifier: text, available: 0 },
  });
}

/** `billing@abc` where `abc` is of another branch. */
export function notInBranch({ graph, text }: Walk, branch: Branch, id: string): AthanorError {
  return new AthanorError({
    code: "NOT_IN_BRANCH",
    message: `"${text}" names no revision: ${nameRevision(graph, id)} does not belong to branch "${branch.name}", and nothing of that branch builds on it.`,
    suggestions: [
      `athanor history -r ${branch.name}@base:${branch.name}@heads`,
      "athanor branches",
    ],
    facts: { identifier: text, branch: branch.name, revision: id },
  });
}

/** `head` where there are several. */
export function multipleHeads(walk: Walk, heads: readonly string[]): AthanorError {
  const { graph, text, command, branch } = walk;
  const where = branch === undefined ? "The history" : `Branch "${branch.name}"`;
  const all = branch === undefined ? "heads" : `${branch.name}@heads`;
  return new AthanorError({
    code: "MULTIPLE_HEADS",
    message: `"${text}" is ambiguous. ${where} has ${heads.length} heads:\n${listRevisions(graph, heads)}\nName one of them, take all with "${all}", or make one of them, in either of two ways: merge them, or rebase the beginning of one line onto the head of the other.`,
    suggestions: [
      ...heads.slice(0, 3).map((id) => `${command} ${id}`),
      `${command} ${all}`,
      ...waysOut(graph, heads),
    ],
    facts: { identifier: text, heads, paths: heads.map((id) => graph.byId.get(id)?.path) },
  });
}
