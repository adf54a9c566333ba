import type { Graph } from "./graph.js";
import type { Revision } from "./revision.js";
import { resolveTarget } from "./target.js";

/**
 * The revisions that an identifier names: several for `heads` and `current`, none for `base`.
 *
 * @param rows the version rows, where the identifier may be `current`, `+1` or `-1`
 * @throws AthanorError `UNKNOWN_REVISION`, `AMBIGUOUS_REVISION`, `MULTIPLE_HEADS` and the rest of what an identifier may break
 * @example resolveRevisions(graph, "head-1")
 */
export function resolveRevisions(
  graph: Graph,
  identifier: string,
  rows?: readonly string[],
  command = "athanor show",
): readonly Revision[] {
  const request = { graph, text: identifier, command, ...(rows === undefined ? {} : { rows }) };
  const target = resolveTarget(request);
  if (target.kind === "base") return [];
  const ids = new Set(target.ids);
  return graph.revisions.filter(({ id }) => ids.has(id));
}
