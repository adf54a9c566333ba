import type { Graph } from "../revision/graph.js";
import type { Plan } from "../revision/step.js";
import type { ConfirmDestruction } from "../runner/destruction.js";
import type { TransactionMode } from "../runner/run-request.js";
import type { RunResult } from "../runner/run-result.js";
import { run } from "../runner/run.js";
import { compact } from "../schema/compact.js";
import { eachDatabase, targetOf, type RunOptions } from "./database-access.js";
import { editedNote, readEdited, type EditedRevision } from "./edited.js";
import { loadWithChecksum } from "./load-with-checksum.js";
import { previewHazards, type OnHazards } from "./preview-hazards.js";
import { openProject, type ProjectOptions, type TagOption } from "./project.js";
import { refuseUnstamped } from "./stamp-adopted.js";

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
    /** Default: the environment's, which is `all` unless it says otherwise. */
    readonly transaction?: TransactionMode;
  };

export type MigrateResult = {
  /** One for each database of the environment. */
  readonly databases: readonly RunResult[];
  /** Revision files that were passed over, and why; revisions whose files were edited after they had been applied. */
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
  options: MigrateOptions,
  command: "upgrade" | "downgrade",
  plan: (graph: Graph, rows: readonly string[]) => Plan,
): Promise<MigrateResult> {
  const project = await openProject(options, command);
  const { graph, notes } = await project.history();
  const edited: EditedRevision[] = [];
  const databases = await eachDatabase(project, async (access) => {
    if (command === "upgrade") await refuseUnstamped(graph, access);
    const own = (rows: readonly string[]): Plan => plan(graph, rows);
    if (options.onHazards !== undefined)
      options.onHazards(access.name, await previewHazards(project, graph, access, own));
    const result = await run({
      ...targetOf(project, access, options),
      ...compact({ onVersionApply: access.environment.onVersionApply, dryRun: options.dryRun }),
      ...compact({ trustJournal: options.trustJournal }),
      ...compact({ confirmDestruction: once(options.confirmDestruction) }),
      destructive: options.allowDestructive === true ? "allow" : project.config.destructive,
      direction: command,
      arguments: project.arguments,
      transaction: options.transaction ?? access.environment.transaction,
      plan: own,
      load: (revision) => loadWithChecksum(project, revision),
    });
    if (command === "upgrade") edited.push(...(await readEdited(graph, access, result.from)));
    return result;
  });
  return { databases, notes: [...notes, ...new Set(edited.map(editedNote))] };
}
