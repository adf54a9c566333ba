import type { Backfill, RowValues } from "../data-operation.js";
import type { AnyOperation } from "../plugin-operation.js";
import { isPluginOperation } from "../plugin-operation.js";
import { sqlExpression } from "../sql-expression.js";
import { plain, readFacets } from "./facet.js";
import { describeNoun, readNoun } from "./noun.js";

/** What `op.backfill` sets, in which rows, and how many at a time. */
export type BackfillOptions = Omit<Backfill, "kind" | "table">;

const backfill = describeNoun<BackfillOptions, BackfillOptions>("backfill", {
  set: { read: readRow },
  where: { read: (where) => (typeof where === "object" ? readRow(where) : where) },
  batchSize: plain,
  pause: plain,
  reversible: plain,
});

export function readBackfill(options: BackfillOptions): BackfillOptions {
  return readNoun(backfill, options);
}

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
      return { ...operation, ...readFacets(backfill.facets, operation) };
    default:
      return operation;
  }
}

function readRow(row: RowValues): RowValues {
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => [column, readValue(value)]),
  );
}

function readValue(value: unknown): unknown {
  return typeof value === "function" ? sqlExpression(String(value())) : value;
}
