import type { LogEntry } from "../plugin/version-store.js";
import type { Graph } from "../revision/graph.js";
import { appliedBy } from "../revision/rows.js";
import { logTableOf } from "../runner/own-tables.js";
import type { DatabaseAccess } from "./database-access.js";

/** A revision whose file does something else now than when it was applied. */
export type EditedRevision = {
  readonly revision: string;
  readonly path: string;
  /** When it was applied: ISO 8601, UTC. */
  readonly appliedAt: string;
};

/** The applied revisions whose files have been edited since. Reads the log; changes nothing. */
export async function readEdited(
  graph: Graph,
  { connection, dialect, versionTable }: DatabaseAccess,
  rows: readonly string[],
): Promise<readonly EditedRevision[]> {
  const log = await dialect.store.readLastLines(connection, logTableOf(versionTable));
  return editedSince(graph, appliedBy(graph, rows), log);
}

/**
 * @param applied ids of revisions
 * @param log the last lines of each revision, newest first
 */
export function editedSince(
  graph: Graph,
  applied: ReadonlySet<string>,
  log: readonly LogEntry[],
): readonly EditedRevision[] {
  const newest = new Map<string, LogEntry>();
  for (const line of log) {
    if (line.outcome === "done" && !newest.has(line.revision)) newest.set(line.revision, line);
  }
  return [...applied].sort().flatMap((id) => {
    const line = newest.get(id);
    const { path = "", checksum } = graph.byId.get(id) ?? {};
    // Whoever stamped it has said nothing of a file.
    if (line?.direction !== "upgrade" || checksum === undefined) return [];
    return line.checksum === checksum ? [] : [{ revision: id, path, appliedAt: line.appliedAt }];
  });
}

/** For people. */
export function editedNote({ revision, path, appliedAt }: EditedRevision): string {
  return `Revision "${revision}" (${path}) was edited after it was applied at ${appliedAt}: the database has what it did then. What is applied is changed by a new revision.`;
}
