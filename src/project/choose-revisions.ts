import { AthanorError } from "../error/athanor-error.js";
import { identifierNeedsRows } from "../revision/address.js";
import type { Graph } from "../revision/graph.js";
import { resolveRevisions } from "../revision/resolve.js";
import type { Revision } from "../revision/revision.js";
import type { Project } from "./project.js";
import { readAllRows } from "./version-rows.js";

/**
 * The revisions that an identifier names. The databases are asked only where it counts from what they have applied: `current`, `+1`, `-1`.
 *
 * @param command for suggestions: what was typed, without the identifier
 */
export async function chooseRevisions(
  project: Project,
  graph: Graph,
  identifier: string,
  command: string,
): Promise<readonly Revision[]> {
  const rows = identifierNeedsRows(identifier) ? await readAllRows(project) : undefined;
  return resolveRevisions(graph, identifier, rows, command);
}

/** As {@link chooseRevisions}, where one is needed, no more and no less. */
export async function chooseRevision(
  project: Project,
  graph: Graph,
  identifier: string,
  command: string,
): Promise<Revision> {
  const [only, ...others] = await chooseRevisions(project, graph, identifier, command);
  if (only !== undefined && others.length === 0) return only;
  const named = others.length === 0 ? "none" : `${others.length + 1}`;
  throw new AthanorError({
    code: "NOT_ONE_REVISION",
    message: `"${identifier}" stands for ${named} of the revisions, and one is needed here.`,
    suggestions: [
      ...[only, ...others].flatMap((one) => (one === undefined ? [] : `${command} ${one.id}`)),
    ].slice(0, 3),
    facts: { identifier },
  });
}
