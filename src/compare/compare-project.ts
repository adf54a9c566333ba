import { AthanorError } from "../error/athanor-error.js";
import { noNames } from "../diff/candidate/memory.js";
import type { Rename } from "../diff/rename.js";
import { readEntityNames } from "../directory/entity-names.js";
import type { Graph } from "../revision/graph.js";
import { appliedBy } from "../revision/rows.js";
import { waysOut } from "../revision/ways-out.js";
import { listRevisions } from "../revision/wording.js";
import type { Backfills } from "./backfill-option.js";
import type { Conversions } from "./conversion-option.js";
import { checkFinished } from "../runner/journal/unfinished.js";
import { compareDatabase, type Asking, type ComparedDatabase } from "./compare-database.js";
import { eachDatabase, type DatabaseAccess } from "../project/database-access.js";
import { once } from "../project/once.js";
import type { Project } from "../project/project.js";
import { replayHistory } from "../history/replay-history.js";

export type CompareProjectOptions = {
  readonly renames?: readonly Rename[];
  /** What is said to be new: no rename. */
  readonly fresh?: readonly string[];
  readonly unmanaged?: "keep" | "drop";
  readonly backfills?: Backfills;
  readonly conversions?: Conversions;
  readonly ask?: Asking;
  /** Refuses a database that has not all revisions: what they would do would be found as differences. */
  readonly atHeads: boolean;
};

/**
 * Compares each database of the environment with its entities. Changes nothing.
 *
 * @throws AthanorError `DATABASE_NOT_UP_TO_DATE`, `REVISION_UNFINISHED`.
 */
export async function compareProject<Result>(
  project: Project,
  graph: Graph,
  options: CompareProjectOptions,
  use: (compared: ComparedDatabase, access: DatabaseAccess) => Promise<Result> | Result,
): Promise<readonly Result[]> {
  const { atHeads, ...compare } = options;
  const { fileSystem } = project.world;
  const remembered = await readEntityNames(fileSystem, project.config.scriptLocation);
  return eachDatabase(project, async (access) => {
    const { connection, dialect, versionTable } = access;
    const rows = await dialect.store.read(connection, versionTable);
    await checkFinished(access, access.name);
    const applied = appliedBy(graph, rows);
    if (atHeads) rejectMissing(graph, applied, access.name);
    const { kinds } = access.environment;
    const named = { dialect: dialect.name, database: access.name, kinds };
    const history = once(() => replayHistory(project, graph, applied, named));
    const names = remembered[access.name] ?? noNames;
    return use(await compareDatabase(access, { ...compare, names, history }), access);
  });
}

function rejectMissing(graph: Graph, applied: ReadonlySet<string>, database: string): void {
  const missing = graph.revisions.filter(({ id }) => !applied.has(id)).map(({ id }) => id);
  if (missing.length === 0) return;
  const heads = graph.heads.map(({ id }) => id);
  const several = heads.length > 1;
  const named = missing.slice(0, 3).join(", ") + (missing.length > 3 ? ", ..." : "");
  const which = missing.length === 1 ? "revision" : "revisions";
  throw new AthanorError({
    code: "DATABASE_NOT_UP_TO_DATE",
    message: `Target database is not up to date: ${which} ${named} of "${database}" ${missing.length === 1 ? "is not applied, and what it does" : "are not applied, and what they do"} would be found once more.${several ? ` The history has ${heads.length} heads:\n${listRevisions(graph, heads)}` : ""}`,
    suggestions: several
      ? ["athanor upgrade heads", ...waysOut(graph, heads)]
      : ["athanor upgrade head"],
    facts: { database, missing },
  });
}
