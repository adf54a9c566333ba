import {
  ensureVersion as ensureTables,
  type EnsureVersionResult as EnsuredDatabase,
} from "../runner/stamp.js";
import { acceptOptions } from "../project/accept-options.js";
import {
  runKinds,
  eachDatabase,
  targetOf,
  type DatabaseAccess,
  type RunOptions,
} from "../project/database-access.js";
import { projectKinds, openProject, type ProjectOptions } from "../project/project.js";

export type EnsureVersionResult = { readonly databases: readonly EnsuredDatabase[] };

/**
 * Creates the version table and the log where they are missing, and nothing else.
 *
 * @example
 * const { databases } = await ensureVersion();
 * databases[0]?.created;
 */
export async function ensureVersion(
  options: ProjectOptions & RunOptions = {},
): Promise<EnsureVersionResult> {
  await acceptOptions("ensureVersion", options, { ...projectKinds, ...runKinds });
  const project = await openProject(options, "ensure-version");
  const work = (access: DatabaseAccess): Promise<EnsuredDatabase> =>
    ensureTables(targetOf(project, access, options));
  const databases = await eachDatabase(project, work, options);
  return { databases };
}
