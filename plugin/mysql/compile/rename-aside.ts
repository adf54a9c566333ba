import type { Column } from "../../../src/schema/column.js";
import { constraintSpans, indexSpans, textsOf } from "../../../src/schema/span.js";
import { mentions } from "../../../src/schema/sql-identifier.js";
import type { Table } from "../../../src/schema/table.js";
import { spanning, type Spanning } from "./aside.js";
import { columnClause } from "./column-clause.js";
import { computedFrom, dropColumns, remade } from "./computed.js";
import type { Told } from "./step.js";

/**
 * What steps aside while a column gets another name, in the same ALTER TABLE. MariaDB has everything follow by itself; MySQL
 * has keys and indexes follow, and refuses where a check, a computed column, a default or the expression of an index speaks
 * of the column.
 */
export function renameAside(from: string, told: Told): Spanning {
  const { server, before, after } = told;
  if (server?.product !== "mysql") return { drops: [], adds: [], touches: [] };
  const computed = computedFrom(before, from);
  const bound = boundTo(before, from, computed);
  const { drops, adds, touches } = spanning([from, ...computed], told, bound);
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
