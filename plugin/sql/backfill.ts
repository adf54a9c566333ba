import type { Backfill, RowValues } from "../../src/operation/data-operation.js";
import { isSqlExpression } from "../../src/operation/sql-expression.js";
import type { Batches, BatchKey } from "../../src/plugin/rows.js";
import type { CompileContext, Statement } from "../../src/plugin/ddl.js";
import { quoteIdentifier } from "./quote.js";

/** What differs from one database to the next. */
export type BackfillWords = {
  /** The table, quoted. */
  readonly table: string;
  /** Default: double quotes. */
  readonly quote?: (name: string) => string;
  readonly literal: (value: unknown) => string;
  /** Columns that the database would set by itself in a changed row, and that keep what they hold. Default: none. */
  readonly kept?: readonly string[];
};

/** A column of the key: how its value is read, as a text, and written again. */
export type KeyColumn = {
  readonly name: string;
  readonly read: string;
  readonly write: (text: string) => string;
};

/** One statement, where scripts of the database have no loops. */
export function wholeBackfill(
  operation: Backfill,
  words: BackfillWords,
  { server }: CompileContext,
): readonly Statement[] {
  const { batchSize } = operation;
  const sql = backfillText(operation, words);
  const isScript = server === undefined && batchSize !== undefined;
  const note = `-- All rows in one statement: a script cannot go ${String(batchSize)} at a time.\n`;
  return [{ sql: isScript ? `${note}${sql}` : sql }];
}

/** The whole update as one statement. */
export function backfillText(operation: Backfill, words: BackfillWords): string {
  return updateText(operation, words, conditionText(operation, words));
}

/** The update in batches, by the columns of a key that no two rows share. */
export function keyedBatches(
  operation: Backfill,
  words: BackfillWords,
  key: readonly KeyColumn[],
): Batches {
  const { quote = quoteIdentifier } = words;
  const { batchSize = 1 } = operation;
  const names = key.map(({ name }) => quote(name));
  const list = names.join(", ");
  const condition = `(${conditionText(operation, words)})`;
  const write = (values: BatchKey): string =>
    `(${key.map((column, at) => column.write(values[at] ?? "")).join(", ")})`;
  const beyond = (after: BatchKey | undefined): string =>
    after === undefined ? condition : `${condition} AND (${list}) > ${write(after)}`;
  const down = names.map((name) => `${name} DESC`).join(", ");
  return {
    count: `SELECT count(*) AS count FROM ${words.table} WHERE ${condition}`,
    last: (after) =>
      `SELECT ${key.map(({ read }, at) => `${read} AS k${String(at)}`).join(", ")} FROM (SELECT ${list} FROM ${words.table} WHERE ${beyond(after)} ORDER BY ${list} LIMIT ${batchSize}) AS batch ORDER BY ${down} LIMIT 1`,
    update: (after, upTo) =>
      updateText(operation, words, `${beyond(after)} AND (${list}) <= ${write(upTo)}`),
  };
}

/** Which rows are to be filled. */
export function conditionText({ set, where }: Backfill, words: BackfillWords): string {
  const { quote = quoteIdentifier } = words;
  if (typeof where === "string") return where;
  if (where !== undefined)
    return stated(where)
      .map((pair) => equals(pair, words))
      .join(" AND ");
  return Object.keys(set)
    .map((column) => `${quote(column)} IS NULL`)
    .join(" OR ");
}

export function assignments({ set }: Backfill, words: BackfillWords): string {
  const { quote = quoteIdentifier, kept = [] } = words;
  const values = stated(set);
  const names = values.map(([column]) => column.toLowerCase());
  return [
    ...values.map(([column, value]) => `${quote(column)} = ${valueText(value, words)}`),
    ...kept
      .filter((column) => !names.includes(column.toLowerCase()))
      .map((column) => `${quote(column)} = ${quote(column)}`),
  ].join(", ");
}

function updateText(operation: Backfill, words: BackfillWords, condition: string): string {
  return `UPDATE ${words.table} SET ${assignments(operation, words)} WHERE ${condition}`;
}

type Stated = readonly (readonly [string, unknown])[];

function stated(row: RowValues): Stated {
  return Object.entries(row).filter(([, value]) => value !== undefined);
}

function equals([column, value]: Stated[number], words: BackfillWords): string {
  const { quote = quoteIdentifier } = words;
  const operator = value === null ? "IS" : "=";
  return `${quote(column)} ${operator} ${valueText(value, words)}`;
}

function valueText(value: unknown, { literal }: BackfillWords): string {
  return isSqlExpression(value) ? value.sql : literal(value);
}
