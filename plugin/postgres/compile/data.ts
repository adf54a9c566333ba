import type { BulkInsert, DeleteRows, Execute } from "../../../src/operation/data-operation.js";
import type { CompileContext, Statement } from "../../../src/plugin/ddl.js";
import { findTable } from "../../../src/schema/schema.js";
import { isSqlExpression } from "../../../src/operation/sql-expression.js";
import { deleteText } from "../../sql/delete-row.js";
import { quoteIdentifier, quoteList } from "../../sql/quote.js";
import { quoteName } from "../quote-name.js";
import { stateOrNothing } from "./state.js";

/** Parameters of one statement that the protocol counts in 16 bits. */
const parameterLimit = 65_535;
const rowLimit = 1_000;

export function execute({ sql, parameters }: Execute): readonly Statement[] {
  return [parameters === undefined ? { sql } : { sql, parameters }];
}

/** Rows may differ in their columns: what a row leaves out takes its default. */
export async function bulkInsert(
  operation: BulkInsert,
  context: CompileContext,
): Promise<readonly Statement[]> {
  const { table, rows } = operation;
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  if (columns.length === 0)
    return rows.map(() => ({ sql: `INSERT INTO ${quoteName(table)} DEFAULT VALUES` }));
  const json = await jsonColumns(operation, context, Array.isArray);
  const size = Math.max(1, Math.min(rowLimit, Math.floor(parameterLimit / columns.length)));
  const head = `INSERT INTO ${quoteName(table)} (${quoteList(columns)}) VALUES`;
  return chunk(rows, size).map((part) => insertStatement(head, columns, part, json));
}

function insertStatement(
  head: string,
  columns: readonly string[],
  rows: BulkInsert["rows"],
  json: ReadonlySet<string>,
): Statement {
  const parameters: unknown[] = [];
  const place = (row: BulkInsert["rows"][number], column: string): string => {
    const value = row[column];
    if (value === undefined) return "DEFAULT";
    if (isSqlExpression(value)) return value.sql;
    parameters.push(json.has(column) && Array.isArray(value) ? JSON.stringify(value) : value);
    return `$${parameters.length}`;
  };
  const tuples = rows.map((row) => `(${columns.map((column) => place(row, column)).join(", ")})`);
  return { sql: `${head} ${tuples.join(", ")}`, parameters };
}

/** A statement a row. Values of the type json cannot be compared, those of jsonb can. */
export async function deleteRows(
  operation: DeleteRows,
  context: CompileContext,
): Promise<readonly Statement[]> {
  const json = await jsonColumns(operation, context, isStructured);
  return operation.rows.map((row) => {
    const parameters: unknown[] = [];
    const equals = (column: string, value: unknown): string => {
      const isJson = json.has(column);
      const cast = isJson ? "::jsonb" : "";
      parameters.push(isJson && isStructured(value) ? JSON.stringify(value) : value);
      return `${quoteIdentifier(column)}${cast} = $${parameters.length}${cast}`;
    };
    const sql = deleteText(quoteName(operation.table), row, equals);
    return parameters.length === 0 ? { sql } : { sql, parameters };
  });
}

function isStructured(value: unknown): boolean {
  if (typeof value !== "object" || value === null || isSqlExpression(value)) return false;
  return !(value instanceof Date) && !(value instanceof Uint8Array);
}

// The driver writes an array as an SQL array; a JSON column needs it as JSON. Only then the column's type matters.
async function jsonColumns(
  { table, rows }: BulkInsert | DeleteRows,
  context: CompileContext,
  matters: (value: unknown) => boolean,
): Promise<ReadonlySet<string>> {
  if (!rows.some((row) => Object.values(row).some(matters))) return new Set();
  const state = findTable(await stateOrNothing(context, { tables: [table] }), table);
  const json = (state?.columns ?? []).filter(
    ({ type }) => /^jsonb?$/.test(type.name) && type.array !== true,
  );
  return new Set(json.map(({ name }) => name));
}

function chunk<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, part) => items.slice(part * size, (part + 1) * size));
}
