import type { AlterColumn } from "../../../src/operation/column-operation.js";
import type { Statement } from "../../../src/plugin/ddl.js";
import type { Column } from "../../../src/schema/column.js";
import { compact } from "../../../src/schema/compact.js";
import type { Table } from "../../../src/schema/table.js";
import { quoteIdentifier, quoteName } from "../quote-name.js";
import { spanning } from "./spanning.js";
import { columnClause } from "./column-clause.js";
import { computedFrom, dropColumns, remade } from "./computed.js";
import { nullGuard } from "./conversion-guard.js";
import { touchesOf } from "./restate.js";
import { alterText, type Step, type Known } from "./step.js";

/**
 * Adds a second column, fills it with what `using` makes of each row, and puts it in the place of the first, in one ALTER
 * TABLE together with all that spans the column. Until then nothing is lost, and each statement may run twice.
 */
export function swapColumn(
  operation: AlterColumn,
  known: Known,
  using: string,
): readonly Partial<Step>[] {
  const { table, from, to } = operation;
  const { before } = known;
  const name = secondName(to.name);
  const second = compact({ ...bare(to), name });
  return [
    {
      guards: to.nullable ? [] : [nullGuard(table, before, from.name, `(${using})`)],
      touches: touchesOf(operation),
      statements: [
        ...filled(operation, known, second, using),
        alterText(table, swapClauses(operation, name, known), operation),
      ],
    },
  ];
}

/**
 * Adds the column with its values. Where triggers watch updates, the server is made to compute them, which no trigger
 * notices; it computes nothing that another time gives something else, though, so otherwise an UPDATE does it.
 */
function filled(
  operation: AlterColumn,
  { before, server }: Known,
  second: Column,
  using: string,
): readonly Statement[] {
  const { table, from } = operation;
  const place = `AFTER ${quoteIdentifier(from.name)}`;
  const alter = (how: string, column: Column): Statement =>
    alterText(table, [`${how} COLUMN ${columnClause(column, { server })} ${place}`], operation);
  if (!watchesUpdates(before))
    return [alter("ADD", second), fill(before, operation, { column: second.name, value: using })];
  const generated = { kind: "expression", expression: using, stored: true } as const;
  return [alter("ADD", { ...second, generated }), alter("MODIFY", second)];
}

/** Has the table a trigger that an UPDATE would set off? */
export function watchesUpdates({ triggers = [] }: Table): boolean {
  return triggers.some(({ definition }) => /\b(?:before|after)\s+update\b/i.test(definition));
}

function swapClauses({ from, to }: AlterColumn, second: string, known: Known): readonly string[] {
  const { before, after, server } = known;
  const computed = computedFrom(before, from.name);
  const names = [from.name, ...computed];
  const { drops, adds } = spanning(names, known);
  return [
    ...drops,
    ...dropColumns(names),
    `CHANGE COLUMN ${quoteIdentifier(second)} ${columnClause(to, { server, checks: after.checks })}`,
    ...remade(computed, known),
    ...adds,
  ];
}

/** The column as it can stand beside the first: what it asks of its values comes after they are there. */
function bare({ type, charset, collation, compressed }: Column) {
  return { type, nullable: true, charset, collation, compressed };
}

/** What a column is set to; `where`: ` WHERE ...` for some of the rows only. */
type Filling = { readonly column: string; readonly value: string; readonly where?: string };

/** Sets a column of every row. Columns that note the time of a change keep what they have. */
export function fill(
  before: Table,
  { table }: Pick<AlterColumn, "table">,
  { column, value, where = "" }: Filling,
): Statement {
  const kept = stamps(before).filter((name) => name !== column);
  const sets = [
    `${quoteIdentifier(column)} = ${value}`,
    ...kept.map((name) => `${quoteIdentifier(name)} = ${quoteIdentifier(name)}`),
  ];
  return { sql: `UPDATE ${quoteName(table)} SET ${sets.join(", ")}${where}` };
}

/** The columns that note the time of a change: an UPDATE that does not name them sets them to now. */
export function stamps(table: Table | undefined): readonly string[] {
  const held = table?.columns ?? [];
  return held.flatMap(({ name, onUpdate }) => (onUpdate === undefined ? [] : [name]));
}

function secondName(name: string): string {
  return [..."athanor_new_", ...name].slice(0, 64).join("");
}
