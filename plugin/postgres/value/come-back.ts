import type { ColumnType } from "../../../src/schema/column-type.js";
import { isBoolean, isInteger, isNumber, isText, typeText } from "../column-type.js";
import { forwardText, usingValue } from "../compile/using.js";

/** A value on its way back. */
export type Journey = {
  /** SQL of the value as the new type holds it. */
  readonly value: string;
  readonly to: ColumnType;
  /** SQL of the value as it was. */
  readonly old: string;
  readonly from: ColumnType;
  /** Was it converted as this dialect does it, and not by an author's expression? */
  readonly isOwn: boolean;
};

/**
 * SQL of the value that comes back, which fails for none: NULL where nothing would. Undefined where a failure cannot be
 * ruled out.
 */
export function comeBack(journey: Journey): string | undefined {
  for (const way of ways) {
    const back = way(journey);
    if (back !== undefined) return back;
  }
  return undefined;
}

type Way = (journey: Journey) => string | undefined;

const ways: readonly Way[] = [
  intoText,
  outOfText,
  outOfOne,
  intoOne,
  betweenNumbers,
  intoBoolean,
  outOfBoolean,
  betweenBits,
  outOfJson,
  betweenCasts,
];

function isMany({ array = false }: ColumnType): boolean {
  return array;
}

/** Everything has a text. */
function intoText({ value, to, from }: Journey): string | undefined {
  if (!isText(from)) return undefined;
  // Not cut to the length of its column: the server would refuse it.
  return `(${usingValue(value, to, { name: "text" }) ?? value})::text`;
}

/** A text that was not cut is what the old type itself wrote, and it reads that again. */
function outOfText({ value, to, old, from, isOwn }: Journey): string | undefined {
  if (!isText(to) || isMany(from) || !isOwn) return undefined;
  const read = usingValue(value, to, from) ?? cast(value, from);
  return `CASE WHEN ${value}::text = ${forwardText(old, from)} THEN ${read} END`;
}

/** A single value was wrapped into an array of one. */
function outOfOne({ value, to, ...rest }: Journey): string | undefined {
  if (!isMany(to) || isMany(rest.from)) return undefined;
  return comeBack({ ...rest, value: `(${value})[1]`, to: { ...to, array: false } });
}

/** The first element of an array was kept. */
function intoOne({ value, to, old, from, isOwn }: Journey): string | undefined {
  if (!isMany(from) || isMany(to)) return undefined;
  const element = { ...from, array: false };
  const first = `(${old})[1]`;
  const came = comeBack({ value, to, old: first, from: element, isOwn });
  const one = came ?? `CASE WHEN ${value}::text = ${first}::text THEN ${first} END`;
  return `CASE WHEN ${value} IS NOT NULL THEN ARRAY[${one}]::${typeText(from)} END`;
}

function betweenNumbers({ value, to, from, isOwn }: Journey): string | undefined {
  if (!isCounted(to) || !isCounted(from)) return undefined;
  const exact = exactly(value, to);
  if (isInteger(from)) return intoInteger(exact, from);
  if (from.name === "numeric") return intoNumeric(exact, from);
  if (!isOwn) return undefined;
  if (from.name !== "money") return cast(exact, from);
  return `CASE WHEN abs(${exact}) < 92233720368547758 THEN ${exact}::numeric::money END`;
}

function isCounted(type: ColumnType): boolean {
  return isNumber(type) || (type.name === "money" && !isMany(type));
}

/** The number with all its digits, as one that others are compared with. */
function exactly(value: string, { name }: ColumnType): string {
  if (name === "money") return `${value}::numeric`;
  return value;
}

const bounds: Readonly<Record<string, readonly [string, string]>> = {
  smallint: ["-32768", "32767.5"],
  integer: ["-2147483648", "2147483647.5"],
  bigint: ["-9223372036854775808", "9223372036854775807.5"],
};

function intoInteger(value: string, from: ColumnType): string {
  const [least, above] = bounds[from.name] ?? ["0", "0"];
  return `CASE WHEN ${value} >= ${least} AND ${value} < ${above} THEN ${cast(value, from)} END`;
}

function intoNumeric(value: string, from: ColumnType): string {
  const number = `${value}::text::numeric`;
  if (from.precision === undefined) return number;
  const scale = from.scale ?? 0;
  const fits = `abs(round(${number}, ${String(scale)})) < 1e${String(from.precision - scale)}::numeric`;
  return `CASE WHEN ${fits} OR ${number} = 'NaN' THEN ${cast(number, from)} END`;
}

function intoBoolean({ value, to, from }: Journey): string | undefined {
  return isNumber(to) && isBoolean(from) ? `${value} <> 0` : undefined;
}

function outOfBoolean({ value, to, from }: Journey): string | undefined {
  return isBoolean(to) && isNumber(from) ? usingValue(value, to, from) : undefined;
}

function betweenBits({ value, to, from }: Journey): string | undefined {
  if (isBits(to) && isBits(from)) return cast(value, from);
  if (isInteger(to) && isBits(from)) return usingValue(value, to, from);
  if (!isBits(to) || !isInteger(from)) return undefined;
  const isBig = from.name === "bigint";
  const whole = usingValue(value, to, { name: isBig ? "bigint" : "integer" }) ?? "NULL";
  const number = from.name === "smallint" ? intoInteger(whole, from) : whole;
  return `CASE WHEN ${lengthOf(value, to)} <= ${isBig ? "64" : "32"} THEN ${number} END`;
}

/** A varying one is filled up to the length of its type. */
function lengthOf(value: string, { name, length }: ColumnType): string {
  return name === "bit" ? `length(${value})` : String(length ?? 64);
}

function isBits({ name, array = false }: ColumnType): boolean {
  return (name === "bit" || name === "varbit") && !array;
}

/** JSON became a number or a truth: whatever that is, is JSON. */
function outOfJson({ value, to, from, isOwn }: Journey): string | undefined {
  const isJson = ({ name, array = false }: ColumnType): boolean => /^jsonb?$/.test(name) && !array;
  const isScalar = (type: ColumnType): boolean => isNumber(type) || isBoolean(type);
  if (!isOwn) return undefined;
  if (isJson(to) && isJson(from)) return cast(value, from);
  if (isJson(from) && isScalar(to)) return usingValue(value, to, from);
  if (to.name !== "jsonb" || !isJson(to) || !isScalar(from)) return undefined;
  return isBoolean(from)
    ? cast(value, from)
    : comeBack({ value: `${value}::numeric`, to: { name: "numeric" }, old: "NULL", from, isOwn });
}

/** Pairs whose cast fails for no value that came the other way; of the same name: whatever their sizes. */
const casts: ReadonlySet<string> = new Set([
  "timestamp -> timestamptz",
  "timestamptz -> timestamp",
  "date -> timestamp",
  "date -> timestamptz",
  "timestamp -> date",
  "timestamptz -> date",
  "time -> timetz",
  "timetz -> time",
  "time -> interval",
  "interval -> time",
  "inet -> cidr",
  "cidr -> inet",
  "macaddr -> macaddr8",
  "macaddr8 -> macaddr",
  "varchar -> varchar",
  "char -> char",
  "text -> varchar",
  "varchar -> text",
  "timestamp -> timestamp",
  "timestamptz -> timestamptz",
  "time -> time",
  "timetz -> timetz",
  "interval -> interval",
  "smallint -> integer",
  "smallint -> bigint",
  "smallint -> numeric",
  "integer -> bigint",
  "integer -> numeric",
  "bigint -> numeric",
  "real -> double precision",
  "json -> jsonb",
  "jsonb -> json",
]);

function betweenCasts({ value, to, from, isOwn }: Journey): string | undefined {
  if (!isOwn || isMany(from) !== isMany(to)) return undefined;
  const isKnown = casts.has(`${from.name} -> ${to.name}`);
  const isSized = to.precision !== undefined || to.length !== undefined;
  return isKnown && !(isMany(to) && to.name === "numeric" && isSized)
    ? cast(value, from)
    : undefined;
}

function cast(value: string, type: ColumnType): string {
  return `(${value})::${typeText(type)}`;
}
