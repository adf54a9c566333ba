import type { OptionKinds } from "../config/option-kind.js";
import type { Graph } from "../revision/graph.js";
import type { Plan } from "../revision/step.js";
import {
  type ConfirmDestruction,
  transactionModes,
  type RunRequest,
  type TransactionMode,
} from "../runner/run-request.js";
import type { RunResult } from "../runner/run-record.js";
import { interruptedBefore, untilInterrupted } from "../runner/wait/interrupt.js";
import { run } from "../runner/run.js";
import { compact } from "../schema/compact.js";
import { acceptOptions } from "../project/accept-options.js";
import { parseBackfills } from "../compare/backfill-option.js";
import {
  runKinds,
  eachDatabase,
  targetOf,
  type DatabaseAccess,
  type RunOptions,
} from "../project/database-access.js";
import { editedNote, readEdited, type EditedRevision } from "../project/edited.js";
import { loadWithChecksum } from "../history/load-with-checksum.js";
import { previewHazards, type OnHazards } from "../compare/preview-hazards.js";
import type { AskBackfill } from "../compare/question.js";
import {
  projectKinds,
  openProject,
  type Project,
  type ProjectOptions,
  type TagOption,
} from "../project/project.js";
import { refuseRelative } from "../project/relative-target.js";
import {
  rejectUnusedByAll,
  settleObstacles,
  type SettleObstacles,
} from "../compare/settle-obstacles.js";
import { refuseUnstamped } from "../adopt/stamp-adopted.js";

export type MigrateOptions = ProjectOptions &
  TagOption &
  RunOptions & {
    /** Runs everything for real and rolls it back. */
    readonly dryRun?: boolean;
    /**
     * Takes what a half-done revision has recorded for done, whatever its file now says of it. Only where definitions take
     * no part in transactions.
     */
    readonly trustJournal?: boolean;
    /** Runs what destroys values of rows without asking. Default: as the configuration's `destructive` says. */
    readonly allowDestructive?: boolean;
    /** Is told, before anything is run, what the planned revisions endanger: followed without a database, checked against its rows. */
    readonly onHazards?: OnHazards;
    /** Is asked before values of rows are destroyed, unless that is allowed or refused. Default: nobody is, and it is told as progress. */
    readonly confirmDestruction?: ConfirmDestruction;
    /**
     * What rows get that have no value in a column that a revision makes required: `users.notes=''`, the right side in the
     * database's own SQL. The column is added nullable, filled, and made required.
     */
    readonly backfill?: readonly string[];
    /** Is asked for such a value, before the first statement, where none was given. Default: nobody is. */
    readonly askBackfill?: AskBackfill;
    /** Default: the environment's, which is `all` unless it says otherwise. */
    readonly transaction?: TransactionMode;
  };

const migrateKinds: OptionKinds<MigrateOptions & { readonly target?: string }> = {
  ...projectKinds,
  ...runKinds,
  tag: "text",
  target: "text",
  dryRun: "flag",
  trustJournal: "flag",
  allowDestructive: "flag",
  onHazards: "function",
  confirmDestruction: "function",
  backfill: "texts",
  askBackfill: "function",
  transaction: transactionModes,
};

export type MigrateResult = {
  /** One for each database of the environment. */
  readonly databases: readonly RunResult[];
  /** Revision files that were passed over, and why; what was not judged; revisions whose files were edited after they had been applied. */
  readonly notes: readonly string[];
};

/** What was agreed to is not asked again when a revision that could not get a lock is run anew. */
function once(confirm: ConfirmDestruction | undefined): ConfirmDestruction | undefined {
  const agreed = new Set<string>();
  return (
    confirm &&
    (async (destruction) => {
      const key = JSON.stringify([destruction.database, destruction.operation, destruction.code]);
      if (!agreed.has(key) && (await confirm(destruction))) agreed.add(key);
      return agreed.has(key);
    })
  );
}

/** Plans a way for each database from its own version rows, and goes it. */
export async function migrate(
  options: MigrateOptions & { readonly target?: string },
  command: "upgrade" | "downgrade",
  plan: (graph: Graph, rows: readonly string[]) => Plan,
): Promise<MigrateResult> {
  await acceptOptions(command, options, migrateKinds);
  const { signal } = options;
  const open = () => openProject(options, command);
  const project = await untilInterrupted(signal, open, interruptedBefore);
  const { graph, notes } = await project.history();
  await refuseRelative(project, { command, targets: [options.target ?? "head"], run: options });
  const edited: EditedRevision[] = [];
  const unjudged: string[] = [];
  const own = (rows: readonly string[]): Plan => plan(graph, rows);
  const settling = await settlingOf(project, options, command, own);
  const work = async (access: DatabaseAccess): Promise<RunResult> => {
    if (command === "upgrade") await refuseUnstamped(graph, access);
    const mode = options.transaction ?? access.environment.transaction;
    if (options.onHazards !== undefined)
      options.onHazards(
        access.name,
        await previewHazards(project, graph, access, { ...settling, transaction: mode }),
      );
    const { fills, notes } = await settleObstacles(project, access, settling);
    unjudged.push(...notes);
    const request = requestOf(project, access, options);
    const result = await run({ ...request, fills, direction: command, plan: own });
    if (command === "upgrade") edited.push(...(await readEdited(graph, access, result.from)));
    return result;
  };
  const databases = await eachDatabase(project, work, options);
  return { databases, notes: [...notes, ...new Set([...unjudged, ...edited.map(editedNote)])] };
}

function requestOf(
  project: Project,
  access: DatabaseAccess,
  options: MigrateOptions & { readonly target?: string },
): Omit<RunRequest, "direction" | "plan"> {
  const { dryRun, trustJournal, target } = options;
  return {
    ...targetOf(project, access, options),
    ...compact({ dryRun, trustJournal, target }),
    ...compact({
      onVersionApply: access.environment.onVersionApply,
      confirmDestruction: once(options.confirmDestruction),
    }),
    destructive: options.allowDestructive === true ? "allow" : project.config.destructive,
    arguments: project.arguments,
    transaction: options.transaction ?? access.environment.transaction,
    load: (revision) => loadWithChecksum(project, revision),
  };
}

/** Of several databases all are looked at for what none of them needs, before the first is changed. */
async function settlingOf(
  project: Project,
  options: MigrateOptions & { readonly target?: string },
  direction: SettleObstacles["direction"],
  plan: SettleObstacles["plan"],
): Promise<SettleObstacles> {
  const { signal, askBackfill: ask, target = "head" } = options;
  const given = parseBackfills(options.backfill ?? []);
  const { databases } = await untilInterrupted(signal, project.environment, interruptedBefore);
  const isOnly = Object.keys(databases).length === 1;
  const settling = { ...compact({ ask }), given, isOnly, plan, direction, target };
  if (!isOnly && given.size > 0) await rejectUnusedByAll(project, settling, options);
  return settling;
}
