import type { TransactionMode } from "../runner/run-request.js";
import { describe } from "../operation/describe.js";
import type { Graph } from "../revision/graph.js";
import { appliedBy } from "../revision/rows.js";
import type { Plan, Step } from "../revision/step.js";
import { plannedRows, readUnfinished } from "../runner/journal/unfinished.js";
import type { AnyOperation } from "../operation/plugin-operation.js";
import { checkHazards } from "./check-hazards.js";
import type { DatabaseAccess } from "../project/database-access.js";
import type { ToldHazard } from "./difference.js";
import { knownHistory } from "../history/known-point.js";
import { firstShortage, withShortage } from "./lock-shortage.js";
import { operationsOf, walk, type WalkedOperation } from "../history/walk.js";
import type { Project } from "../project/project.js";

/** What the revisions of a run endanger, by the database's name in `env.ts`. */
export type OnHazards = (database: string, hazards: readonly ToldHazard[]) => void;

export type PlannedWay = {
  readonly plan: (rows: readonly string[]) => Plan;
  readonly direction: Step["direction"];
  readonly transaction: TransactionMode;
};

/**
 * Tells what the planned revisions endanger, checked against the rows there are, before anything is run. The revisions
 * are followed without a database, as `show` does it: what depends on rows is not seen.
 */
export async function previewHazards(
  project: Project,
  graph: Graph,
  access: DatabaseAccess,
  { plan, direction, transaction }: PlannedWay,
): Promise<readonly ToldHazard[]> {
  const { connection, dialect, versionTable, environment, name } = access;
  const { kinds } = environment;
  const applied = await dialect.store.read(connection, versionTable);
  const rows = plannedRows(applied, await readUnfinished(access), direction);
  const { steps } = plan(rows);
  if (steps.length === 0) return [];
  const named = { dialect: dialect.name, database: name, kinds };
  const start = await knownHistory(project, graph, appliedBy(graph, rows), named);
  const operations: WalkedOperation[] = [];
  const transactions: (readonly AnyOperation[])[] = [];
  for await (const step of walk(project, steps, { named, start })) {
    const own = operationsOf(step);
    const isBare = step.loaded.module.transaction === false;
    operations.push(...own);
    transactions.push(isBare ? [] : own.map(({ operation }) => operation));
  }
  const server = await dialect.catalog.server(connection);
  const { schema: state } = start;
  const checked = await checkHazards(operations, { access, server, state, kinds });
  const together = { all: [transactions.flat()], each: transactions, none: [] }[transaction];
  const found = withShortage(checked, await firstShortage(access, together));
  return found.flatMap(({ operation, hazards }) =>
    hazards.map((hazard) => ({ operation: describe(operation, kinds), ...hazard })),
  );
}
