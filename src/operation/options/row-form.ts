import type { Backfill, RowValues } from "../data-operation.js";
import type { AnyOperation } from "../plugin-operation.js";
import { isPluginOperation } from "../plugin-operation.js";
import { sqlExpression } from "../sql-expression.js";

/** Rows as a revision file writes them, where a function gives SQL: `{ createdAt: () => "now()" }`. */
export function readRows(rows: readonly RowValues[]): readonly RowValues[] {
  return rows.map(readRow);
}

/** An operation that was written as data, the functions in its rows read. */
export function readInvoked(operation: AnyOperation): AnyOperation {
  if (isPluginOperation(operation)) return operation;
  switch (operation.kind) {
    case "bulkInsert":
    case "deleteRows":
      return { ...operation, rows: readRows(operation.rows) };
    case "backfill":
      return readBackfill(operation);
    default:
      return operation;
  }
}

export function readBackfill(operation: Backfill): Backfill {
  const { set, where } = operation;
  const read = { ...operation, set: readRow(set) };
  return typeof where === "object" ? { ...read, where: readRow(where) } : read;
}

function readRow(row: RowValues): RowValues {
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => [column, readValue(value)]),
  );
}

function readValue(value: unknown): unknown {
  return typeof value === "function" ? sqlExpression(String(value())) : value;
}
