import { parseBackfills } from "../compare/backfill-option.js";
import { planExecution, type ExecutionPlan } from "../compare/execution-plan.js";
import type { OptionKinds } from "../config/option-kind.js";
import { refuseUnstamped } from "../adopt/stamp-adopted.js";
import { acceptOptions } from "../project/accept-options.js";
import { eachDatabase, type RunOptions } from "../project/database-access.js";
import {
  openProject,
  projectKinds,
  type ProjectOptions,
  type TagOption,
} from "../project/project.js";
import { refuseRelative } from "../project/relative-target.js";
import { planDowngrade } from "../revision/downgrade.js";
import type { Graph } from "../revision/graph.js";
import type { Plan, Step } from "../revision/step.js";
import { planUpgrade } from "../revision/upgrade.js";
import { transactionModes, type TransactionMode } from "../runner/run-request.js";

export type MigratePlanOptions = ProjectOptions &
  TagOption &
  Pick<RunOptions, "connectTimeout" | "signal"> & {
    /** Of an upgrade by default `"head"`. */
    readonly target?: string;
    /** Default: the environment's, which is `all` unless it says otherwise. */
    readonly transaction?: TransactionMode;
    /** What rows get that have no value in a column that a revision makes required: `users.notes=''`. */
    readonly backfill?: readonly string[];
  };

export type PlanResult = {
  /** One for each database of the environment. */
  readonly databases: readonly ExecutionPlan[];
  /** Revision files that were passed over, and why. */
  readonly notes: readonly string[];
};

const planKinds: OptionKinds<MigratePlanOptions> = {
  ...projectKinds,
  tag: "text",
  target: "text",
  connectTimeout: "number",
  signal: "any",
  transaction: transactionModes,
  backfill: "texts",
};

/**
 * What an upgrade would do to each database, as data: revisions, operations, statements, hazards and transactions. The
 * databases are read, and nothing is run.
 *
 * @throws AthanorError what planning, loading and reading the database throw.
 * @example
 * const { databases } = await upgradePlan();
 * databases[0]?.revisions.flatMap(({ operations }) => operations.map(({ operation }) => operation));
 */
export function upgradePlan(options: MigratePlanOptions = {}): Promise<PlanResult> {
  const { target = "head" } = options;
  return plan(options, "upgrade", (graph, rows) => planUpgrade(graph, rows, target));
}

/**
 * What a downgrade would do to each database.
 *
 * @throws AthanorError as `upgradePlan` does.
 * @example
 * const { databases } = await downgradePlan({ target: "-1" });
 */
export function downgradePlan(
  options: MigratePlanOptions & { readonly target: string },
): Promise<PlanResult> {
  return plan(options, "downgrade", (graph, rows) => planDowngrade(graph, rows, options.target));
}

async function plan(
  options: MigratePlanOptions,
  direction: Step["direction"],
  way: (graph: Graph, rows: readonly string[]) => Plan,
): Promise<PlanResult> {
  await acceptOptions(`${direction}Plan`, options, planKinds);
  const project = await openProject(options, direction);
  const { graph, notes } = await project.history();
  const { target = "head", backfill = [] } = options;
  await refuseRelative(project, { command: direction, targets: [target], run: options });
  const fills = parseBackfills(backfill);
  const databases = await eachDatabase(
    project,
    async (access) => {
      if (direction === "upgrade") await refuseUnstamped(graph, access);
      const transaction = options.transaction ?? access.environment.transaction;
      const planned = (rows: readonly string[]): Plan => way(graph, rows);
      return planExecution(project, access, { plan: planned, direction, transaction, fills });
    },
    options,
  );
  return { databases, notes };
}
