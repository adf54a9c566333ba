import type { OptionKinds } from "../config/option-kind.js";
import type { Database } from "../plugin/database.js";
import type { Dialect } from "../plugin/dialect.js";
import { planOffline } from "../revision/offline.js";
import type { Step } from "../revision/step.js";
import { transactionModes, type TransactionMode } from "../runner/run-request.js";
import { writtenBy, type Fills } from "../runner/replay.js";
import { writeScript } from "../runner/script.js";
import type { QualifiedName } from "../schema/name.js";
import { acceptOptions } from "../project/accept-options.js";
import { rejectSharedTables, versionTableOf } from "../project/version-table.js";
import { parseBackfills, rejectUnused } from "../compare/backfill-option.js";
import { knownWay } from "../history/known-point.js";
import { walk } from "../history/walk.js";
import {
  projectKinds,
  openProject,
  type Project,
  type ProjectOptions,
  type TagOption,
} from "../project/project.js";

export type ScriptResult = {
  /** One script for each database of the environment. */
  readonly databases: readonly { readonly database: string; readonly sql: string }[];
  readonly notes: readonly string[];
};

export type MigrateScriptOptions = ProjectOptions &
  TagOption & {
    /** `from:to`, or a target alone: an upgrade reaches it from an empty database, a downgrade from the heads. */
    readonly target?: string;
    readonly transaction?: TransactionMode;
    /** What rows get that have no value in a column that a revision makes required: `users.notes=''`. */
    readonly backfill?: readonly string[];
  };

const scriptKinds: OptionKinds<MigrateScriptOptions> = {
  ...projectKinds,
  tag: "text",
  target: "text",
  backfill: "texts",
  transaction: transactionModes,
};

/**
 * The SQL of an upgrade, without a database: version rows and log included.
 *
 * @throws AthanorError `DATA_READ_OFFLINE`, `STATE_UNKNOWN`, `UNUSED_BACKFILL`, and what planning and loading throw.
 * @example
 * const { databases } = await upgradeScript({ target: "v1.3:head" });
 */
export function upgradeScript(options: MigrateScriptOptions = {}): Promise<ScriptResult> {
  return migrateScript(options, "upgrade", options.target ?? "head");
}

/**
 * The SQL of a downgrade, without a database.
 *
 * @throws AthanorError as `upgradeScript` does.
 * @example
 * const { databases } = await downgradeScript({ target: "head:v1.3" });
 */
export function downgradeScript(
  options: MigrateScriptOptions & { readonly target: string },
): Promise<ScriptResult> {
  return migrateScript(options, "downgrade", options.target);
}

/** One database of the environment, of which only the language is needed. */
export type ScriptedDatabase = {
  readonly name: string;
  readonly dialect: Dialect;
  readonly versionTable: QualifiedName;
};

/** Writes a script for each database of the environment; none is connected to. */
export async function eachScript(
  project: Project,
  write: (database: ScriptedDatabase) => Promise<string>,
): Promise<ScriptResult["databases"]> {
  const environment = await project.environment();
  await rejectSharedTables(environment);
  const scriptFor = async ([name, database]: [string, Database]) => {
    try {
      const dialect = await database.dialect();
      const versionTable = versionTableOf(environment, name);
      return { database: name, sql: await write({ name, dialect, versionTable }) };
    } finally {
      await database.close();
    }
  };
  return Promise.all(Object.entries(environment.databases).map(scriptFor));
}

async function migrateScript(
  options: MigrateScriptOptions,
  direction: Step["direction"],
  target: string,
): Promise<ScriptResult> {
  await acceptOptions(`${direction}Script`, options, scriptKinds);
  const project = await openProject(options, direction);
  const { graph, notes } = await project.history();
  const { steps, from } = planOffline(graph, direction, target);
  const { transaction, kinds } = await project.environment();
  const told = new Set(notes);
  const fills = fillsFor(options);
  const databases = await eachScript(project, async ({ name, dialect, versionTable }) => {
    const named = { dialect: dialect.name, database: name, kinds };
    const way = await knownWay(project, graph, { applied: graph.ancestors(from), steps }, named);
    way.start.notes.forEach((note) => told.add(note));
    const manner = writtenBy(dialect, fills);
    return writeScript({
      dialect,
      kinds,
      database: name,
      versionTable,
      from,
      steps: walk(project, steps, { named, manner, ...way }),
      transaction: options.transaction ?? transaction,
      world: project.world,
    });
  });
  fills.end();
  return { databases, notes: [...told] };
}

/** The values for rows, and whether each was wanted: one script may hold what another does not need. */
function fillsFor({ backfill = [] }: MigrateScriptOptions): Fills & { readonly end: () => void } {
  const given = parseBackfills(backfill);
  const required = new Set<string>();
  return {
    get: (place) => {
      required.add(place);
      return given.get(place);
    },
    end: () => rejectUnused(given, [...required]),
  };
}
