import type { ColumnType } from "../../../src/schema/column-type.js";
import { isInteger, isNumber, isText } from "../column-type.js";

/**
 * The condition that two values are the same: to the operator of their type where that tells digits that the text may leave
 * out, and to their text, which tells -0 from 0 and 1.0 from 1.00. Some types have no operator; some texts have a collation
 * that takes one for the other.
 */
export function areTheSame(one: string, other: string, type: ColumnType): string {
  const alike = `(${one})::text COLLATE "C" IS NOT DISTINCT FROM (${other})::text COLLATE "C"`;
  const isFloat = type.name === "real" || type.name === "double precision";
  return isFloat ? `(${alike} AND ${one} IS NOT DISTINCT FROM ${other})` : `(${alike})`;
}

/** SQL of the three stages of a value. */
export type Stages = { readonly old: string; readonly there: string; readonly back: string };

/** The condition that a value which came back in another form means what it meant. */
export function meansTheSame(stages: Stages, from: ColumnType, to: ColumnType): string {
  if (isText(from)) return textMeansTheSame(stages, to);
  const { old, back } = stages;
  if (from.name === "json" && from.array !== true) return sameJson(old, back);
  // What these operators hold for the same differs in zeros at the end and blanks alone.
  return equal.has(from.name) ? `${old} = ${back}` : "false";
}

const equal: ReadonlySet<string> = new Set(["numeric", "jsonb", "char", "numrange"]);

/** Types that read several spellings of the same value, and lose nothing of any. */
const lenient: ReadonlySet<string> = new Set(
  "boolean,uuid,inet,cidr,macaddr,macaddr8,int4range,int8range,daterange,jsonpath".split(","),
);

function textMeansTheSame({ old, there, back }: Stages, to: ColumnType): string {
  if (to.array === true) return "false";
  const text = `${old}::text`;
  if (isText(to)) return "false";
  if (lenient.has(to.name)) return "true";
  if (isNumber(to) || to.name === "money") return sameNumber(text, there, to);
  if (to.name === "jsonb" || to.name === "json") return sameJson(text, `${back}::text`);
  if (to.name === "hstore") return sameCount(text, `${back}::text`, "=>");
  return moments[to.name]?.(text, there) ?? trimmed(text, `${back}::text`);
}

function trimmed(text: string, back: string): string {
  return String.raw`btrim(${text}, E' \t\r\n') = ${back}`;
}

/** A code with zeros before it is none: `007` is not 7. */
function sameNumber(text: string, there: string, to: ColumnType): string {
  const isPlain = String.raw`${text} ~ '^\s*[+-]?(0|[1-9]\d{0,200})(\.\d{1,200})?([eE][+-]?\d{1,2})?\s*$'`;
  const held = isInteger(to) ? `${there}::numeric` : `${asDigits(there, to)}::numeric`;
  const isSigned =
    to.name === "numeric" || isInteger(to)
      ? ""
      : String.raw` AND NOT (${text} ~ '^\s*-' AND ${held} = 0)`;
  return `CASE WHEN ${isPlain}${isSigned} THEN ${text}::numeric = ${held} ELSE false END`;
}

function asDigits(there: string, { name }: ColumnType): string {
  return name === "money" ? there : `${there}::text`;
}

/** jsonb drops all but the last of equal keys: outside of strings there are then fewer colons. */
function sameJson(old: string, back: string): string {
  const texts = [`${old}::text`, `${back}::text`] as const;
  return `(${sameCount(...texts, ":")} AND ${texts[0]}::jsonb = ${texts[1]}::jsonb)`;
}

function sameCount(one: string, other: string, mark: string): string {
  return `${countOf(one, mark)} = ${countOf(other, mark)}`;
}

function countOf(text: string, mark: string): string {
  const bare = String.raw`regexp_replace(${text}, '"([^"\\]|\\.)*"', '', 'g')`;
  return `length(${bare}) - length(replace(${bare}, '${mark}', '${mark.slice(1)}'))`;
}

const day = String.raw`\s*\d{4,}-\d\d-\d\d`;
const clock = String.raw`\d\d:\d\d(:\d\d(\.\d{1,6}0*)?)?`;
const zone = String.raw`\s*([zZ]|[+-]\d\d(:?\d\d)?)`;

type Judge = (text: string, there: string) => string;

/** The form is the one of the standard, and the finest type of its kind reads the same from it. */
function moment(pattern: string, finest: string): Judge {
  return (text, there) =>
    `CASE WHEN ${text} ~ '^${pattern}\\s*$' THEN ${text}::${finest} = ${there}::${finest} ELSE false END`;
}

const moments: Readonly<Record<string, Judge>> = {
  date: moment(`${day}([ T]${clock})?`, "timestamp"),
  timestamp: moment(`${day}([ T]${clock})?`, "timestamp"),
  timestamptz: moment(`${day}[ T]${clock}${zone}`, "timestamptz"),
  time: moment(`\\s*${clock}`, "time"),
  timetz: moment(`\\s*${clock}${zone}`, "timetz"),
};
