import { AthanorError } from "../error/athanor-error.js";
import type { Graph } from "./graph.js";
import { climb } from "./move.js";
import { appliedBy } from "./rows.js";
import type { Plan } from "./step.js";
import { parseAddress, startsFromRows } from "./address.js";
import { resolveTarget } from "./target.js";
import type { Target } from "./target.js";

const COMMAND = "athanor upgrade";

/**
 * What has to run to bring a database with these version rows to the target: the target and all it needs, less what the rows imply. No steps: all of it is applied.
 *
 * @param target anything that names revisions: `head`, `heads`, an id or its beginning, a tag, `+2`, `billing@head`
 * @throws AthanorError `UPGRADE_GOES_DOWN`, and what resolving a target throws
 * @example planUpgrade(graph, ["4f1d2c3b5a69"], "head").steps
 */
export function planUpgrade(graph: Graph, rows: readonly string[], target: string): Plan {
  const applied = appliedBy(graph, rows);
  const address = parseAddress(target);
  if (startsFromRows(address) && (address.steps ?? 0) < 0) throw goesDown(target);
  const resolved = resolveTarget({ graph, rows, text: target, command: COMMAND });
  return climb(graph, applied, graph.ancestors(idsOf(resolved, target)));
}

function idsOf(target: Target, text: string): readonly string[] {
  if (target.kind === "base") throw goesDown(text);
  return target.ids;
}

function goesDown(text: string): AthanorError {
  return new AthanorError({
    code: "UPGRADE_GOES_DOWN",
    message: `"${text}" can only be reached by undoing revisions, and "upgrade" undoes none.`,
    suggestions: [`athanor downgrade ${text}`],
    facts: { identifier: text },
  });
}
