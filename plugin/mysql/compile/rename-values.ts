import type { AlterColumn } from "../../../src/operation/column-operation.js";
import type { Column } from "../../../src/schema/column.js";
import { quoteIdentifier } from "../quote-name.js";
import { quoteText } from "../text/quote-text.js";
import { conversionGuards } from "./conversion-guard.js";
import { exact } from "../value/judge.js";
import { inPlace, restatement, touchesOf } from "./restate.js";
import { alterText, type Step, type Known } from "./step.js";
import { fill, swapColumn, watchesUpdates } from "./swap-column.js";

type Renamed = Readonly<Record<string, string>>;

/**
 * Renames values of an enumeration or a set: the list is widened by the new ones, the rows that hold an old one get the new
 * one, the list is narrowed. Values that trade places, or differ in their case alone, cannot stand in one list: they go by
 * way of a second column, as they do where a trigger would notice.
 */
export function renameValues(
  operation: AlterColumn,
  renamed: Renamed,
  known: Known,
): readonly Partial<Step>[] {
  const { from, to, table } = operation;
  const pairs = Object.entries(renamed).filter(([old, fresh]) => old !== fresh);
  if (pairs.length === 0) return inPlace(operation, known);
  const held = from.type.values ?? [];
  const value = renamedValue(from, pairs);
  const clashes = pairs.some(([, fresh]) => held.some((old) => sameFolded(old, fresh)));
  if (clashes || watchesUpdates(known.before)) return swapColumn(operation, known, value);
  const fresh = pairs.map(([, name]) => name);
  const widened = { ...from, type: { ...from.type, values: [...held, ...fresh] } };
  const where = ` WHERE ${holdsOne(
    from,
    pairs.map(([old]) => old),
  )}`;
  return [
    {
      guards: conversionGuards({ ...operation, from: withValues(from, renamed) }, known.before),
      touches: touchesOf(operation),
      statements: [
        alterText(table, [restatement(from, widened, known)], operation),
        fill(known.before, operation, { column: from.name, value, where }),
        alterText(table, [restatement(from, to, known)], operation),
      ],
    },
  ];
}

type Pairs = readonly (readonly [old: string, fresh: string])[];

function renamedValue({ name, type }: Column, pairs: Pairs): string {
  const column = quoteIdentifier(name);
  if (type.name === "set") {
    const inner = pairs.reduce(
      (text, [old, fresh]) =>
        `REPLACE(${text}, ${quoteText(`,${old},`)}, ${quoteText(`,${fresh},`)})`,
      `CONCAT(',', ${column}, ',')`,
    );
    return `TRIM(BOTH ',' FROM ${inner})`;
  }
  const cases = pairs.map(([old, fresh]) => `WHEN ${quoteText(old)} THEN ${quoteText(fresh)}`);
  return `CASE ${exact(column)} ${cases.join(" ")} ELSE ${column} END`;
}

function holdsOne({ name, type }: Column, values: readonly string[]): string {
  const column = quoteIdentifier(name);
  if (type.name !== "set") return `${exact(column)} IN (${values.map(quoteText).join(", ")})`;
  return values.map((value) => `FIND_IN_SET(${quoteText(value)}, ${column})`).join(" OR ");
}

/** The column as the guards see it: what is renamed does not go. */
function withValues(column: Column, renamed: Renamed): Column {
  const values = (column.type.values ?? []).filter((value) => !(value in renamed));
  return { ...column, type: { ...column.type, values } };
}

/** Would a list take them for the same? */
function sameFolded(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}
