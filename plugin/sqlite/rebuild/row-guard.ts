import type { Statement } from "../../../src/plugin/ddl.js";
import type { CheckConstraint } from "../../../src/schema/constraint.js";
import type { Index, IndexKey } from "../../../src/schema/index-definition.js";
import { nameText } from "../../../src/schema/name.js";
import { quoteIdentifier } from "../../sql/quote.js";
import type { Column } from "../../../src/schema/column.js";
import type { Table } from "../../../src/schema/table.js";
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

/** How many offending rows are shown. */
const shown = 5;

export function notNullGuard(rows: Rows, column: string): Statement {
  const name = quoteIdentifier(column);
  return {
    sql: selectRows(rows, [name], `${name} IS NULL`),
    guard: {
      code: "ROWS_VIOLATE_NOT_NULL",
      message: `"${column}" of "${nameText(rows.table)}" is to be NOT NULL, but these rows would hold no value in it. Fill it first, or give the column a default.`,
    },
  };
}

export function checkGuard(rows: Rows, check: CheckConstraint): Statement {
  return {
    sql: selectRows(rows, ["*"], `NOT (${check.expression})`),
    guard: {
      code: "ROWS_VIOLATE_CHECK",
      message: `These rows of "${nameText(rows.table)}" break the condition ${check.expression}. Correct them first.`,
    },
  };
}

/** `what`: how the constraint is called in the message. */
export function uniqueGuard(
  rows: Rows,
  keys: readonly string[],
  what: string,
  where = "1",
): Statement {
  const columns = keys.join(", ");
  const filled = keys.map((key) => `${key} IS NOT NULL`).join(" AND ");
  return {
    sql: `SELECT ${columns}, count(*) AS "rows" FROM ${rows.from} WHERE (${where}) AND ${filled} GROUP BY ${columns} HAVING count(*) > 1 LIMIT ${shown}`,
    guard: {
      code: "ROWS_VIOLATE_UNIQUE",
      message: `${what} of "${nameText(rows.table)}" is to be unique, but these values stand in several rows. Remove the duplicates first.`,
    },
  };
}

export function indexGuard(
  rows: Rows,
  index: Index,
  collationOf: (column: string) => string,
): Statement {
  const keys = index.keys.map((key) => keyText(key, collationOf));
  const names = index.keys.map(({ column, expression }) => `"${column ?? expression ?? ""}"`);
  return uniqueGuard(rows, keys, names.join(", "), index.where);
}

function keyText(
  { column, expression, collation }: IndexKey,
  collationOf: (column: string) => string,
): string {
  if (column === undefined) {
    const collate = collation === undefined ? "" : ` COLLATE ${quoteIdentifier(collation)}`;
    return `(${expression ?? "NULL"})${collate}`;
  }
  return collatedKey(column, collation ?? collationOf(column));
}

export function collatedKey(column: string, collation: string): string {
  return `${quoteIdentifier(column)} COLLATE ${quoteIdentifier(collation)}`;
}

export function selectRows(rows: Rows, columns: readonly string[], where: string): string {
  const list = [...new Set([...rows.identity, ...columns])].join(", ");
  return `SELECT ${list} FROM ${rows.from} WHERE ${where} LIMIT ${shown}`;
}
