import type { AnyOperation } from "../operation/plugin-operation.js";
import type { Server } from "../plugin/catalog.js";
import type { DatabaseAccess } from "../project/database-access.js";
import type { Plan, Step } from "../revision/step.js";
import { plannedRows, readUnfinished, type Unfinished } from "../runner/journal/unfinished.js";
import type { ReplayedStep } from "../runner/replay.js";
import type { TransactionMode } from "../runner/run-request.js";
import type { Schema } from "../schema/schema.js";
import { checkHazards, type OperationHazards } from "./check-hazards.js";
import { firstShortage, withShortage } from "./lock-shortage.js";

export type PlannedWay = {
  readonly plan: (rows: readonly string[]) => Plan;
  readonly direction: Step["direction"];
};

/** The plan of a run from where the database is now. */
export type ReadWay = Plan & {
  /** The version rows that it starts from: what is half done the other way counts as undone. */
  readonly from: readonly string[];
  readonly unfinished: readonly Unfinished[];
};

export async function readWay(
  access: DatabaseAccess,
  { plan, direction }: PlannedWay,
): Promise<ReadWay> {
  const { connection, dialect, versionTable } = access;
  const applied = await dialect.store.read(connection, versionTable);
  const unfinished = await readUnfinished(access);
  const from = plannedRows(applied, unfinished, direction);
  return { ...plan(from), from, unfinished };
}

/** The operations of one revision, each with the database just before it. */
export type CheckedStep = Pick<ReplayedStep, "loaded"> & {
  readonly operations: readonly { readonly operation: AnyOperation; readonly before: Schema }[];
};

/** The database before the first step. */
export type WayStart = {
  readonly access: DatabaseAccess;
  readonly server: Server;
  readonly state: Schema;
};

/** What a run endangers, checked against the rows there are, and the transaction that has no room for its locks. */
export async function checkWay(
  steps: readonly CheckedStep[],
  { access, server, state }: WayStart,
  transaction: TransactionMode,
): Promise<readonly OperationHazards[]> {
  const checked = await checkHazards(
    steps.flatMap(({ operations }) => operations),
    { access, server, state, kinds: access.environment.kinds },
  );
  const each = steps.map(({ loaded, operations }) =>
    loaded.module.transaction === false ? [] : operations.map(({ operation }) => operation),
  );
  const together = { all: [each.flat()], each, none: [] }[transaction];
  return withShortage(checked, await firstShortage(access, together));
}
