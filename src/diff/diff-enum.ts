import type { Operation } from "../operation/operation.js";
import type { Column } from "../schema/column.js";
import type { Enum } from "../schema/enum.js";
import { nameKey, nameOf } from "../schema/name.js";
import type { Schema } from "../schema/schema.js";
import type { Match, Pair } from "./match.js";
import { match } from "./match.js";

/**
 * The enum types whose column now wants a type of another name: they are renamed, and the values stay.
 * Types that are not ours are left as they are.
 */
export function renameEnums(
  from: Schema,
  to: Schema,
  owns: (type: Enum) => boolean,
): readonly Operation[] {
  const types = match(from.enums, to.enums, nameKey);
  if (types.added.length === 0 || types.removed.length === 0) return [];
  const leaving = new Set(types.removed.filter(owns).map(nameKey));
  const coming = new Set(types.added.map(nameKey));
  return keptColumns(from, to).flatMap(({ from: before, to: after }): Operation[] => {
    const [old, wanted] = [before.type.enumName, after.type.enumName];
    if (old === undefined || wanted === undefined) return [];
    if (!leaving.has(nameKey(old)) || !coming.delete(nameKey(wanted))) return [];
    leaving.delete(nameKey(old));
    return [{ kind: "renameEnum", from: nameOf(old), to: nameOf(wanted) }];
  });
}

function keptColumns(from: Schema, to: Schema): readonly Pair<Column>[] {
  const tables = match(from.tables, to.tables, nameKey).kept;
  return tables.flatMap(
    (table) => match(table.from.columns, table.to.columns, (column) => column.name).kept,
  );
}

export function diffEnums(types: Match<Enum>): readonly Operation[] {
  return [
    ...types.added.map((type): Operation => ({ kind: "createEnum", enum: type })),
    ...types.kept
      .filter(valuesChanged)
      .map(({ from, to }): Operation => ({ kind: "alterEnum", from, to })),
    ...types.removed.map((type): Operation => ({ kind: "dropEnum", enum: type })),
  ];
}

export function valuesChanged({ from, to }: Pair<Enum>): boolean {
  return JSON.stringify(from.values) !== JSON.stringify(to.values);
}

export function removedValues({ from, to }: Pair<Enum>): readonly string[] {
  return from.values.filter((value) => !to.values.includes(value));
}

export function addedValues({ from, to }: Pair<Enum>): readonly string[] {
  return to.values.filter((value) => !from.values.includes(value));
}
