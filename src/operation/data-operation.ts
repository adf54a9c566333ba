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

/** Gives rows that are there already values of these columns. */
export type Backfill = {
  readonly kind: "backfill";
  readonly table: QualifiedName;
  /** Column to value; SQL in the place of a value is an `SqlExpression`. */
  readonly set: RowValues;
  /**
   * Which rows: a condition in the database's own SQL, or the values that they have. Left out: those in which one of
   * the columns of `set` is empty.
   */
  readonly where?: string | RowValues;
  /** Rows of one statement, each in a transaction of its own. Left out: all of them in one statement. */
  readonly batchSize?: number;
  /** Milliseconds between two batches. Default 0. */
  readonly pause?: number;
  /**
   * No other row had the values of `set`, so the way back gives those that have them the values of `where`. Default
   * false: the way back leaves the rows as they are.
   */
  readonly reversible?: boolean;
};
