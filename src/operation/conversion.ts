import type { ColumnType } from "../schema/column-type.js";
import { sameValue } from "../schema/equality.js";

/**
 * What becomes of old values under a new type: `kept`, each as it was; `narrowed`, where some may be refused, cut or
 * rounded; `converted`, where the database must make something else of them, and may refuse.
 */
export type Conversion = "kept" | "narrowed" | "converted";

/** What becomes of values, by the two types alone. `converted` where nothing is known of them. */
export function conversionOf(from: ColumnType, to: ColumnType): Conversion {
  if (sameValue(from, to)) return "kept";
  const shapes = [from, to].map(({ array = false, enumName }) => [array, enumName]);
  if (!sameValue(shapes[0], shapes[1])) return "converted";
  if (from.name === to.name) return resized(from, to);
  return betweenTypes(from, to);
}

/** From narrow to wide: a value of one has its place in every later one of its line. */
const lines: readonly (readonly (readonly string[])[])[] = [
  [
    ["tinyint"],
    ["smallint"],
    ["mediumint"],
    ["int", "integer"],
    ["bigint"],
    ["numeric", "decimal"],
  ],
  // What has more digits than the fraction of a floating-point number has bits for is rounded.
  [["tinyint"], ["smallint"], ["real", "float"], ["double precision", "double"]],
  [
    ["integer", "int"],
    ["double precision", "double"],
  ],
  [
    ["char", "nchar"],
    ["varchar", "nvarchar", "citext"],
    ["tinytext"],
    ["text", "clob"],
    ["mediumtext"],
    ["longtext"],
  ],
  [["varbinary"], ["tinyblob"], ["blob"], ["mediumblob"], ["longblob"]],
  [["date"], ["timestamp", "datetime"]],
  [["date"], ["timestamptz"]],
  // Of equal keys `jsonb` keeps the last.
  [["jsonb"], ["json"]],
  [["bit"], ["varbit"]],
];

function betweenTypes(from: ColumnType, to: ColumnType): Conversion {
  for (const line of lines) {
    const [before, after] = [placeIn(line, from.name), placeIn(line, to.name)];
    if (before < 0 || after < 0) continue;
    return before <= after ? resized(from, to) : "narrowed";
  }
  if (isUnboundedText(to)) return "kept";
  // Fractions go, digits go; a time does not tell its day.
  const isCut =
    (isNumeric(from) && isNumeric(to)) || (isMoment(from) && /^timetz$|^time$/.test(to.name));
  return isCut ? "narrowed" : "converted";
}

/**
 * Is the new type a text that all values have their place in, and may yet not give back each of them? So it is with what
 * some database writes with fewer digits, or in a character set.
 */
export function mayDiffer(from: ColumnType, to: ColumnType): boolean {
  return isUnboundedText(to) && from.name !== to.name && !exactAsText.has(from.name);
}

const exactAsText: ReadonlySet<string> = new Set(
  (
    "char,nchar,varchar,nvarchar,citext,tinytext,text,mediumtext,clob,tinyint,smallint,mediumint,int,integer,bigint," +
    "boolean,uuid,json,jsonb,xml,enum,set,name,macaddr,macaddr8,cidr,simple-array,simple-json"
  ).split(","),
);

function placeIn(line: readonly (readonly string[])[], name: string): number {
  return line.findIndex((names) => names.includes(name));
}

function isUnboundedText({ name, length }: ColumnType): boolean {
  return length === undefined && ["text", "longtext", "clob"].includes(name);
}

const numeric: ReadonlySet<string> = new Set(
  "tinyint,smallint,mediumint,int,integer,bigint,real,float,double,double precision,numeric,decimal".split(
    ",",
  ),
);

function isNumeric({ name }: ColumnType): boolean {
  return numeric.has(name);
}

function isMoment({ name }: ColumnType): boolean {
  return ["timestamp", "timestamptz", "datetime"].includes(name);
}

function resized(from: ColumnType, to: ColumnType): Conversion {
  const fits =
    within(sizeOf(from.length), sizeOf(to.length)) &&
    within(wholeDigits(from), wholeDigits(to)) &&
    within(fractionDigits(from), fractionDigits(to)) &&
    (from.unsigned ?? false) === (to.unsigned ?? false) &&
    (from.values ?? []).every((value) => to.values?.includes(value) ?? true);
  return fits ? "kept" : "narrowed";
}

function within(before: number, after: number): boolean {
  return before <= after;
}

function sizeOf(length: number | "max" | undefined): number {
  return typeof length === "number" ? length : Infinity;
}

/** A type without a stated precision has all that the database offers. */
function wholeDigits(type: ColumnType): number {
  return type.precision === undefined ? Infinity : type.precision - (type.scale ?? 0);
}

function fractionDigits(type: ColumnType): number {
  return type.scale ?? (type.precision === undefined ? Infinity : 0);
}
