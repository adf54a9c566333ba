import type { RowValues } from "../data-operation.js";
import type { AnyOperation } from "../plugin-operation.js";
import { isPluginOperation } from "../plugin-operation.js";
import { sqlExpression } from "../sql-expression.js";

/** Rows as a revision file writes them, where a function gives SQL: `{ createdAt: () => "now()" }`. */
export function readRows(rows: readonly RowValues[]): readonly RowValues[] {
  return rows.map((row) =>
    Object.fromEntries(Object.entries(row).map(([column, value]) => [column, readValue(value)])),
  );
}

/** An operation that was written as data, the functions in its rows read. */
export function readInvoked(operation: AnyOperation): AnyOperation {
  if (isPluginOperation(operation)) return operation;
  return operation.kind === "bulkInsert" || operation.kind === "deleteRows"
    ? { ...operation, rows: readRows(operation.rows) }
    : operation;
}

function readValue(value: unknown): unknown {
  return typeof value === "function" ? sqlExpression(String(value())) : value;
}
