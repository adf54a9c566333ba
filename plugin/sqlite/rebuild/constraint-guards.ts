import type { Statement } from "../../../src/plugin/statement.js";
import type { Column } from "../../../src/schema/column.js";
import type { PrimaryKey, UniqueConstraint } from "../../../src/schema/constraint.js";
import { sameValue } from "../../../src/schema/equality.js";
import type { Index } from "../../../src/schema/index-definition.js";
import type { Table } from "../../../src/schema/table.js";
import { without } from "../../../src/schema/without.js";
import { affinityOf } from "../column-type.js";
import { mentions, normalForm } from "../text/expression.js";
import type { ColumnFlow } from "./column-flow.js";
import { projectedRows } from "./projection.js";
import { checkGuard, collatedKey, indexGuard, notNullGuard, uniqueGuard } from "./row-guard.js";
import type { Rows } from "./rows.js";

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
