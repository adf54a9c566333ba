import {
  ensureVersion as ensureTables,
  type EnsureVersionResult as EnsuredDatabase,
} from "../runner/stamp.js";
import { eachDatabase, targetOf, type DatabaseAccess, type RunOptions } from "./database-access.js";
import { openProject, type ProjectOptions } from "./project.js";

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
  const project = await openProject(options, "ensure-version");
  const work = (access: DatabaseAccess): Promise<EnsuredDatabase> =>
    ensureTables(targetOf(project, access, options));
  const databases = await eachDatabase(project, work, options);
  return { databases };
}
