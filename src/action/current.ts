import type { LogEntry } from "../plugin/version-store.js";
import type { Graph } from "../revision/graph.js";
import { isDone, readUnfinished, type Unfinished } from "../runner/journal/unfinished.js";
import { logTableOf } from "../runner/own-tables.js";
import { acceptOptions } from "../project/accept-options.js";
import { eachDatabase, type DatabaseAccess } from "../project/database-access.js";
import { editedSince, type EditedRevision } from "../project/edited.js";
import { projectKinds, openProject, type ProjectOptions } from "../project/project.js";
import { summarize, type RevisionSummary } from "../project/revision-summary.js";

export type CurrentOptions = ProjectOptions & {
  /** Reads the log too: when, by whom, how long. */
  readonly verbose?: boolean;
};

/** A revision that stopped half way, and the statements of it that are done. */
export type UnfinishedRevision = Pick<Unfinished, "revision" | "direction"> & {
  readonly statements: number;
};

export type CurrentDatabase = {
  readonly database: string;
  /** Password masked. */
  readonly url: string;
  /** The version rows that a file has. */
  readonly revisions: readonly (RevisionSummary & {
    /** The newest line of the log about it; only where asked for. */
    readonly log?: LogEntry;
  })[];
  /** Version rows that no file has. */
  readonly unknown: readonly string[];
  /** Applied revisions whose files were edited since; only where asked for. */
  readonly edited?: readonly EditedRevision[];
  /** What a run has left half done. */
  readonly unfinished: readonly UnfinishedRevision[];
  /** Are all heads applied? */
  readonly atHeads: boolean;
  /** The heads that are not. */
  readonly missing: readonly string[];
};

export type CurrentResult = {
  readonly databases: readonly CurrentDatabase[];
  readonly notes: readonly string[];
};

/**
 * Where each database stands. Changes nothing: where there is no version table, no revision is applied.
 *
 * @example
 * const { databases } = await current();
 * databases.every(({ atHeads }) => atHeads);
 */
export async function current(options: CurrentOptions = {}): Promise<CurrentResult> {
  await acceptOptions("current", options, { ...projectKinds, verbose: "flag" });
  const project = await openProject(options, "current");
  const { graph, notes } = await project.history();
  const databases = await eachDatabase(project, (access) =>
    readCurrent(graph, access, options.verbose === true),
  );
  return { databases, notes };
}

async function readCurrent(
  graph: Graph,
  access: DatabaseAccess,
  verbose: boolean,
): Promise<CurrentDatabase> {
  const { connection, dialect, versionTable } = access;
  const rows = await dialect.store.read(connection, versionTable);
  const log = verbose
    ? await dialect.store.readLastLines(connection, logTableOf(versionTable))
    : [];
  const applied = graph.ancestors(rows.filter((row) => graph.byId.has(row)));
  const missing = graph.heads.filter(({ id }) => !applied.has(id)).map(({ id }) => id);
  const known = rows.flatMap((row) => graph.byId.get(row) ?? []);
  return {
    database: access.name,
    url: connection.url,
    revisions: known.map((revision) => ({
      ...summarize(graph, revision),
      ...logOf(log, revision.id),
    })),
    unknown: rows.filter((row) => !graph.byId.has(row)),
    ...(verbose ? { edited: editedSince(graph, applied, log) } : {}),
    unfinished: (await readUnfinished(access)).map(summarizeUnfinished),
    atHeads: missing.length === 0,
    missing,
  };
}

function summarizeUnfinished({ revision, direction, lines }: Unfinished): UnfinishedRevision {
  return { revision, direction, statements: lines.filter(isDone).length };
}

function logOf(log: readonly LogEntry[], revision: string): { readonly log?: LogEntry } {
  const entry = log.find((line) => line.revision === revision);
  return entry === undefined ? {} : { log: entry };
}
