import { isDeepStrictEqual } from "node:util";
import type { Column } from "../../../src/schema/column.js";
import type { CheckConstraint, ExcludeConstraint } from "../../../src/schema/constraint.js";
import type { Enum } from "../../../src/schema/enum.js";
import type { Index } from "../../../src/schema/index-definition.js";
import { sameName } from "../../../src/schema/name.js";
import type { Table } from "../../../src/schema/table.js";
import { isBuiltin, isNumber, isText } from "../column-type.js";

/** The parts of a table that text alone cannot settle: the server has to be asked. */
export type OpenSlots = {
  readonly types: ReadonlySet<string>;
  readonly defaults: ReadonlySet<string>;
  readonly generated: ReadonlySet<string>;
  readonly checks: readonly CheckConstraint[];
  readonly exclusions: readonly ExcludeConstraint[];
  readonly indexes: readonly Index[];
};

/** What of a wanted table is neither plain nor, word for word, what the database has already. */
export function openSlots(
  wanted: Table,
  actual: Table | undefined,
  enums: readonly Enum[],
): OpenSlots {
  const held = new Map(actual?.columns.map((column) => [column.name, column]));
  const open = (
    test: (column: Column, now: Column | undefined) => boolean,
  ): ReadonlySet<string> => {
    const found = wanted.columns.filter((column) => test(column, held.get(column.name)));
    return new Set(found.map(({ name }) => name));
  };
  const types = open(isTypeOpen);
  return {
    types,
    defaults: open((column, now) => isDefaultOpen(column, now, enums, types)),
    generated: open(isGeneratedOpen),
    checks: wanted.checks.filter((check) => !hasText(actual?.checks, check)),
    exclusions: wanted.exclusions.filter((each) => !hasText(actual?.exclusions, each)),
    indexes: openIndexes(wanted.indexes, actual?.indexes ?? []),
  };
}

export function openIndexes(wanted: readonly Index[], actual: readonly Index[]): readonly Index[] {
  return wanted.filter((index) => needsAnswer(index) && !actual.some((now) => says(now, index)));
}

export function isOpen(slots: OpenSlots): boolean {
  const columns = slots.types.size + slots.defaults.size + slots.generated.size;
  return columns + slots.checks.length + slots.exclusions.length + slots.indexes.length > 0;
}

function isTypeOpen({ type }: Column, now: Column | undefined): boolean {
  return !isBuiltin(type) && !isDeepStrictEqual(type, now?.type);
}

function isGeneratedOpen({ generated }: Column, now: Column | undefined): boolean {
  return generated?.kind === "expression" && !isDeepStrictEqual(generated, now?.generated);
}

function isDefaultOpen(
  column: Column,
  now: Column | undefined,
  enums: readonly Enum[],
  types: ReadonlySet<string>,
): boolean {
  if (column.default === undefined) return false;
  if (isDeepStrictEqual(column.default, now?.default)) return false;
  if (column.default.kind === "expression") {
    return now !== undefined || !fixedPoints.has(column.default.sql);
  }
  return types.has(column.name) || !isPlainValue(column, column.default.value, enums);
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

function needsAnswer(index: Index): boolean {
  const isPlainKey = ({ column, collation, operatorClass }: Index["keys"][number]): boolean =>
    column !== undefined && collation === undefined && operatorClass === undefined;
  return index.where !== undefined || !index.keys.every(isPlainKey);
}

function says(now: Index, wanted: Index): boolean {
  return isDeepStrictEqual(now.keys, wanted.keys) && now.where === wanted.where;
}
