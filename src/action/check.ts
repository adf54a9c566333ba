import { acceptOptions } from "../project/accept-options.js";
import { compareProject } from "../compare/compare-project.js";
import { tellDifference, type DatabaseDifference } from "../compare/difference.js";
import type { DatabaseAccess } from "../project/database-access.js";
import { readEdited, type EditedRevision } from "../project/edited.js";
import { projectKinds, openProject, type ProjectOptions } from "../project/project.js";

export type CheckedDatabase = DatabaseDifference & {
  /** Applied revisions whose files do something else now. */
  readonly edited: readonly EditedRevision[];
};

export type CheckResult = {
  /** Nothing for autogenerate to write, and no applied revision edited, in any database. */
  readonly clean: boolean;
  readonly databases: readonly CheckedDatabase[];
  readonly notes: readonly string[];
};

/**
 * Would autogenerate find something, and was a revision edited after it was applied? Changes nothing.
 *
 * @throws AthanorError `DATABASE_NOT_UP_TO_DATE`.
 * @example
 * const { clean, databases } = await check();
 */
export async function check(options: ProjectOptions = {}): Promise<CheckResult> {
  await acceptOptions("check", options, { ...projectKinds });
  const project = await openProject(options, "check");
  const { graph, notes } = await project.history();
  const databases = await compareProject(
    project,
    graph,
    { atHeads: true },
    async (compared, access) => ({
      ...tellDifference(compared),
      edited: await readEdited(graph, access, await readRows(access)),
    }),
  );
  const clean = databases.every((each) => each.operations.length + each.edited.length === 0);
  return { clean, databases, notes };
}

function readRows({ connection, dialect, versionTable }: DatabaseAccess) {
  return dialect.store.read(connection, versionTable);
}
