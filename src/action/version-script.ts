import { splitRange } from "../revision/range.js";
import { planOffline } from "../revision/offline.js";
import { planStamp } from "../revision/stamp.js";
import type { Graph } from "../revision/graph.js";
import { ownTablesOf } from "../runner/own-tables.js";
import { createScriptText } from "../runner/script-text.js";
import { openProject, type ProjectOptions, type TagOption } from "./project.js";
import { eachScript, type ScriptResult } from "./script.js";

export type StampScriptOptions = ProjectOptions &
  TagOption & {
    /** Targets to be reached from an empty database, or one `from:to`. */
    readonly targets: readonly string[];
  };

/**
 * The SQL that sets the version rows, without a database.
 *
 * @example
 * const { databases } = await stampScript({ targets: ["v1.3:head"] });
 */
export async function stampScript(options: StampScriptOptions): Promise<ScriptResult> {
  const project = await openProject(options, "stamp");
  const { graph, notes } = await project.history();
  const { from, targets } = readTargets(graph, options.targets);
  const { removes, inserts } = planStamp(graph, from, targets);
  const databases = await eachScript(project, async ({ dialect, versionTable }) => {
    const script = createScriptText(dialect);
    const { versionStore } = dialect;
    script.begin();
    if (from.length === 0) {
      versionStore.create(ownTablesOf(dialect, versionTable)).forEach(script.statement);
    }
    removes.forEach((row) => script.statement(versionStore.remove(versionTable, row)));
    inserts.forEach((row) => script.statement(versionStore.insert(versionTable, row)));
    script.commit();
    return script.text();
  });
  return { databases, notes };
}

/**
 * The SQL that creates the version table and the log, without a database.
 *
 * @example
 * const { databases } = await ensureVersionScript();
 */
export async function ensureVersionScript(options: ProjectOptions = {}): Promise<ScriptResult> {
  const project = await openProject(options, "ensure-version");
  const databases = await eachScript(project, async ({ dialect, versionTable }) => {
    const script = createScriptText(dialect);
    dialect.versionStore.create(ownTablesOf(dialect, versionTable)).forEach(script.statement);
    return script.text();
  });
  return { databases, notes: [] };
}

type Targets = { readonly from: readonly string[]; readonly targets: readonly string[] };

function readTargets(graph: Graph, given: readonly string[]): Targets {
  const [first = "", ...others] = given;
  if (others.length > 0 || !first.includes(":")) return { from: [], targets: given };
  const { lower, upper } = splitRange(first);
  const from = lower === "" ? [] : planOffline(graph, "upgrade", lower).rows;
  return { from, targets: [upper === "" ? "heads" : upper] };
}
