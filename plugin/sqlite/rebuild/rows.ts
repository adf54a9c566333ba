import type { Column } from "../../../src/schema/column.js";
import type { Table } from "../../../src/schema/table.js";
import { quoteIdentifier } from "../../sql/quote.js";
import { quoteName, sameFolded } from "../quote-name.js";

/** Rows that a guard asks about. */
export type Rows = {
  /** Whose rows they are. */
  readonly table: Table;
  /** What stands behind FROM. */
  readonly from: string;
  /** What tells a row to a person, as it stands behind SELECT. */
  readonly identity: readonly string[];
};

/** The rows of a table as they are. */
export function rowsOf(table: Table): Rows {
  return { table, from: quoteName(table), identity: identityOf(table) };
}

/** The primary key of a row, else its number. */
export function identityOf(table: Table): readonly string[] {
  const columns = table.primaryKey?.columns ?? [];
  if (columns.length > 0) return columns.map(quoteIdentifier);
  const rowid = rowidName(table.columns);
  return rowid === undefined ? [] : [rowid];
}

/** The name under which the number of a row can be asked for, unless columns hide all three: https://sqlite.org/lang_createtable.html#rowid */
export function rowidName(columns: readonly Column[]): string | undefined {
  return ["rowid", "_rowid_", "oid"].find(
    (name) => !columns.some((column) => sameFolded(column.name, name)),
  );
}
