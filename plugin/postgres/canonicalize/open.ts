import { isDeepStrictEqual } from "node:util";
import type { Column } from "../../../src/schema/column.js";
import type { Enum } from "../../../src/schema/enum.js";
import type { Index } from "../../../src/schema/index-definition.js";
import { sameName } from "../../../src/schema/name.js";
import type { Schema } from "../../../src/schema/schema.js";
import type { Table } from "../../../src/schema/table.js";
import type { View } from "../../../src/schema/view.js";
import { slotKey, type SlotKind } from "../../sql/slot.js";
import { isBuiltin, isNumber, isText } from "../column-type.js";

/** The keys of the slots of a table that text alone cannot settle: the server has to be asked. */
export type Open = ReadonlySet<string>;

/** What of a wanted table is neither plain nor, word for word, what the database has already. */
export function openTable(
  wanted: Table,
  actual: Table | undefined,
  { enums }: Pick<Schema, "enums">,
): Open | undefined {
  const held = new Map(actual?.columns.map((column) => [column.name, column]));
  const open = [
    ...wanted.columns.flatMap((column, at) =>
      openInColumn(column, held.get(column.name), enums).map((kind) => slotKey({ kind, at })),
    ),
    ...openAmong("check", wanted.checks, (each) => !hasText(actual?.checks, each)),
    ...openAmong("exclusion", wanted.exclusions, (each) => !hasText(actual?.exclusions, each)),
    ...openAmong("index", wanted.indexes, (each) => isIndexOpen(each, actual?.indexes)),
  ];
  return open.length === 0 ? undefined : new Set(open);
}

export function openView(wanted: View, actual: View | undefined): boolean {
  return (
    wanted.definition !== actual?.definition ||
    wanted.indexes.some((index) => isIndexOpen(index, actual.indexes))
  );
}

function openAmong<Item>(
  kind: SlotKind,
  items: readonly Item[],
  isOpen: (item: Item) => boolean,
): readonly string[] {
  return items.flatMap((item, at) => (isOpen(item) ? [slotKey({ kind, at })] : []));
}

function openInColumn(
  column: Column,
  now: Column | undefined,
  enums: readonly Enum[],
): readonly SlotKind[] {
  const { type, generated } = column;
  const isTypeOpen = !isBuiltin(type) && !isDeepStrictEqual(type, now?.type);
  const isComputed =
    generated?.kind === "expression" && !isDeepStrictEqual(generated, now?.generated);
  return [
    ...(isTypeOpen ? (["type"] as const) : []),
    ...(isDefaultOpen(column, now, enums, isTypeOpen) ? (["default"] as const) : []),
    ...(isComputed ? (["generated"] as const) : []),
  ];
}

function isDefaultOpen(
  column: Column,
  now: Column | undefined,
  enums: readonly Enum[],
  isTypeOpen: boolean,
): boolean {
  const { default: value } = column;
  if (value === undefined || isDeepStrictEqual(value, now?.default)) return false;
  return value.kind === "expression"
    ? now !== undefined || !fixedPoints.has(value.sql)
    : isTypeOpen || !isPlainValue(column, value.value, enums);
}

// Whatever the server makes of these, it makes it of every such column.
function isPlainValue(
  { type }: Column,
  value: string | number | boolean | null,
  enums: readonly Enum[],
): boolean {
  if (isText(type)) return typeof value === "string";
  if (isNumber(type))
    return typeof value === "number" && (Number.isInteger(value) || type.name === "numeric");
  if (type.array === true) return false;
  if (type.name === "boolean") return typeof value === "boolean";
  const { enumName } = type;
  const values =
    enumName === undefined ? [] : enums.find((each) => sameName(each, enumName))?.values;
  return values?.includes(String(value)) ?? false;
}

// Expressions that the server prints as they are written: a new column with one of them needs no question.
const fixedPoints: ReadonlySet<string> = new Set([
  "now()",
  "CURRENT_TIMESTAMP",
  "CURRENT_DATE",
  "gen_random_uuid()",
  "uuid_generate_v4()",
]);

function hasText(
  held: readonly { readonly expression: string }[] | undefined,
  wanted: { readonly expression: string },
): boolean {
  return held?.some(({ expression }) => expression === wanted.expression) ?? false;
}

function isIndexOpen(wanted: Index, actual: readonly Index[] = []): boolean {
  const { keys, where } = wanted;
  const isPlain = keys.every(
    ({ column, collation, operatorClass }) =>
      column !== undefined && collation === undefined && operatorClass === undefined,
  );
  if (where === undefined && isPlain) return false;
  return !actual.some((now) => isDeepStrictEqual(now.keys, keys) && now.where === where);
}
