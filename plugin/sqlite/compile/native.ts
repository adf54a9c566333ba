import type { Statement } from "../../../src/plugin/ddl.js";
import type { Column } from "../../../src/schema/column.js";
import type { ColumnDefault } from "../../../src/schema/column-default.js";
import { sameValue } from "../../../src/schema/equality.js";
import { without } from "../../../src/schema/without.js";
import type { Table } from "../../../src/schema/table.js";
import { quoteIdentifier } from "../../sql/quote.js";
import type { Abilities } from "../abilities.js";
import { quoteName } from "../quote-name.js";
import { collationOf } from "../rebuild/guards.js";
import { indexGuard, notNullGuard, rowsOf } from "../rebuild/row-guard.js";
import { mentions } from "../text/expression.js";
import { addedColumnClause } from "./column-clause.js";
import type { TableChange } from "./table-change.js";
import { createIndexStatement, dropIndexStatement } from "./index-definition.js";
import { isConstantDefault } from "../column-default.js";

type Native<Change> = (
  change: Change,
  table: Table,
  abilities: Abilities,
) => readonly Statement[] | undefined;

/** The statements that carry the change out in place, or undefined where this SQLite must make the table anew. */
export function nativeStatements(
  change: TableChange,
  table: Table,
  abilities: Abilities,
): readonly Statement[] | undefined {
  const handler = natives[change.kind] as Native<TableChange>;
  return handler(change, table, abilities);
}

const natives: {
  readonly [Kind in TableChange["kind"]]: Native<Extract<TableChange, { kind: Kind }>>;
} = {
  addColumn: ({ column }, table) =>
    canAdd(column) ? [alter(table, `ADD COLUMN ${addedColumnClause(column)}`)] : undefined,
  dropColumn: ({ column }, table, { dropColumn }) =>
    dropColumn && !isUsed(column.name, table)
      ? [alter(table, `DROP COLUMN ${quoteIdentifier(column.name)}`)]
      : undefined,
  alterColumn: ({ from, to, using }, table, abilities) => {
    if (using !== undefined) return undefined;
    const altered = alterInPlace(from, to, table, abilities);
    const renamed = from.name === to.name ? [] : [renameColumn(table, from.name, to.name)];
    return altered && [...altered, ...renamed];
  },
  renameColumn: ({ from, to }, table) => [renameColumn(table, from, to)],
  // SQLite 3.53 adds a CHECK in place, but refuses rows in which it is NULL, which a CHECK of CREATE TABLE accepts.
  createConstraint: () => undefined,
  dropConstraint: ({ constraint: { kind, name } }, table, { dropCheck }) =>
    dropCheck && kind === "check" && name !== undefined
      ? [alter(table, `DROP CONSTRAINT ${quoteIdentifier(name)}`)]
      : undefined,
  renameConstraint: () => undefined,
  createIndex: ({ index }, table) => [
    ...(index.unique ? [indexGuard(rowsOf(table), index, (name) => collationOf(table, name))] : []),
    createIndexStatement(table, index),
  ],
  dropIndex: ({ index }, table) => [dropIndexStatement(table, index.name)],
  renameIndex: ({ from, to }, table) => {
    const held = table.indexes.find(({ name }) => name === from);
    if (held === undefined) return undefined;
    return [dropIndexStatement(table, from), createIndexStatement(table, { ...held, name: to })];
  },
  alterTableOptions: ({ from, to }) => (sameValue(from, to) ? [] : undefined),
};

/** https://sqlite.org/lang_altertable.html#alter_table_add_column */
export function canAdd({ nullable, default: value, generated }: Column): boolean {
  if (generated !== undefined)
    return generated.kind === "expression" && !generated.stored && nullable;
  if (value === undefined) return nullable;
  return isConstantDefault(value) && (nullable || !isFraction(value));
}

/** SQLite 3.44 takes a NOT NULL column with such a default for NULL when it checks the integrity of the file; 3.53 does not. */
function isFraction(value: ColumnDefault): boolean {
  return value.kind === "value"
    ? typeof value.value === "number" && !Number.isInteger(value.value)
    : /[.e]/i.test(value.sql);
}

/** https://sqlite.org/lang_altertable.html#alter_table_drop_column */
function isUsed(column: string, table: Table): boolean {
  const { primaryKey, uniques, foreignKeys, indexes, checks, columns, triggers = [] } = table;
  const keyed = [...(primaryKey ? [primaryKey] : []), ...uniques, ...foreignKeys];
  const texts = [
    ...checks.map(({ expression }) => expression),
    ...indexes.flatMap(({ keys, where }) => [...keys.map(({ expression }) => expression), where]),
    ...columns.map(({ generated }) =>
      generated?.kind === "expression" ? generated.expression : undefined,
    ),
    ...triggers.map(({ definition }) => definition),
  ];
  return (
    keyed.some((key) => key.columns.includes(column)) ||
    indexes.some(({ keys }) => keys.some((key) => key.column === column)) ||
    texts.some((text) => text !== undefined && mentions(text, column))
  );
}

function alterInPlace(
  from: Column,
  to: Column,
  table: Table,
  { alterNotNull }: Abilities,
): readonly Statement[] | undefined {
  const renamed = { ...to, name: from.name };
  if (sameValue(from, renamed)) return [];
  const sameButNull = sameValue(without(from, "nullable"), without(renamed, "nullable"));
  const isKey = table.primaryKey?.columns.includes(from.name) === true;
  if (!alterNotNull || !sameButNull || isKey || from.onConflict !== undefined) return undefined;
  const column = `ALTER COLUMN ${quoteIdentifier(from.name)}`;
  if (to.nullable) return [alter(table, `${column} DROP NOT NULL`)];
  return [notNullGuard(rowsOf(table), from.name), alter(table, `${column} SET NOT NULL`)];
}

function renameColumn(table: Table, from: string, to: string): Statement {
  return alter(table, `RENAME COLUMN ${quoteIdentifier(from)} TO ${quoteIdentifier(to)}`);
}

function alter(table: Table, action: string): Statement {
  return { sql: `ALTER TABLE ${quoteName(table)} ${action}` };
}
