import type { BulkInsert, DeleteRows, Execute } from "../../../src/operation/data-operation.js";
import type { Statement } from "../../../src/plugin/ddl.js";
import { isSqlExpression } from "../../../src/operation/sql-expression.js";
import { deleteText } from "../../sql/delete-row.js";
import { executeStatements } from "../../sql/execute.js";
import { quoteIdentifier, quoteList } from "../../sql/quote.js";
import { bindable, literal, type Bindable } from "../literal.js";
import { quoteName } from "../quote-name.js";
import { splitStatements } from "../text/split-statements.js";

/** Parameters of one statement: what SQLite took before 3.32. */
const parameterLimit = 999;

/** The author's own SQL. */
export function execute(operation: Execute): readonly Statement[] {
  return executeStatements(operation, splitStatements, bindable);
}

/** Rows may differ in their columns; those that follow each other with the same columns go in one statement. */
export function bulkInsert({ table, rows }: BulkInsert): readonly Statement[] {
  return runsOf(rows).flatMap((run) => insertStatements(quoteName(table), run));
}

type Rows = BulkInsert["rows"];

function runsOf(rows: Rows): readonly Rows[] {
  const runs: Rows[number][][] = [];
  let shape: string | undefined;
  for (const row of rows) {
    const own = JSON.stringify(columnsOf(row));
    if (own !== shape) runs.push([]);
    runs.at(-1)?.push(row);
    shape = own;
  }
  return runs;
}

/** What is `undefined` takes its default. */
function columnsOf(row: Rows[number]): readonly string[] {
  return Object.keys(row).filter((column) => row[column] !== undefined);
}

function insertStatements(table: string, rows: Rows): readonly Statement[] {
  const columns = columnsOf(rows[0] ?? {});
  if (columns.length === 0) return rows.map(() => ({ sql: `INSERT INTO ${table} DEFAULT VALUES` }));
  const size = Math.max(1, Math.floor(parameterLimit / columns.length));
  const head = `INSERT INTO ${table} (${quoteList(columns)}) VALUES`;
  return chunksOf(rows, size).map((part) => insertStatement(head, columns, part));
}

function insertStatement(head: string, columns: readonly string[], rows: Rows): Statement {
  const parameters: Bindable[] = [];
  const tuples = rows.map(
    (row) => `(${columns.map((column) => place(row[column], parameters)).join(", ")})`,
  );
  return { sql: `${head} ${tuples.join(", ")}`, parameters };
}

/** A statement a row. */
export function deleteRows({ table, rows }: DeleteRows): readonly Statement[] {
  return rows.map((row) => {
    const parameters: Bindable[] = [];
    const equals = (column: string, value: unknown): string =>
      `${quoteIdentifier(column)} = ${place(value, parameters)}`;
    return { sql: deleteText(quoteName(table), row, equals), parameters };
  });
}

/**
 * Texts and bytes are parameters. Numbers stand in the statement: better-sqlite3 binds 1 as 1.0, which a column without
 * a numeric type would keep, and sqlite3 cannot bind a bigint.
 */
function place(value: unknown, parameters: Bindable[]): string {
  if (isSqlExpression(value)) return value.sql;
  const stored = bindable(value);
  if (typeof stored !== "string" && !(stored instanceof Uint8Array)) return literal(stored);
  parameters.push(stored);
  return "?";
}

function chunksOf(rows: Rows, size: number): readonly Rows[] {
  const count = Math.ceil(rows.length / size);
  return Array.from({ length: count }, (_, at) => rows.slice(at * size, (at + 1) * size));
}
