import type { Kinds } from "../operation/plugin-operation.js";
import type { Graph } from "../revision/graph.js";
import type { RevisionModule } from "../revision/revision-module.js";
import { replay, type Replay } from "../runner/replay.js";
import { emptySchema, type Schema } from "../schema/schema.js";
import { loadRevision } from "./load-with-checksum.js";
import type { Project } from "../project/project.js";

/** A database that is not asked. */
export type NamedDatabase = {
  readonly dialect: string;
  readonly database: string;
  readonly kinds?: Kinds;
};

/** A place in the history at which the whole schema of a database is known. */
export type KnownPoint = {
  /** All that is applied there. */
  readonly applied: ReadonlySet<string>;
  readonly schema: Schema;
};

const nothing: KnownPoint = { applied: new Set(), schema: emptySchema };

/** What these revisions make of an empty database, or of one that stands at `start`, as far as their operations tell. */
export async function replayHistory(
  project: Project,
  graph: Graph,
  applied: ReadonlySet<string>,
  { dialect, database, kinds }: NamedDatabase,
  start = nothing,
): Promise<Replay> {
  const modules: RevisionModule[] = [];
  for (const revision of applied.size === 0 ? [] : graph.revisions) {
    const { id } = revision;
    if (applied.has(id) && !start.applied.has(id)) {
      modules.push(await loadRevision(project, revision));
    }
  }
  const facts = { dialect, database, offline: true, arguments: project.arguments };
  return replay(modules, facts, kinds, start.schema);
}
