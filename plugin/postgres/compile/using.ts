import type { Column } from "../../../src/schema/column.js";
import type { ColumnType } from "../../../src/schema/column-type.js";
import { quoteIdentifier } from "../../sql/quote.js";
import { isBoolean, isInteger, isNumber, isText, typeText } from "../column-type.js";

/**
 * How the old values of a column become values of its new type, where the server would not know by itself.
 *
 * Nothing where an assignment cast exists: that one refuses values which do not fit, while an explicit cast may cut them.
 */
export function usingExpression(from: Column, to: Column): string | undefined {
  return usingValue(quoteIdentifier(to.name), from.type, to.type, from.nullable);
}

/** The same of any value, given as SQL; it may be NULL unless it is said not to. */
export function usingValue(
  name: string,
  from: ColumnType,
  to: ColumnType,
  nullable = true,
): string | undefined {
  if (isAssignable(from, to)) return undefined;
  // No other type reads the blanks that it is filled up with.
  if (from.name === "char" && from.array !== true)
    return usingValue(`${name}::text`, { name: "text" }, to, nullable);
  if (from.array !== true && to.array === true) return wrapped(name, from, to, nullable);
  if (from.array === true && to.array !== true) return firstOf(name, from, to);
  // The cast would add the /32 that the type's own output leaves out.
  if (from.name === "inet" && isText(to)) return `textin(inet_out(${name}))`;
  if (isNumber(from) && isBoolean(to)) return `${name} <> 0`;
  if (isMoney(from) && isNumber(to)) return `${name}::numeric::${typeText(to)}`;
  // The cast would cut it to 15 digits, the text has all of them.
  if (isFloat(from) && to.name === "numeric") return `${name}::text::${typeText(to)}`;
  if (isBoolean(from) && isNumber(to)) return `${name}::integer::${typeText(to)}`;
  if (isInteger(from) && isBits(to)) return integerToBits(name, from, to);
  if (isBits(from) && isInteger(to)) return bitsToInteger(name, from, to);
  const text = to.array === true ? "text[]" : "text";
  return isText(from) || hasExplicitCast(from, to)
    ? `${name}::${typeText(to)}`
    : `${name}::${text}::${typeText(to)}`;
}

/** What a value of this type is as text, were there room for all of it. */
export function forwardText(value: string, from: ColumnType): string {
  return usingValue(value, from, { name: "text" }) ?? `${value}::text`;
}

/** How a list that an ORM keeps in a text (`a,b`) becomes an array. */
export function splitExpression(column: string, to: ColumnType): string {
  return `string_to_array(${quoteIdentifier(column)}, ',')::${uncutText(to)}`;
}

/** A type whose values a cast does not cut: that what is too long is refused when it is assigned. */
export function uncutText(type: ColumnType): string {
  if (!isText({ ...type, array: false })) return typeText(type);
  const { name, array = false } = type;
  return typeText({ name: name === "char" ? "text" : name, array });
}

export function joinExpression(column: string): string {
  return `array_to_string(${quoteIdentifier(column)}, ',')`;
}

/** Would the server convert on assignment? https://www.postgresql.org/docs/current/catalog-pg-cast.html */
function isAssignable(from: ColumnType, to: ColumnType): boolean {
  if (from.array !== true && to.array === true) return false;
  if ((from.array === true || from.name === "inet") && isText(to)) return false;
  // Every other type can be assigned to a text type through its own output.
  if (isText(to)) return true;
  if ((from.array ?? false) !== (to.array ?? false)) return false;
  if (isFloat(from) && to.name === "numeric") return false;
  if (isEnum(from) || isEnum(to)) return from.enumName !== undefined && sameEnum(from, to);
  if (from.name === to.name) return true;
  return (
    families.some((family) => family.has(from.name) && family.has(to.name)) || isPair(from, to)
  );
}

function isPair(from: ColumnType, to: ColumnType): boolean {
  return assignments.has(`${from.name} -> ${to.name}`);
}

function firstOf(name: string, from: ColumnType, to: ColumnType): string {
  const first = `${name}[1]`;
  return usingValue(first, { ...from, array: false }, to) ?? first;
}

function isMoney({ name, array = false }: ColumnType): boolean {
  return name === "money" && !array;
}

function isFloat({ name, array = false }: ColumnType): boolean {
  return (name === "real" || name === "double precision") && !array;
}

/** A single value becomes an array of one; NULL stays NULL. */
function wrapped(name: string, from: ColumnType, to: ColumnType, nullable: boolean): string {
  const one = `ARRAY[${usingValue(name, from, { ...to, array: false }) ?? name}]`;
  return nullable ? `CASE WHEN ${name} IS NOT NULL THEN ${one} END` : one;
}

// There are casts between `bit` and the two larger integers only.
function integerToBits(name: string, from: ColumnType, to: ColumnType): string {
  const wide = from.name === "smallint" ? `${name}::integer` : name;
  const length = from.name === "bigint" ? "64" : "32";
  return to.name === "bit"
    ? `${wide}::${typeText(to)}`
    : `${wide}::bit(${String(to.length ?? length)})::${typeText(to)}`;
}

function bitsToInteger(name: string, from: ColumnType, to: ColumnType): string {
  const bits = from.name === "bit" ? name : `${name}::bit(${String(from.length ?? 64)})`;
  return to.name === "smallint" ? `${bits}::integer::smallint` : `${bits}::${typeText(to)}`;
}

function isBits({ name, array = false }: ColumnType): boolean {
  return (name === "bit" || name === "varbit") && !array;
}

function hasExplicitCast(from: ColumnType, to: ColumnType): boolean {
  const jsonToValue = from.name === "jsonb" && (isNumber(to) || isBoolean(to));
  return jsonToValue;
}

function isEnum(type: ColumnType): boolean {
  return type.enumName !== undefined;
}

function sameEnum(from: ColumnType, to: ColumnType): boolean {
  return from.enumName?.name === to.enumName?.name && from.enumName?.schema === to.enumName?.schema;
}

const families: readonly ReadonlySet<string>[] = [
  new Set(["smallint", "integer", "bigint", "numeric", "real", "double precision"]),
  new Set(["timestamp", "timestamptz", "date"]),
  new Set(["time", "timetz"]),
  new Set(["time", "interval"]),
  new Set(["json", "jsonb"]),
  new Set(["bit", "varbit"]),
  new Set(["inet", "cidr"]),
  new Set(["macaddr", "macaddr8"]),
];

const assignments: ReadonlySet<string> = new Set([
  "timestamp -> time",
  "timestamptz -> time",
  "timestamptz -> timetz",
  "integer -> money",
  "bigint -> money",
  "numeric -> money",
  "money -> numeric",
  "citext -> varchar",
]);
