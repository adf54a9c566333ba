import type { Affinity } from "../column-type.js";

/**
 * The value as a column of this affinity holds it. A comparison with a number applies NUMERIC affinity to the other side:
 * so SQLite itself tells which texts it takes for numbers (https://sqlite.org/datatype3.html#type_conversions_prior_to_comparison).
 * The value must be a name: it is read often.
 */
export function held(value: string, affinity: Affinity): string {
  return holders[affinity](value);
}

const holders: Readonly<Record<Affinity, (value: string) => string>> = {
  TEXT: (value) =>
    `CASE WHEN typeof(${value}) IN ('integer', 'real') THEN CAST(${value} AS TEXT) ELSE ${value} END`,
  INTEGER: asNumber,
  NUMERIC: asNumber,
  REAL: (value) =>
    `CASE WHEN typeof(${value}) = 'integer' OR (typeof(${value}) = 'text' AND ${isNumeral(value)}) THEN CAST(${value} AS REAL) ELSE ${value} END`,
  BLOB: (value) => value,
};

// A fraction of zero is dropped, but for numbers that no integer holds.
function asNumber(value: string): string {
  const number = `CAST(${value} AS NUMERIC)`;
  const whole = `CAST(${number} AS INTEGER)`;
  const isWhole = `${number} BETWEEN -9223372036854774784.0 AND 9223372036854774784.0 AND ${whole} = ${number}`;
  const isNumber = `typeof(${value}) = 'real' OR (typeof(${value}) = 'text' AND ${isNumeral(value)})`;
  return `CASE WHEN ${isNumber} THEN CASE WHEN ${isWhole} THEN ${whole} ELSE ${number} END ELSE ${value} END`;
}

function isNumeral(value: string): string {
  return `CAST(${value} AS NUMERIC) = CAST(${value} AS TEXT)`;
}

/** Is it another value, or one of another kind? Of floating-point numbers the text too: it tells -0.0 from 0.0. */
export function isAnother(one: string, other: string): string {
  return `(typeof(${one}) <> typeof(${other}) OR +${one} IS NOT +${other} OR (typeof(${one}) = 'real' AND CAST(${one} AS TEXT) <> CAST(${other} AS TEXT)))`;
}

/**
 * Is it the same number or word, with blanks around it or zeros at the end of its fraction? Of more than 15 characters a
 * floating-point number may not have all.
 */
export function isRespelled(text: string, other: string): string {
  const bare = `trim(${text}, char(9, 10, 13, 32))`;
  return `(typeof(${text}) = 'text' AND length(${bare}) <= 15 AND ${short(bare)} = ${short(`CAST(${other} AS TEXT)`)})`;
}

/** The text of a number without zeros at the end of a fraction. */
export function short(text: string): string {
  return `CASE WHEN instr(${text}, '.') AND NOT instr(lower(${text}), 'e') THEN rtrim(rtrim(${text}, '0'), '.') ELSE ${text} END`;
}
