import type { QualifiedName } from "../schema/name.js";

export type Execute = {
  readonly kind: "execute";
  readonly sql: string;
  readonly parameters?: readonly unknown[];
  /** The SQL that undoes it, where the author knows one. */
  readonly reverse?: { readonly sql: string; readonly parameters?: readonly unknown[] };
};

/** Column names and values; SQL in the place of a value is an `SqlExpression` (`sqlExpression("now()")`). What is `undefined` counts as left out. */
export type RowValues = Readonly<Record<string, unknown>>;

export type BulkInsert = {
  readonly kind: "bulkInsert";
  readonly table: QualifiedName;
  readonly rows: readonly RowValues[];
};

/** Every row of the table that has all the values of one of these. */
export type DeleteRows = {
  readonly kind: "deleteRows";
  readonly table: QualifiedName;
  readonly rows: readonly RowValues[];
};
