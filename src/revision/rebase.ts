import { AthanorError } from "../error/athanor-error.js";
import type { Graph } from "./graph.js";
import { parentsForMerge } from "./parent.js";
import { resolveTarget } from "./target.js";
import { nameRevision } from "./wording.js";

/**
 * The `downRevision` of a revision that is to follow others: full ids, none for `base`.
 *
 * @param onto identifiers: one as a rule, several for a merge
 * @throws AthanorError `REBASE_CYCLE`, `MERGE_OF_ONE_LINE`, and what resolving an identifier throws
 * @example parentsForRebase(graph, "4f1d2c3b5a69", ["billing@head"])
 */
export function parentsForRebase(
  graph: Graph,
  id: string,
  onto: readonly string[],
): readonly string[] {
  const ids = [...new Set(onto.flatMap((text) => idsOf(graph, id, text)))];
  rejectDescendants(graph, id, ids);
  return ids.length < 2 ? ids : parentsForMerge(graph, ids, { splice: true });
}

function idsOf(graph: Graph, id: string, text: string): readonly string[] {
  const target = resolveTarget({ graph, text, command: `athanor rebase ${id} --onto` });
  return target.kind === "base" ? [] : target.ids;
}

function rejectDescendants(graph: Graph, id: string, onto: readonly string[]): void {
  const over = graph.descendants([id]);
  const high = onto.find((parent) => over.has(parent));
  if (high === undefined) return;
  const rule =
    high === id
      ? "a revision cannot follow itself"
      : `${nameRevision(graph, high)} already builds on ${nameRevision(graph, id)}, and cannot be below it as well`;
  throw new AthanorError({
    code: "REBASE_CYCLE",
    message: `"${id}" cannot go onto "${high}": ${rule}.`,
    suggestions: ["athanor history --graph", "athanor heads"],
    facts: { revision: id, onto: high },
  });
}
