import type { AlterColumn } from "../../../src/operation/column-operation.js";
import type { Column } from "../../../src/schema/column.js";
import { compact } from "../../../src/schema/compact.js";
import { sameValue } from "../../../src/schema/equality.js";
import { isCharacter } from "../column-type.js";
import { quoteIdentifier } from "../quote-name.js";
import { conversionGuards } from "./conversion-guard.js";
import { recompute } from "./recompute.js";
import { renameValues } from "./rename-values.js";
import { inPlace, restatement, touchesOf } from "./restate.js";
import { alterText, type Step, type Told } from "./step.js";
import { swapColumn } from "./swap-column.js";
import { stepsBetween } from "./type-detour.js";

/**
 * Changes a column and keeps its values. MODIFY and CHANGE say the whole definition, out of what the column is now, so that
 * nothing the author left out is lost. What they cannot do goes by way of a second column.
 */
export function alterColumn(operation: AlterColumn, told: Told): readonly Partial<Step>[] {
  const { from, to, using, renamed } = operation;
  const [old, fresh] = [from.generated, to.generated];
  if (using !== undefined && fresh?.kind !== "expression")
    return swapColumn(operation, told, using);
  if (fresh?.kind === "expression" && isMadeAnew(from, to)) return recompute(operation, told);
  // A virtual column has no values to keep in place: they are read off it.
  if (old?.kind === "expression" && !old.stored && fresh?.kind !== "expression")
    return swapColumn(operation, told, quoteIdentifier(from.name));
  if (renamed !== undefined) return renameValues(operation, renamed, told);
  const detour = stepsBetween(from.type, to.type);
  if (detour.length > 0) return takeDetour(operation, detour, told);
  return inPlace(operation, told);
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
  told: Told,
): readonly Partial<Step>[] {
  const { from, to, table } = operation;
  const between = detour.map((type) => momentary(from, type));
  const ways = [...between.map((column) => [from, column] as const), [from, to] as const];
  return [
    {
      guards: conversionGuards(operation, told.before),
      touches: touchesOf(operation),
      statements: ways.map(([old, column]) =>
        alterText(table, [restatement(old, column, told)], operation),
      ),
    },
  ];
}

function momentary({ name, nullable, charset, collation }: Column, type: Column["type"]): Column {
  const bare = { name, nullable, type };
  return isCharacter(type) ? compact({ ...bare, charset, collation }) : bare;
}
