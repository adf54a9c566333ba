import { AthanorError } from "../error/athanor-error.js";
import type { Hazard } from "../operation/hazard.js";
import { hazards } from "../operation/hazards.js";
import type { Operation } from "../operation/operation.js";
import { isPluginOperation, type AnyOperation, type Kinds } from "../operation/plugin-operation.js";
import type { PresentNames } from "../operation/present-names.js";
import type { DialectDdl, HazardPlace } from "../plugin/ddl.js";
import type { Schema } from "../schema/schema.js";

/** Where operations are to run, one after the other. */
export type HazardWalk = Omit<HazardPlace, "state"> & {
  /** Left out: what depends on the dialect is not told. */
  readonly dialect?: { readonly ddl: Pick<DialectDdl, "hazards"> } | undefined;
  readonly kinds: Kinds;
  /** What things are called before the first of them; follows. */
  readonly names: PresentNames;
};

/** The hazards of one operation; `whole` is the batch that holds it, or the operation itself. */
export type FoundHazards = {
  readonly whole: AnyOperation;
  readonly operation: AnyOperation;
  readonly hazards: readonly Hazard[];
  /** The database just before `whole`. */
  readonly state: Schema;
};

/** Goes through operations, inside batches too, and gives those that endanger something. */
export function* walkHazards(
  operations: Iterable<{ readonly operation: AnyOperation; readonly before: Schema }>,
  { names, kinds, ...place }: HazardWalk,
): Generator<FoundHazards, void, undefined> {
  let hasRows = false;
  for (const { operation: whole, before: state } of operations) {
    const own = hazardsOfPlace(whole, { ...place, state }, names);
    const parts = partsOf(whole);
    if (parts !== undefined) yield { whole, operation: whole, hazards: own, state };
    for (const operation of parts ?? [whole]) {
      hasRows ||= bringsRows(operation);
      const general = hazards(operation, kinds).filter((hazard) => mayHarm(hazard, names, hasRows));
      const found = parts === undefined ? [...general, ...own] : general;
      yield { whole, operation, hazards: found, state };
      if (!isPluginOperation(operation)) names.follow(operation);
    }
  }
}

function partsOf(operation: AnyOperation): readonly Operation[] | undefined {
  return isPluginOperation(operation) || operation.kind !== "batchAlterTable"
    ? undefined
    : operation.operations;
}

/** Rows that only the author knows. */
function bringsRows(operation: AnyOperation): boolean {
  return isPluginOperation(operation) || /^(execute|bulkInsert)$/.test(operation.kind);
}

/** A table that is made on the way has no rows that anything could happen to, and a column that is filled has no empty ones. */
function mayHarm({ rows }: Hazard, names: PresentNames, hasRows: boolean): boolean {
  if (rows === undefined || rows.kind === "inEnum") return true;
  if (rows.kind === "empty" && names.isFilled(rows.table, rows.column)) return false;
  return hasRows || names.translate({ kind: "rows", table: rows.table }) !== undefined;
}

/** What is made on the way has no rows yet: nobody waits for it. */
function hazardsOfPlace(
  operation: AnyOperation,
  { dialect, ...place }: Pick<HazardWalk, "dialect"> & HazardPlace,
  names: PresentNames,
): readonly Hazard[] {
  if (isPluginOperation(operation)) return [];
  const found = unlessUnknown(() => dialect?.ddl.hazards?.(operation, place)) ?? [];
  return found.filter(
    ({ rows }) =>
      rows === undefined || rows.kind === "inEnum" || names.translate(rows) !== undefined,
  );
}

/** A history need not tell of everything that its operations change. */
function unlessUnknown<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof AthanorError && error.code.startsWith("UNKNOWN_")) return undefined;
    throw error;
  }
}
