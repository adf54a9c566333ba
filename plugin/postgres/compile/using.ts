import type { ColumnType } from "../../../src/schema/column-type.js";
import { quoteIdentifier } from "../../sql/quote.js";
import { isBoolean, isInteger, isNumber, isText, typeText } from "../column-type.js";

/**
 * How the old values of a column become values of its new type, where the server would not know by itself.
 *
 * Nothing where an assignment cast exists: that one refuses values which do not fit, while an explicit cast may cut them.
 */
export function usingExpression(
  column: string,
  from: ColumnType,
  to: ColumnType,
): string | undefined {
  return usingValue(quoteIdentifier(column), from, to);
}

/** The same of any value, given as SQL. */
export function usingValue(name: string, from: ColumnType, to: ColumnType): string | undefined {
  if (isAssignable(from, to)) return undefined;
  // No other type reads the blanks that it is filled up with.
  if (from.name === "char" && from.array !== true)
    return usingValue(`${name}::text`, { name: "text" }, to);
  if (from.array !== true && to.array === true) return wrapped(name, from, to);
  if (from.array === true && isText(to)) return unwrapped(name);
  // The cast would add the /32 that the type's own output leaves out.
  if (from.name === "inet" && isText(to)) return `textin(inet_out(${name}))`;
  if (from.array === true && to.array !== true) return firstOf(name, from, to);
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
  return `string_to_array(${quoteIdentifier(column)}, ',')::${typeText(to)}`;
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
  return usingValue(first, { ...from, array: false }, to) ?? `${first}::${typeText(to)}`;
}

function isMoney({ name, array = false }: ColumnType): boolean {
  return name === "money" && !array;
}

function isFloat({ name, array = false }: ColumnType): boolean {
  return (name === "real" || name === "double precision") && !array;
}

// A single value becomes an array of one, a text that says an array becomes that array; NULL stays NULL.
function wrapped(name: string, from: ColumnType, to: ColumnType): string {
  const element: ColumnType = { ...to, array: false };
  const value = usingValue(name, from, element) ?? name;
  const type = typeText(to);
  const said = isText(from) ? ` WHEN ${saysArray(name, to)} THEN ${name}::${type}` : "";
  return `CASE WHEN ${name} IS NULL THEN NULL${said} ELSE ARRAY[${value}]::${type} END`;
}

// The way back of the above: an array of one is its element, any other is written {a,b}, and so is one whose element says
// an array: else it would not come back as it was.
function unwrapped(name: string): string {
  const isOne = `array_ndims(${name}) = 1 AND cardinality(${name}) = 1`;
  const isPlain = `${name}[1]::text !~ ${severalItems} AND ${name}[1]::text <> '{NULL}'`;
  return `CASE WHEN ${isOne} AND ${isPlain} THEN ${name}[1]::text ELSE ${name}::text END`;
}

// Of the arrays of one only those that `unwrapped` leaves as they are.
function saysArray(name: string, to: ColumnType): string {
  if (!isText({ ...to, array: false })) return `${name} ~ ${anyItems}`;
  return `(${name} ~ ${severalItems} OR ${name} = '{NULL}' OR ${name} ~ ${oneSayingSeveral})`;
}

// {} and {a,"b,c"} as regular expressions in SQL.
const item = String.raw`([^{}",\\]+|"([^"\\]|\\.)*")`;
const severalItems = String.raw`'^\{(${item}(,${item})+)?\}$'`;
const anyItems = String.raw`'^\{(${item}(,${item})*)?\}$'`;
const oneSayingSeveral = String.raw`'^\{"\{(.*,.*|NULL)?\}"\}$'`;

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
