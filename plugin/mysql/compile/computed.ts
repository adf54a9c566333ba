import { mentions } from "../../../src/schema/sql-identifier.js";
import type { Table } from "../../../src/schema/table.js";
import { quoteIdentifier } from "../quote-name.js";
import { columnClause } from "./column-clause.js";
import type { Known, Step } from "./step.js";
import type { AlterColumn } from "../../../src/operation/column-operation.js";
import { spanning } from "./spanning.js";

/** The columns that are computed from this one, or from one that is, in the table's order. */
export function computedFrom({ columns }: Table, name: string): readonly string[] {
  const sources = new Set([name]);
  const found: string[] = [];
  // A column is computed from any that stand before it, and from plain ones that stand after.
  for (const { generated, name: own } of columns) {
    if (generated?.kind !== "expression" || own === name) continue;
    const { expression } = generated;
    if (![...sources].some((source) => mentions(expression, source))) continue;
    sources.add(own);
    found.push(own);
  }
  return found;
}

export function dropColumns(names: readonly string[]): readonly string[] {
  return names.map((name) => `DROP COLUMN ${quoteIdentifier(name)}`);
}

/** Computed columns that are made again where they stood. */
export function remade(
  names: readonly string[],
  { after, server }: Pick<Known, "after" | "server">,
): readonly string[] {
  return after.columns
    .filter(({ name }) => names.includes(name))
    .map((column) => {
      const definition = columnClause(column, { server, checks: after.checks });
      return `ADD COLUMN ${definition}${placeOf(after, column.name)}`;
    });
}

/** Drops a computed column and makes it again at its place: its values come from other columns. */
export function recompute({ from, to }: AlterColumn, known: Known): readonly Partial<Step>[] {
  const { before, after, server } = known;
  const { drops, adds, touches } = spanning([from.name], known);
  const definition = columnClause(to, { server, checks: after.checks });
  return [
    {
      clauses: [
        ...drops,
        `DROP COLUMN ${quoteIdentifier(from.name)}`,
        `ADD COLUMN ${definition}${placeOf(before, from.name)}`,
        ...adds,
      ],
      touches: [
        ...touches.map(({ thing }) => ({ thing, how: "change" as const })),
        ...[from.name, to.name].map((name) => ({
          thing: `column ${name}`,
          how: "change" as const,
        })),
      ],
    },
  ];
}

/** ` AFTER \`a\``: the place of a column in its table; nothing for what is not in it. */
function placeOf({ columns }: Table, name: string): string {
  const at = columns.findIndex((column) => column.name === name);
  if (at < 0) return "";
  const previous = columns[at - 1];
  return previous === undefined ? " FIRST" : ` AFTER ${quoteIdentifier(previous.name)}`;
}
