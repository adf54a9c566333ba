import { mentions } from "../../../src/schema/sql-identifier.js";
import type { Table } from "../../../src/schema/table.js";
import { quoteIdentifier } from "../quote-name.js";
import { columnClause } from "./column-clause.js";
import { placeOf } from "./recompute.js";
import type { Told } from "./step.js";

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
  { after, server }: Pick<Told, "after" | "server">,
): readonly string[] {
  return after.columns
    .filter(({ name }) => names.includes(name))
    .map((column) => {
      const definition = columnClause(column, { server, checks: after.checks });
      return `ADD COLUMN ${definition}${placeOf(after, column.name)}`;
    });
}
