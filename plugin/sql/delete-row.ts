import { AthanorError } from "../../src/error/athanor-error.js";
import type { RowValues } from "../../src/operation/data-operation.js";
import { isSqlExpression } from "../../src/operation/sql-expression.js";
import { quoteIdentifier } from "./quote.js";

/**
 * DELETE of the rows that have all these values; `equals` writes the comparison with one that is neither NULL nor SQL.
 *
 * @throws AthanorError `ROW_WITHOUT_VALUES` where there are none: that would be every row.
 */
export function deleteText(
  table: string,
  row: RowValues,
  equals: (column: string, value: unknown) => string,
): string {
  const conditions = Object.entries(row)
    .filter(([, value]) => value !== undefined)
    .map(([column, value]) => condition(column, value, equals));
  if (conditions.length === 0) throw withoutValues(table);
  return `DELETE FROM ${table} WHERE ${conditions.join(" AND ")}`;
}

function condition(
  column: string,
  value: unknown,
  equals: (column: string, value: unknown) => string,
): string {
  if (value === null) return `${quoteIdentifier(column)} IS NULL`;
  if (isSqlExpression(value)) return `${quoteIdentifier(column)} = (${value.sql})`;
  return equals(column, value);
}

/** The table is quoted. */
export function withoutValues(table: string): AthanorError {
  const mark = table.includes('"') ? "'" : '"';
  return new AthanorError({
    code: "ROW_WITHOUT_VALUES",
    message: `A row to delete from ${table} names no value: it would be every row of the table.`,
    suggestions: [`await op.execute(${mark}DELETE FROM ${table}${mark});`],
    facts: { table },
  });
}
