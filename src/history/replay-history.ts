import type { AnyOperation } from "../operation/plugin-operation.js";
import type { Project } from "../project/project.js";
import type { Graph } from "../revision/graph.js";
import type { Known } from "../runner/replay.js";
import { emptySchema, type Schema } from "../schema/schema.js";
import { operationsOf, upgradeOf, walk, type NamedDatabase } from "./walk.js";

/** A place in the history at which the whole schema of a database is known. */
export type KnownPoint = {
  /** All that is applied there. */
  readonly applied: ReadonlySet<string>;
  readonly schema: Schema;
};

/** What a history makes of a database that began empty, as far as its operations tell. */
export type ReplayedHistory = Known & {
  /** Oldest first. */
  readonly operations: readonly AnyOperation[];
};

const nothing: KnownPoint = { applied: new Set(), schema: emptySchema };

/**
 * What these revisions make of an empty database, or of one that stands at `start`, as far as their operations tell.
 *
 * What an author did in plain SQL, or depending on rows, is not seen; a change of something that this history did not
 * create changes nothing here.
 */
export async function replayHistory(
  project: Project,
  graph: Graph,
  applied: ReadonlySet<string>,
  named: NamedDatabase,
  { applied: before, schema } = nothing,
): Promise<ReplayedHistory> {
  const revisions = applied.size === 0 ? [] : graph.revisions;
  const steps = revisions.filter(({ id }) => applied.has(id) && !before.has(id)).map(upgradeOf);
  let known: Known = { schema, notes: [], isDoubtful: false };
  const operations: AnyOperation[] = [];
  for await (const replayed of walk(project, steps, { named, start: known })) {
    known = replayed.after;
    operations.push(...operationsOf(replayed).map(({ operation }) => operation));
  }
  return { ...known, operations };
}
