import type { AlterColumn } from "../../../src/operation/column-operation.js";
import type { Column } from "../../../src/schema/column.js";
import { compact } from "../../../src/schema/compact.js";
import { sameValue } from "../../../src/schema/equality.js";
import { isCharacter, isNumber, normalizeType } from "../column-type.js";
import { quoteIdentifier } from "../quote-name.js";
import { conversionGuards } from "./conversion-guard.js";
import { renameValues } from "./rename-values.js";
import { inPlace, restatement, touchesOf } from "./restate.js";
import { alterText, type Step, type Known } from "./step.js";
import { swapColumn } from "./swap-column.js";
import type { ColumnType } from "../../../src/schema/column-type.js";
import { recompute } from "./computed.js";

/**
 * Changes a column and keeps its values. MODIFY and CHANGE say the whole definition, out of what the column is now, so that
 * nothing the author left out is lost. What they cannot do goes by way of a second column.
 */
export function alterColumn(operation: AlterColumn, known: Known): readonly Partial<Step>[] {
  const { from, to, using, renamed } = operation;
  const [old, fresh] = [from.generated, to.generated];
  if (using !== undefined && fresh?.kind !== "expression")
    return swapColumn(operation, known, using);
  if (fresh?.kind === "expression" && isMadeAnew(from, to)) return recompute(operation, known);
  // A virtual column has no values to keep in place: they are read off it.
  if (old?.kind === "expression" && !old.stored && fresh?.kind !== "expression")
    return swapColumn(operation, known, quoteIdentifier(from.name));
  if (renamed !== undefined) return renameValues(operation, renamed, known);
  const detour = stepsBetween(from.type, to.type);
  if (detour.length > 0) return takeDetour(operation, detour, known);
  return inPlace(operation, known);
}

// Only whether it is stored, or whether it is computed at all, cannot be changed in place.
function isMadeAnew({ generated: old }: Column, { generated: fresh }: Column): boolean {
  if (fresh?.kind !== "expression") return false;
  if (old?.kind !== "expression") return !fresh.stored;
  return old.stored !== fresh.stored || (!fresh.stored && !sameValue(old, fresh));
}

// Straight from one to the other the server would take the number of a value for the value.
function takeDetour(
  operation: AlterColumn,
  detour: readonly Column["type"][],
  known: Known,
): readonly Partial<Step>[] {
  const { from, to, table } = operation;
  const between = detour.map((type) => momentary(from, type));
  const ways = [...between.map((column) => [from, column] as const), [from, to] as const];
  return [
    {
      guards: conversionGuards(operation, known.before),
      touches: touchesOf(operation),
      statements: ways.map(([old, column]) =>
        alterText(table, [restatement(old, column, known)], operation),
      ),
    },
  ];
}

function momentary({ name, nullable, charset, collation }: Column, type: Column["type"]): Column {
  const bare = { name, nullable, type };
  return isCharacter(type) ? compact({ ...bare, charset, collation }) : bare;
}

type Family = "list" | "bits" | "text" | "number" | "other";

const words: ColumnType = { name: "varchar", length: 255 };
const digits: ColumnType = { name: "decimal", precision: 20, scale: 0 };
const count: ColumnType = { name: "bigint", unsigned: true };

/**
 * The types that a column must have for a moment between two others, because the server converts these otherwise than by
 * what the values say: a value of an enumeration becomes its number, and bits become the character of that number.
 */
function stepsBetween(from: ColumnType, to: ColumnType): readonly ColumnType[] {
  const { name, unsigned } = normalizeType(to);
  const family = familyOf(from);
  // A text beyond the largest signed number is no integer to MariaDB.
  if (name === "bigint" && unsigned === true && /^(text|other)$/.test(family)) return [digits];
  return detours[familyOf(from)]?.[familyOf(to)] ?? [];
}

const detours: Readonly<Partial<Record<Family, Partial<Record<Family, readonly ColumnType[]>>>>> = {
  list: { number: [words], bits: [words, count], other: [words] },
  number: { list: [words] },
  other: { list: [words] },
  bits: { list: [count, words], text: [count] },
  text: { bits: [digits, count] },
};

function familyOf(type: ColumnType): Family {
  const { name } = normalizeType(type);
  if (name === "enum" || name === "set") return "list";
  if (name === "bit") return "bits";
  if (isCharacter({ name })) return "text";
  return isNumber({ name }) ? "number" : "other";
}
