import type { Column } from "../schema/column.js";
import type { CheckConstraint } from "../schema/constraint.js";
import { valueAfter } from "../operation/enum-change.js";
import type { Operation } from "../operation/operation.js";
import { sameName, type QualifiedName } from "../schema/name.js";
import { findTable, type Schema } from "../schema/schema.js";
import {
  findEnumeration,
  placeText,
  type Enumeration,
  type EnumerationPlace,
} from "./enumeration.js";
import { orderRenamings, type Renaming } from "./renaming.js";
import { demand, missing, occupied, unwanted } from "./rename-refusal.js";

export type ValueRename = {
  readonly kind: "value";
  readonly of: EnumerationPlace;
  readonly from: string;
  readonly to: string;
};

/** The operations that give values of enumerations new names, one enumeration after the other; rows follow. */
export function renameValues(
  from: Schema,
  to: Schema,
  renames: readonly ValueRename[],
): readonly Operation[] {
  const groups = new Map<string, ValueRename[]>();
  for (const rename of renames) {
    const key = JSON.stringify(rename.of);
    groups.set(key, [...(groups.get(key) ?? []), rename]);
  }
  return [...groups.values()].flatMap((group) => renameIn(from, to, group));
}

function renameIn(from: Schema, to: Schema, renames: readonly ValueRename[]): readonly Operation[] {
  const [first] = renames;
  if (first === undefined) return [];
  const place = placeText(first.of);
  const held = heldEnumeration(from, first.of);
  const wanted = wantedEnumeration(from, to, first.of);
  const leaving = renames.map((rename) => rename.from);
  for (const rename of renames) {
    const inPlace = (value: string): string => `${place}.${value}`;
    const has = (enumeration: Enumeration | undefined, value: string): boolean =>
      enumeration?.values.includes(value) ?? false;
    demand(has(held, rename.from), rename, missing("value", inPlace(rename.from)));
    demand(has(wanted, rename.to), rename, unwanted("value", inPlace(rename.to)));
    const taken = has(held, rename.to) && !leaving.includes(rename.to);
    demand(!taken, rename, occupied("value", inPlace(rename.to)));
  }
  const pairs = Object.fromEntries(renames.map((rename) => [rename.from, rename.to]));
  return held === undefined ? [] : operationsOf(from, held, pairs);
}

/** Where the place names an enum type by the name that the entities give it, its column leads to the old one. */
function heldEnumeration(from: Schema, place: EnumerationPlace): Enumeration | undefined {
  if (place.kind === "column") return findEnumeration(from, place.table, place.column);
  const type = from.enums.find((held) => sameName(held, place.name));
  return type && { values: type.values, place };
}

/** What the columns of the enumeration want their values from. */
function wantedEnumeration(
  from: Schema,
  to: Schema,
  place: EnumerationPlace,
): Enumeration | undefined {
  if (place.kind === "column") return findEnumeration(to, place.table, place.column);
  const user = columnsUsing(from, place.name).find(
    ({ table, column }) => findEnumeration(to, table, column) !== undefined,
  );
  if (user !== undefined) return findEnumeration(to, user.table, user.column);
  const type = to.enums.find((wanted) => sameName(wanted, place.name));
  return type && { values: type.values, place };
}

function columnsUsing({ tables }: Schema, type: QualifiedName) {
  return tables.flatMap((table) =>
    table.columns
      .filter(({ type: { enumName } }) => enumName !== undefined && sameName(enumName, type))
      .map(({ name }) => ({ table, column: name })),
  );
}

type ColumnPlace = Extract<EnumerationPlace, { kind: "column" }>;

type Renames = Readonly<Record<string, string>>;

function operationsOf(from: Schema, held: Enumeration, renamed: Renames): readonly Operation[] {
  const { place, values } = held;
  if (place.kind === "type") {
    const type = { ...place.name, values };
    const to = { ...place.name, values: values.map((value) => valueAfter(value, renamed)) };
    return [{ kind: "alterEnum", from: type, to, renamed }];
  }
  if (held.check !== undefined) return moveRows(place, held.check, values, renamed);
  return alterValues(from, place, renamed);
}

/**
 * The check that lists the values goes, and comes as the entities want it when the schemas are compared. No rows get a value
 * that others have still to leave.
 */
function moveRows(
  { table, column }: ColumnPlace,
  constraint: CheckConstraint,
  values: readonly string[],
  renamed: Renames,
): readonly Operation[] {
  const renamings = Object.entries(renamed).map(([from, to]): Renaming => ({
    space: column,
    from,
    to,
    operation: (left, right) => ({
      kind: "backfill",
      table,
      set: { [column]: right },
      where: { [column]: left },
      reversible: true,
    }),
  }));
  const taken = [...values, ...Object.values(renamed)];
  return [
    { kind: "dropConstraint", table, constraint },
    ...orderRenamings(renamings, (circle) => unusedValue(taken, circle)),
  ];
}

/** As short as can be: the column may be narrow. */
function unusedValue(taken: readonly string[], circle: number): string {
  const tildes = Array.from({ length: taken.length + circle }, (_, at) => "~".repeat(at + 1));
  return tildes.filter((value) => !taken.includes(value))[circle - 1] ?? "~";
}

function alterValues(
  schema: Schema,
  { table, column: name }: ColumnPlace,
  renamed: Renames,
): readonly Operation[] {
  const from = findTable(schema, table)?.columns.find((each) => each.name === name);
  if (from === undefined) return [];
  const values = (from.type.values ?? []).map((value) => valueAfter(value, renamed));
  const { default: held } = from;
  const isRenamed = held?.kind === "value" && typeof held.value === "string";
  const value = isRenamed ? valueAfter(String(held.value), renamed) : undefined;
  const to: Column = {
    ...from,
    type: { ...from.type, values },
    ...(value === undefined ? {} : { default: { kind: "value", value } }),
  };
  return [{ kind: "alterColumn", table, from, to, renamed }];
}
