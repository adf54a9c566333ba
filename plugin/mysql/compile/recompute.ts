import type { AlterColumn } from "../../../src/operation/column-operation.js";
import type { Table } from "../../../src/schema/table.js";
import { quoteIdentifier } from "../quote-name.js";
import { spanning } from "./aside.js";
import { columnClause } from "./column-clause.js";
import type { Step, Told } from "./step.js";

/** Drops a computed column and makes it again at its place: its values come from other columns. */
export function recompute({ from, to }: AlterColumn, told: Told): readonly Partial<Step>[] {
  const { before, after, server } = told;
  const { drops, adds, touches } = spanning([from.name], told);
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
export function placeOf({ columns }: Table, name: string): string {
  const at = columns.findIndex((column) => column.name === name);
  if (at < 0) return "";
  const previous = columns[at - 1];
  return previous === undefined ? " FIRST" : ` AFTER ${quoteIdentifier(previous.name)}`;
}
