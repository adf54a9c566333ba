import type { PluginKinds } from "../plugin/plugin.js";
import type { Graph } from "../revision/graph.js";
import type { RevisionModule } from "../revision/revision-module.js";
import { replay, type Replay } from "../runner/replay.js";
import { emptySchema } from "../schema/schema.js";
import { loadRevision } from "./load-with-checksum.js";
import type { Project } from "./project.js";

/** What these revisions make of an empty database, as far as their operations tell. */
export async function replayHistory(
  project: Project,
  graph: Graph,
  applied: ReadonlySet<string>,
  named: { readonly dialect: string; readonly database: string; readonly kinds?: PluginKinds },
): Promise<Replay> {
  if (applied.size === 0)
    return { schema: emptySchema, operations: [], notes: [], isDoubtful: false };
  const modules: RevisionModule[] = [];
  for (const revision of graph.revisions) {
    if (applied.has(revision.id)) modules.push(await loadRevision(project, revision));
  }
  const { dialect, database } = named;
  const facts = { dialect, database, offline: true, arguments: project.arguments };
  return replay(modules, facts, named.kinds);
}
