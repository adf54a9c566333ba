import { AthanorError } from "../error/athanor-error.js";
import type { Graph } from "../revision/graph.js";
import type { Revision } from "../revision/revision.js";
import { appliedBy } from "../revision/rows.js";
import type { Project } from "./project.js";
import { readVersionRows } from "./version-rows.js";

/**
 * Refuses revisions that a database has.
 *
 * @param rule why, and what to do first: a clause
 * @throws AthanorError `REVISION_APPLIED`.
 */
export async function rejectApplied(
  project: Project,
  graph: Graph,
  revisions: readonly Revision[],
  rule: string,
  ways: readonly string[] = [],
): Promise<void> {
  const rows = await readVersionRows(project);
  const holding = (id: string): readonly string[] =>
    [...rows].filter(([, own]) => appliedBy(graph, own).has(id)).map(([database]) => database);
  const applied = revisions.find(({ id }) => holding(id).length > 0);
  if (applied === undefined) return;
  const { id } = applied;
  const databases = holding(id);
  const [parent = "base"] = graph.parents(id);
  throw new AthanorError({
    code: "REVISION_APPLIED",
    message: `Revision "${id}" is applied in ${databases.map((name) => `database "${name}"`).join(" and ")}, and ${rule}.`,
    suggestions: [`athanor downgrade ${id}@${parent}`, ...ways],
    facts: { revision: id, databases },
  });
}
