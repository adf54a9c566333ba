import type {
  BulkInsert,
  DeleteRows,
  Execute,
  RowValues,
} from "../../../src/operation/data-operation.js";
import { isSqlExpression } from "../../../src/operation/sql-expression.js";
import type { CompileContext, Statement } from "../../../src/plugin/ddl.js";
import { findTable } from "../../../src/schema/schema.js";
import { withoutValues } from "../../sql/delete-row.js";
import { executeStatements } from "../../sql/execute.js";
import { isCharacter } from "../column-type.js";
import { bindable, literal, type Bindable } from "../literal.js";
import { quoteIdentifier, quoteList, quoteName } from "../quote-name.js";
import { splitStatements } from "../text/split-statements.js";
import { exact } from "../value/judge.js";
import { keepingZero } from "./keep-zero.js";
import { stateOrNothing } from "../../sql/state-or-nothing.js";

/** Rows of one INSERT: far below what `max_allowed_packet` lets through. */
const rowLimit = 500;

/** The author's own SQL. */
export function execute(operation: Execute): readonly Statement[] {
  return executeStatements(operation, splitStatements, bindable);
}

/** Rows may differ in their columns: what a row leaves out takes its default. */
export async function bulkInsert(
  { table, rows }: BulkInsert,
  context: CompileContext,
): Promise<readonly Statement[]> {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const head = `INSERT INTO ${quoteName(table)} (${quoteList(columns)}) VALUES`;
  const counting = await columnHoldingZero({ table, rows }, context);
  const statements = chunksOf(rows).map((part) => {
    const place = placing();
    // In the mode that keeps a 0, MariaDB takes DEFAULT for one.
    const valueOf = (row: RowValues, column: string): unknown =>
      column === counting ? (row[column] ?? null) : row[column];
    const values = (row: RowValues): string =>
      columns.map((column) => place.value(valueOf(row, column))).join(", ");
    const tuples = part.map((row) => `(${values(row)})`);
    return place.statement(`${head} ${tuples.join(", ")}`);
  });
  return counting === undefined ? statements : keepingZero(statements);
}

/** The counting column of the table, where a row is to hold a 0 in it, which would otherwise stand for the next number. */
async function columnHoldingZero(
  { table, rows }: Pick<BulkInsert, "table" | "rows">,
  context: CompileContext,
): Promise<string | undefined> {
  const isZero = (value: unknown): boolean => value === 0 || value === 0n || value === "0";
  const zeros = rows.flatMap((row) => Object.keys(row).filter((name) => isZero(row[name])));
  if (zeros.length === 0) return undefined;
  const state = findTable(await stateOrNothing(context, { tables: [table] }), table);
  const counting = state?.columns.find(({ generated }) => generated?.kind === "increment");
  return counting !== undefined && zeros.includes(counting.name) ? counting.name : undefined;
}

/** A statement a row. Texts are compared by their characters: a collation would take "a" for "A". */
export async function deleteRows(
  { table, rows }: DeleteRows,
  context: CompileContext,
): Promise<readonly Statement[]> {
  const state = findTable(await stateOrNothing(context, { tables: [table] }), table);
  const typeOf = (name: string) => state?.columns.find((column) => column.name === name)?.type;
  return rows.map((row) => {
    const place = placing();
    const conditions = Object.entries(row).flatMap(([name, value]) => {
      if (value === undefined) return [];
      const column = quoteIdentifier(name);
      if (value === null) return [`${column} IS NULL`];
      const held = typeOf(name);
      const given = isSqlExpression(value) ? `(${value.sql})` : place.value(value);
      if (held?.name === "json" && context.server?.product === "mysql")
        return [`${column} = CAST(${given} AS JSON)`];
      const isText = held !== undefined && isCharacter(held) && !isSqlExpression(value);
      return [isText ? `${exact(column)} = ${given}` : `${column} = ${given}`];
    });
    if (conditions.length === 0) throw withoutValues(quoteName(table));
    return place.statement(`DELETE FROM ${quoteName(table)} WHERE ${conditions.join(" AND ")}`);
  });
}

/** Puts values into a statement: as parameters, so that the driver writes dates as it writes those of the application. */
function placing() {
  const parameters: Bindable[] = [];
  const mark = "\u0000";
  return {
    value: (value: unknown): string => {
      if (value === undefined) return "DEFAULT";
      if (isSqlExpression(value)) return value.sql;
      parameters.push(bindable(value));
      return mark;
    },
    statement: (text: string): Statement => {
      if (parameters.length === 0) return { sql: text };
      // The driver takes every question mark for a placeholder, those in names and texts too.
      if (!text.includes("?")) return { sql: text.replaceAll(mark, "?"), parameters };
      let position = 0;
      return { sql: text.replaceAll(mark, () => literal(parameters[position++])) };
    },
  };
}

function chunksOf(rows: BulkInsert["rows"]): readonly BulkInsert["rows"][] {
  const count = Math.ceil(rows.length / rowLimit);
  return Array.from({ length: count }, (_, at) => rows.slice(at * rowLimit, (at + 1) * rowLimit));
}
