const mark: unique symbol = Symbol.for("athanor.sqlExpression");

/** SQL in the place of a value. The mark is no name, so that no JSON value of a row can be taken for one. */
export type SqlExpression = { readonly sql: string; readonly [mark]: true };

/**
 * SQL in the place of a value of a row, in operations as data. A revision file writes a function: `() => "now()"`.
 *
 * @example { kind: "bulkInsert", table, rows: [{ id: 1, createdAt: sqlExpression("now()") }] }
 */
export function sqlExpression(sql: string): SqlExpression {
  return { sql, [mark]: true };
}

export function isSqlExpression(value: unknown): value is SqlExpression {
  return typeof value === "object" && value !== null && mark in value;
}
