import type { RowValues } from "../operation/data-operation.js";
import type { SqlExpression } from "../operation/sql-expression.js";
import type { QualifiedName } from "../schema/name.js";
import type { Table } from "../schema/table.js";
import type { Server } from "./dialect.js";

/**
 * Rows that an ORM keeps about the schema in a table of its own, and without which its own tools misread the schema.
 * Autogenerate keeps them true: it adds what is missing and deletes what is stale of tables and views that are ours.
 */
export type Records = {
  /** One of the `reserved`. Created where it is missing and there is something to write down. */
  readonly table: Table;
  /** One a fact, only the columns that hold something. */
  readonly rows: readonly RowValues[];
  /** The columns that say where the schema lives. */
  readonly places: readonly RecordPlace[];
  /** What a row is about, its places as expressions. `undefined`: nothing that these entities could ask for; left alone. */
  readonly subject: (row: RowValues) => RecordSubject | undefined;
  /**
   * The row as it would be of this database, where it names another: the database is a copy under another name. Left out:
   * rows name no database.
   */
  readonly moved?: (row: RowValues) => RowValues | undefined;
  /** Does the row that is there say what this row would? */
  readonly says: (held: RowValues, wanted: RowValues) => boolean;
};

/**
 * A column that names the database or the schema. Revisions run on databases of other names: what the server's own
 * `fact` is, they write as the expression.
 */
export type RecordPlace = {
  readonly column: string;
  readonly fact: keyof Pick<Server, "database" | "defaultSchema">;
  readonly expression: SqlExpression;
};

/** A table or a view, or one column of it. */
export type RecordSubject = {
  readonly relation: QualifiedName;
  readonly column?: string;
};
