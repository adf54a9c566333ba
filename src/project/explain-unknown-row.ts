import { findInGit } from "../directory/git.js";
import { hasCode, retell } from "../error/athanor-error.js";
import type { Project } from "./project.js";

/**
 * The same error with the place of the missing file, where the database is at a revision that git has on another branch
 * or in an earlier commit. Every other error is given back as it is.
 */
export async function explainUnknownRow(project: Project, error: unknown): Promise<unknown> {
  if (!hasCode(error, "UNKNOWN_ROW")) return error;
  const [id] = error.facts.rows;
  if (id === undefined || project.modules !== undefined) return error;
  const { config, world } = project;
  const { versionLocations: folders } = config;
  const found = await findInGit({ id, folders, cwd: world.cwd, run: world.runCommand });
  if (found === undefined) return error;
  const { path, source, kind } = found;
  const where = kind === "branch" ? `on the branch "${source}"` : `in the commit ${source}`;
  const absent = kind === "branch" ? "" : " It was deleted since, and no branch has it.";
  return retell(error, {
    message: `The database is at "${id}", and no revision file has it. Git has the file ${where}: ${path}.${absent} Take it back from there.`,
    suggestions: [`git restore --source=${source} -- ${path}`, "athanor current -v"],
    facts: { ...error.facts, path, source },
    cause: error,
  });
}
