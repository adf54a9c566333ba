import { together, type Together } from "../operation/commute.js";
import type { Operation } from "../operation/operation.js";
import type { TableChange } from "../operation/table-change.js";
import { nameKey, sameName, type QualifiedName } from "../schema/name.js";
import type { Call } from "./work/call.js";

/** A change that waits to be joined with others of the same table, and the call that asked for it. */
export type HeldChange = { readonly change: TableChange; readonly call: Call };

export type HeldTable = { readonly table: QualifiedName; readonly changes: readonly HeldChange[] };

/** Changes held back, a list for each table, in an order that keeps what depends on what. */
export type HeldChanges = {
  /** False where holding this one too would need two of the tables to come before each other: flush first. */
  readonly admits: (change: TableChange) => boolean;
  readonly hold: (change: TableChange, call: Call) => void;
  readonly tables: () => readonly QualifiedName[];
  /** Those of these tables, left out: of all, in the order they were asked for. */
  readonly operations: (tables?: readonly QualifiedName[]) => readonly TableChange[];
  /** Takes out the tables that must be in the database before this operation (left out: all), in the order to run them. */
  readonly take: (before?: Operation) => readonly HeldTable[];
};

type Batch = {
  readonly table: QualifiedName;
  readonly changes: (HeldChange & { readonly order: number })[];
  readonly operations: TableChange[];
  /** The same, as what others may pass or not. */
  readonly whole: Together;
  /** Batches that must run before this one. */
  readonly after: Set<Batch>;
};

export function createHeldChanges(): HeldChanges {
  const batches = new Map<string, Batch>();
  let order = 0;
  const batchOf = (table: QualifiedName): Batch => batches.get(nameKey(table)) ?? emptyBatch(table);
  const before = (change: TableChange): readonly Batch[] =>
    [...batches.values()].filter((batch) => mustFollow(change, batch));
  return {
    admits: (change) => {
      const others = before(change);
      return others.length === 0 || !withPredecessors(others).has(batchOf(change.table));
    },
    hold: (change, call) => {
      const batch = batchOf(change.table);
      batch.changes.push({ change, call, order: (order += 1) });
      batch.operations.push(change);
      batch.whole.add(change);
      for (const other of before(change)) batch.after.add(other);
      batches.set(nameKey(change.table), batch);
    },
    tables: () => [...batches.values()].map(({ table }) => table),
    operations: (tables) =>
      inOrder(
        tables?.flatMap((table) => batches.get(nameKey(table)) ?? []) ?? [...batches.values()],
      ),
    take: (operation) => {
      const all = [...batches.values()];
      const wanted =
        operation === undefined ? all : all.filter((batch) => concerns(operation, batch));
      const taken = [...withPredecessors(wanted)];
      for (const { table } of taken) batches.delete(nameKey(table));
      for (const batch of batches.values()) taken.forEach((gone) => batch.after.delete(gone));
      return taken;
    },
  };
}

function emptyBatch(table: QualifiedName): Batch {
  return { table, changes: [], operations: [], whole: together(), after: new Set() };
}

function inOrder(batches: readonly Batch[]): readonly TableChange[] {
  const [only, ...others] = batches;
  if (only !== undefined && others.length === 0) return only.operations;
  const all = batches.flatMap(({ changes }) => changes);
  return all.sort((left, right) => left.order - right.order).map(({ change }) => change);
}

/** These batches and all that must run before them, what comes first first. */
function withPredecessors(wanted: readonly Batch[]): ReadonlySet<Batch> {
  const found = new Set<Batch>();
  const visited = new Set<Batch>();
  const visit = (batch: Batch): void => {
    if (visited.has(batch)) return;
    visited.add(batch);
    batch.after.forEach(visit);
    found.add(batch);
  };
  wanted.forEach(visit);
  return found;
}

function mustFollow(change: TableChange, { table, whole }: Batch): boolean {
  return !sameName(table, change.table) && !whole.commutesWith(change);
}

/**
 * Must the batch be in the database before this operation runs? Only creating a table lets others wait: what is dropped is
 * gone, and must not be before what was asked for earlier has been found possible.
 */
function concerns(operation: Operation, { whole }: Batch): boolean {
  return operation.kind !== "createTable" || !whole.commutesWith(operation);
}
