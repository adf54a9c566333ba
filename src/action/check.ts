import { compareProject } from "./compare-project.js";
import { tellDifference, type DatabaseDifference } from "./difference.js";
import { openProject, type ProjectOptions } from "./project.js";

export type CheckResult = {
  /** Nothing for autogenerate to write, in any database. */
  readonly clean: boolean;
  readonly databases: readonly DatabaseDifference[];
  readonly notes: readonly string[];
};

/**
 * Would autogenerate find something? Changes nothing.
 *
 * @throws AthanorError `DATABASE_NOT_UP_TO_DATE`.
 * @example
 * const { clean, databases } = await check();
 */
export async function check(options: ProjectOptions = {}): Promise<CheckResult> {
  const project = await openProject(options, "check");
  const { graph, notes } = await project.history();
  const databases = await compareProject(project, graph, { atHeads: true }, tellDifference);
  const clean = databases.every(({ operations }) => operations.length === 0);
  return { clean, databases, notes };
}
