import type { Dialect } from "../plugin/dialect.js";
import type { LogEntry, OwnTables } from "../plugin/version-store.js";
import { splitRange } from "../revision/range.js";
import { planOffline } from "../revision/offline.js";
import { planStamp } from "../revision/stamp.js";
import type { Graph } from "../revision/graph.js";
import { neededTablesOf } from "../runner/own-tables.js";
import { createScriptText, type ScriptText } from "../runner/script-text.js";
import { stampFacts } from "../runner/stamp.js";
import { acceptOptions } from "../project/accept-options.js";
import {
  projectKinds,
  openProject,
  type ProjectOptions,
  type TagOption,
} from "../project/project.js";
import { eachScript, type ScriptResult } from "./script.js";
import type { World } from "../project/world.js";

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
  await acceptOptions("stampScript", options, { ...projectKinds, tag: "text", targets: "texts" });
  const project = await openProject(options, "stamp");
  const { graph, notes } = await project.history();
  const { from, targets } = readTargets(graph, options.targets);
  const { removes, inserts, rows } = planStamp(graph, from, targets);
  const databases = await eachScript(project, async ({ name, dialect, versionTable }) => {
    const script = createScriptText(dialect);
    const { store } = dialect;
    const tables = neededTablesOf(dialect, versionTable);
    const { version, log, journal } = tables;
    const places = `from ${placeOf(from)}, stamp ${placeOf(rows)}`;
    script.comment(`Athanor ${project.world.version}: database "${name}", ${places}`);
    beginAt(script, dialect, tables, from);
    if (journal !== undefined) script.statement(store.clearJournal(journal));
    removes.forEach((row) => script.statement(store.remove(version, row)));
    inserts.forEach((row) => script.statement(store.insert(version, row)));
    const lines = (inserts.length > 0 ? inserts : removes).map((row) => lineOf(project.world, row));
    if (lines.length > 0) script.statement(store.appendLog(log, lines));
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
  await acceptOptions("ensureVersionScript", options, { ...projectKinds });
  const project = await openProject(options, "ensure-version");
  const databases = await eachScript(project, async ({ dialect, versionTable }) => {
    const script = createScriptText(dialect);
    dialect.store.create(neededTablesOf(dialect, versionTable)).forEach(script.statement);
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

/** Making a table commits where definitions take no part in transactions: what follows would stand outside it. */
function beginAt(
  script: ScriptText,
  { capabilities, store }: Dialect,
  tables: OwnTables,
  from: readonly string[],
): void {
  if (capabilities.transactionalDdl) script.begin();
  if (from.length === 0) store.create(tables).forEach(script.statement);
  script.begin();
  // What is half done does not matter to whoever says where the database is.
  store.expect({ version: tables.version }, from).forEach(script.statement);
}

function lineOf({ now, user, version }: World, revision: string): LogEntry {
  return { ...stampFacts(revision), appliedAt: now().toISOString(), appliedBy: user, version };
}

function placeOf(rows: readonly string[]): string {
  return rows.length === 0 ? "base" : rows.join(", ");
}
