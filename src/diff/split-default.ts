import type { Column } from "../schema/column.js";
import type { Enum } from "../schema/enum.js";
import { sameValue, usesEnum } from "../schema/equality.js";
import { defaultNames } from "./default-text.js";
import { addedValues, removedValues, valuesChanged } from "./diff-enum.js";
import type { Match, Pair } from "./match.js";

/**
 * Tells the columns whose default stands in the way of what it names, before and after: a value that an enum loses
 * for one that it gains. Their default is taken away first and given back last.
 */
export function splitsDefault(enums: Match<Enum>): (pair: Pair<Column>) => boolean {
  const types = enums.kept.filter(valuesChanged);
  if (types.length === 0) return () => false;
  return (pair) =>
    types.some((type) => isTornByEnum(pair, type)) || isTornBetweenEnums(pair, types);
}

function isTornByEnum({ from, to }: Pair<Column>, type: Pair<Enum>): boolean {
  if (!usesEnum(from, type.from) || !usesEnum(to, type.to)) return false;
  const loses = removedValues(type).some((value) => defaultNames(from, value));
  return loses && addedValues(type).some((value) => defaultNames(to, value));
}

/** A column that moves between two enums that both change cannot go before the one and after the other. */
function isTornBetweenEnums({ from, to }: Pair<Column>, types: readonly Pair<Enum>[]): boolean {
  if (from.default === undefined || sameValue(from.type.enumName, to.type.enumName)) return false;
  return [from, to].every((column) => types.some((type) => usesEnum(column, type.to)));
}
