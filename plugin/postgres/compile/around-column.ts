import type { Statement } from "../../../src/plugin/ddl.js";
import type { Column } from "../../../src/schema/column.js";
import type { QualifiedName } from "../../../src/schema/name.js";
import { findTable, type Schema } from "../../../src/schema/schema.js";
import type { Table } from "../../../src/schema/table.js";
import { quoteIdentifier } from "../../sql/quote.js";
import { quoteName } from "../quote-name.js";
import { columnClause } from "./column-clause.js";
import { dependentsOfColumns, mentionsAny, withoutDependents } from "./dependents.js";
import { viewsOver, withoutViews } from "./view.js";
import { keepingColumns } from "./restoration.js";

/** Statements that drop a column and make it again: all that hangs on it is dropped before and restored after. */
export function aroundColumnDrop(
  state: Schema,
  table: QualifiedName,
  column: string,
  statements: readonly Statement[],
): readonly Statement[] {
  const found = findTable(state, table);
  const dependents = found === undefined ? [] : dependentsOfColumns(state, found, [column]);
  const views = viewsOver(state, [{ table, columns: [column] }]);
  return withoutViews(views, withoutDependents(dependents, statements));
}

/**
 * Statements that change the type of a column. The server carries indexes and constraints along; views over the column and
 * columns computed from it have to be dropped and restored. A computed column loses nothing by that but its place among the columns.
 */
export function aroundColumnChange(
  state: Schema,
  table: QualifiedName,
  column: string,
  statements: readonly Statement[],
): readonly Statement[] {
  const found = findTable(state, table);
  const computed = found === undefined ? [] : computedFrom(found, column);
  const names = computed.map(({ name }) => name);
  const views = viewsOver(state, [{ table, columns: [column, ...names] }]);
  if (found === undefined || computed.length === 0) return withoutViews(views, statements);
  const alter = `ALTER TABLE ${quoteName(table)}`;
  const dropped = names.map((name) => ({ sql: `${alter} DROP COLUMN ${quoteIdentifier(name)}` }));
  const added = computed.flatMap((each) => addStatements(alter, table, each));
  const dependents = dependentsOfColumns(state, found, names);
  const change = keepingColumns(table, names, [...dropped, ...statements, ...added]);
  return withoutViews(views, withoutDependents(dependents, change));
}

function computedFrom(table: Table, column: string): readonly Column[] {
  return table.columns.filter(
    ({ generated, name }) =>
      name !== column &&
      generated?.kind === "expression" &&
      mentionsAny(generated.expression, [column]),
  );
}

function addStatements(alter: string, table: QualifiedName, column: Column): readonly Statement[] {
  const { before, text, after } = columnClause(table, column);
  return [...before, { sql: `${alter} ADD COLUMN ${text}` }, ...after];
}
