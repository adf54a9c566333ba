import type { Statement } from "../../../src/plugin/ddl.js";
import type { Column } from "../../../src/schema/column.js";
import type { PrimaryKey, UniqueConstraint } from "../../../src/schema/constraint.js";
import { sameValue } from "../../../src/schema/equality.js";
import type { Index } from "../../../src/schema/index-definition.js";
import type { Table } from "../../../src/schema/table.js";
import { without } from "../../../src/schema/without.js";
import { affinityOf, columnTypeText } from "../column-type.js";
import { mentions, normalForm } from "../text/expression.js";
import type { ColumnFlow } from "./column-flow.js";
import { projectedRows } from "./copy.js";
import {
  checkGuard,
  collatedKey,
  indexGuard,
  notNullGuard,
  uniqueGuard,
  selectRows,
  type Rows,
  rowsOf,
} from "./row-guard.js";
import { nameText, type QualifiedName } from "../../../src/schema/name.js";
import { quoteIdentifier } from "../../sql/quote.js";
import { lostValues } from "../value/round-trip.js";

/** Questions to the rows: would they break what the new table asks of them and the old one did not? */
export function constraintGuards(
  before: Table,
  after: Table,
  flows: readonly ColumnFlow[],
): readonly Statement[] {
  const rows = projectedRows(before, flows);
  const touched = new Set(flows.filter(isTouched).map(({ column }) => column.name));
  return [
    ...flows
      .filter((flow) => mayHoldNull(flow, after))
      .map(({ column }) => notNullGuard(rows, column.name)),
    ...newChecks(before, after, touched).map((check) => checkGuard(rows, check)),
    ...newKeys(before, after, touched).map((key) => keyGuard(rows, key, after)),
    ...newIndexes(before, after, touched).map((index) =>
      indexGuard(rows, index, (column) => collationOf(after, column)),
    ),
  ];
}

/** Are its values new, or compared in another way than before? */
function isTouched({ column, source, using }: ColumnFlow): boolean {
  if (source === undefined || using !== undefined) return true;
  if (!sameValue(source.generated, column.generated)) return true;
  return (
    affinityOf(source.type) !== affinityOf(column.type) || source.collation !== column.collation
  );
}

function mayHoldNull({ column, source, using }: ColumnFlow, after: Table): boolean {
  if (column.nullable || column.generated?.kind === "expression" || isRowid(column, after))
    return false;
  if (source === undefined && using === undefined) return column.default === undefined;
  return using !== undefined || source?.nullable === true;
}

/** A key that numbers the rows by itself. */
function isRowid({ name, type }: Column, { primaryKey, options }: Table): boolean {
  const single = primaryKey?.columns.length === 1 && primaryKey.columns[0] === name;
  return single && type.name === "integer" && options?.withoutRowid !== true;
}

function newChecks(before: Table, after: Table, touched: ReadonlySet<string>) {
  const known = new Set(before.checks.map(({ expression }) => normalForm(expression)));
  return after.checks.filter(
    ({ expression }) =>
      !known.has(normalForm(expression)) || [...touched].some((name) => mentions(expression, name)),
  );
}

type Key = PrimaryKey | UniqueConstraint;

function newKeys(before: Table, after: Table, touched: ReadonlySet<string>): readonly Key[] {
  const known = keysOf(before).map(essence);
  return keysOf(after).filter((key) => {
    const isNew = !known.some((held) => sameValue(held, essence(key)));
    // A numbering key that the rows have no value for is filled by SQLite.
    const fills =
      key.columns.length === 1 && touched.has(key.columns[0] ?? "") && isFilled(key, after);
    return !fills && (isNew || key.columns.some((name) => touched.has(name)));
  });
}

function isFilled({ columns: [name] }: Key, after: Table): boolean {
  const column = after.columns.find((held) => held.name === name);
  return column !== undefined && isRowid(column, after);
}

function keysOf({ primaryKey, uniques }: Table): readonly Key[] {
  return [...(primaryKey ? [primaryKey] : []), ...uniques];
}

function essence({ columns, collations }: Key) {
  return { columns: [...columns].sort(), collations };
}

function keyGuard(rows: Rows, { columns, collations }: Key, after: Table): Statement {
  const keys = columns.map((name, at) =>
    collatedKey(name, collations?.[at] ?? collationOf(after, name)),
  );
  return uniqueGuard(rows, keys, columns.map((name) => `"${name}"`).join(", "));
}

function newIndexes(before: Table, after: Table, touched: ReadonlySet<string>): readonly Index[] {
  const known = before.indexes.map((index) => without(index, "name"));
  return after.indexes.filter(
    (index) =>
      index.unique &&
      (!known.some((held) => sameValue(held, without(index, "name"))) || reads(index, touched)),
  );
}

function reads({ keys, where = "" }: Index, touched: ReadonlySet<string>): boolean {
  const texts = [where, ...keys.map(({ expression = "" }) => expression)];
  return [...touched].some(
    (name) =>
      keys.some(({ column }) => column === name) || texts.some((text) => mentions(text, name)),
  );
}

export function collationOf({ columns }: Table, name: string): string {
  return columns.find((column) => column.name === name)?.collation ?? "BINARY";
}

/** With enforcement on, dropping the old table would delete the rows that refer to it. */
export function enforcementGuard(table: QualifiedName): Statement {
  return {
    sql: "SELECT foreign_keys FROM pragma_foreign_keys WHERE foreign_keys = 1",
    guard: {
      code: "FOREIGN_KEYS_ENFORCED",
      message: `"${nameText(table)}" must be made anew, and foreign keys are enforced on this connection: rows that refer to the table would be deleted. Switch enforcement off before the transaction begins.`,
    },
  };
}

/**
 * What a change of type may do to stored values. SQLite converts a value where the new affinity asks for it and the
 * value survives, and silently keeps it as it is where not (https://sqlite.org/datatype3.html#type_affinity): a column of
 * integers would then hold words. So values that would not arrive whole and in the new type stop the change:
 *
 * | to | refused |
 * | --- | --- |
 * | TEXT | bytes; floating-point numbers that text of 15 digits does not give back |
 * | INTEGER | bytes; text that is not a whole number as SQLite writes it (`007` would become 7); fractions |
 * | REAL | bytes; text that is not such a number; integers beyond 2^53 |
 * | NUMERIC | as REAL where the type's name says number, boolean or money |
 * | BLOB | nothing: every value stays as it is |
 *
 * and what does not come back from the new affinity as it was: `1e2` from a column of dates, `9007199254740993` from REAL.
 * Blanks around a number and zeros at the end of its fraction do not count.
 *
 * An expression given by the author (`using`) is trusted.
 */
export function conversionGuard(before: Table, after: Table, flow: ColumnFlow): Statement[] {
  const { column, source, using } = flow;
  if (source === undefined || using !== undefined || column.generated?.kind === "expression")
    return [];
  const becomesStrict = after.options?.strict === true && before.options?.strict !== true;
  const refused = lostValues(source, column, becomesStrict);
  return refused === undefined ? [] : [guard(before, flow, refused)];
}

function guard(before: Table, { column, source }: ColumnFlow, refused: string): Statement {
  const name = source?.name ?? column.name;
  const [old, type] = [columnTypeText(source?.type ?? column.type), columnTypeText(column.type)];
  const shown = [quoteIdentifier(name), `typeof(${quoteIdentifier(name)}) AS "stored as"`];
  return {
    sql: selectRows(rowsOf(before), shown, refused),
    guard: {
      code: "ROWS_NOT_CONVERTIBLE",
      message: `"${name}" of "${nameText(before)}" is to change from ${old} to ${type}, but these values would not survive it. Correct them first, or say with \`using\` how they are converted, such as CAST("${name}" AS ${affinityOf(column.type)}).`,
    },
  };
}
