import type { Column } from "../schema/column.js";
import { sameValue } from "../schema/equality.js";
import { nameText, type QualifiedName } from "../schema/name.js";
import type { Operation, OperationMap } from "./operation.js";
import { isPluginOperation, type AnyOperation } from "./plugin-operation.js";
import type { RowQuestion } from "./row-question.js";
import { sqlExpression } from "./sql-expression.js";

/** A column that must have a value from this operation on, and did not have to before. */
export type RequiredColumn = {
  readonly operation: OperationMap["addColumn"] | OperationMap["alterColumn"];
  readonly table: QualifiedName;
  readonly column: Column;
  /** `users.country`: how `--backfill` names it. */
  readonly place: string;
  /** Which rows have no value in it. */
  readonly question: RowQuestion;
};

export function requiredColumnOf(operation: Operation): RequiredColumn | undefined {
  if (operation.kind === "addColumn") {
    const { table, column } = operation;
    const fills = column.default !== undefined || column.generated !== undefined;
    if (column.nullable || fills) return undefined;
    return { ...placed(table, column), operation, question: { kind: "rows", table } };
  }
  if (operation.kind !== "alterColumn") return undefined;
  const { table, from, to: column } = operation;
  if (!from.nullable || column.nullable || column.generated !== undefined) return undefined;
  const question: RowQuestion = { kind: "empty", table, column: from.name };
  return { ...placed(table, column), operation, question };
}

function placed(table: QualifiedName, column: Column) {
  return { table, column, place: `${nameText(table)}.${column.name}` };
}

/** A required column in three steps, so that the rows that are there have a value in time. */
export type FilledColumn = {
  /** Adds or changes it, nullable; nothing where it is there as it shall be. */
  readonly loosened: readonly Operation[];
  readonly backfill: OperationMap["backfill"];
  readonly required: Operation;
};

/** `sql` is a value or an expression in the database's own SQL; without `batchSize` it is one statement. */
export function fillColumn(
  { operation, table, column }: RequiredColumn,
  sql: string,
  batchSize?: number,
): FilledColumn {
  const loose: Column = { ...column, nullable: true };
  const set = { [column.name]: sqlExpression(sql) };
  return {
    loosened: loosened(operation, loose),
    backfill: {
      kind: "backfill",
      table,
      set,
      ...(batchSize === undefined ? {} : { batchSize }),
    },
    required: { kind: "alterColumn", table, from: loose, to: column },
  };
}

function loosened(operation: RequiredColumn["operation"], loose: Column): readonly Operation[] {
  if (operation.kind === "addColumn") return [{ ...operation, column: loose }];
  return sameValue(operation.from, loose) ? [] : [{ ...operation, to: loose }];
}

/**
 * The operation with a value for the rows of each required column that `sqlOf` knows one for, by its place: itself, or
 * several in its stead.
 */
export function fillRequired(
  operation: AnyOperation,
  sqlOf: (place: string) => string | undefined,
): readonly AnyOperation[] {
  if (isPluginOperation(operation)) return [operation];
  if (operation.kind === "batchAlterTable") return fillBatch(operation, sqlOf);
  const need = requiredColumnOf(operation);
  const sql = need && sqlOf(need.place);
  if (need === undefined || sql === undefined) return [operation];
  const { loosened: loose, backfill, required } = fillColumn(need, sql);
  return [...loose, backfill, required];
}

/** Rows are filled between two batches: a batch changes its table and nothing else. */
function fillBatch(
  batch: OperationMap["batchAlterTable"],
  sqlOf: (place: string) => string | undefined,
): readonly Operation[] {
  const parts: Operation[] = [];
  let [table, held]: [QualifiedName, Operation[]] = [batch.table, []];
  for (const operation of batch.operations) {
    const need = requiredColumnOf(operation);
    const sql = need && sqlOf(need.place);
    if (need === undefined || sql === undefined) {
      held.push(operation);
      continue;
    }
    const filled = fillColumn(need, sql);
    parts.push({ ...batch, table, operations: [...held, ...filled.loosened] }, filled.backfill);
    [table, held] = [need.table, [filled.required]];
  }
  if (parts.length === 0) return [batch];
  const batches = [...parts, { ...batch, table, operations: held }];
  return batches.filter((each) => each.kind !== "batchAlterTable" || each.operations.length > 0);
}
