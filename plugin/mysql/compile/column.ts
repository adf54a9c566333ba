import type {
  AddColumn,
  DropColumn,
  RenameColumn,
} from "../../../src/operation/column-operation.js";
import { isMariaDb } from "../server.js";
import type { Statement } from "../../../src/plugin/ddl.js";
import { nameText } from "../../../src/schema/name.js";
import { quoteIdentifier, quoteName } from "../quote-name.js";
import { spanning, type Spanning } from "./spanning.js";
import { columnClause } from "./column-clause.js";
import type { Step, Known } from "./step.js";
import type { Column } from "../../../src/schema/column.js";
import { constraintSpans, indexSpans, textsOf } from "../../../src/schema/span.js";
import { mentions } from "../../../src/schema/sql-identifier.js";
import type { Table } from "../../../src/schema/table.js";
import { computedFrom, dropColumns, remade } from "./computed.js";

export function addColumn(
  { column, table, ifNotExists }: AddColumn,
  { server, before }: Known,
): readonly Partial<Step>[] {
  // Where the table is known, `ifNotExists` has been decided by now.
  const isOpen = ifNotExists === true && before.columns.length === 0;
  const exists = isOpen && server !== undefined && isMariaDb(server) ? "IF NOT EXISTS " : "";
  const isFilled =
    column.nullable || column.default !== undefined || column.generated !== undefined;
  return [
    {
      guards: isFilled ? [] : [rowsGuard(table, column.name)],
      clauses: [`ADD COLUMN ${exists}${columnClause(column, { server, checks: before.checks })}`],
      touches: [{ thing: `column ${column.name}`, how: "make" }],
    },
  ];
}

/** What spans the column goes with it, as a whole: the server would leave indexes without the column. */
export function dropColumn(
  { column: { name } }: DropColumn,
  known: Known,
): readonly Partial<Step>[] {
  const { drops, touches } = spanning([name], known);
  return [
    {
      clauses: [...drops, `DROP COLUMN ${quoteIdentifier(name)}`],
      touches: [...touches, { thing: `column ${name}`, how: "drop" }],
      forgets: name,
    },
  ];
}

/**
 * What speaks of the column follows. A column that a foreign key sees is renamed only where the table is not copied, so
 * nothing else stands in that ALTER TABLE.
 */
export function renameColumn({ from, to }: RenameColumn, known: Known): readonly Partial<Step>[] {
  const { drops, adds, touches } = aroundRename(from, known);
  const rename = `RENAME COLUMN ${quoteIdentifier(from)} TO ${quoteIdentifier(to)}`;
  const own = [from, to].map((name) => ({ thing: `column ${name}`, how: "change" as const }));
  if (known.isTied !== true)
    return [{ clauses: [...drops, rename, ...adds], touches: [...touches, ...own], forgets: from }];
  return [
    { clauses: drops, touches },
    { clauses: [rename], touches: own, forgets: from, apart: true, closes: true },
    { clauses: adds, touches },
  ];
}

// Without a default the server would invent a value: 0, or an empty text.
function rowsGuard(table: AddColumn["table"], name: string): Statement {
  return {
    sql: `SELECT COUNT(*) AS ${quoteIdentifier("rows")} FROM ${quoteName(table)} HAVING COUNT(*) > 0`,
    guard: {
      code: "ROWS_VIOLATE_NOT_NULL",
      message: `"${name}" is to be NOT NULL without a default, but "${nameText(table)}" has rows, for which it would have no value. Give it a default, or add it as nullable, fill it, and then make it NOT NULL.`,
    },
  };
}

/**
 * What is dropped and restored when a column gets another name, in the same ALTER TABLE. MariaDB has everything follow by itself; MySQL
 * has keys and indexes follow, and refuses where a check, a computed column, a default or the expression of an index speaks
 * of the column.
 */
function aroundRename(from: string, known: Known): Spanning {
  const { server, before, after } = known;
  if (server?.product !== "mysql") return { drops: [], adds: [], touches: [] };
  const computed = computedFrom(before, from);
  const bound = boundTo(before, from, computed);
  const { drops, adds, touches } = spanning([from, ...computed], known, bound);
  const defaults = before.columns.filter((column) => isDefaultOf(column, from));
  const stated = after.columns.filter(({ name }) => defaults.some((held) => held.name === name));
  return {
    drops: [...drops, ...dropColumns(computed)],
    adds: [
      ...stated.map(
        (column) => `MODIFY COLUMN ${columnClause(column, { server, checks: after.checks })}`,
      ),
      ...remade(computed, { server, after }),
      ...adds,
    ],
    touches: [
      ...touches,
      ...[...computed, ...stated.map(({ name }) => name)].map((name) => ({
        thing: `column ${name}`,
        how: "change" as const,
      })),
    ],
  };
}

/** The table with those keys and indexes alone that do not follow by themselves. */
function boundTo(before: Table, from: string, computed: readonly string[]): Table {
  const spansComputed = (spans: (name: string) => boolean): boolean => computed.some(spans);
  const { primaryKey, ...table } = before;
  const bound =
    primaryKey !== undefined && spansComputed((name) => constraintSpans(primaryKey, name));
  return {
    ...table,
    ...(bound ? { primaryKey } : {}),
    foreignKeys: [],
    indexes: before.indexes.filter(
      (index) =>
        textsOf(index).some((sql) => mentions(sql, from)) ||
        spansComputed((name) => indexSpans(index, name)),
    ),
  };
}

function isDefaultOf({ name, default: held }: Column, from: string): boolean {
  return name !== from && held?.kind === "expression" && mentions(held.sql, from);
}
