import type { ColumnType } from "../../../src/schema/column-type.js";
import { isNumber } from "../column-type.js";
import {
  aboveBigint,
  castOf,
  differs,
  isBytes,
  isClock,
  keepsNone,
  largeIn,
  onMysql,
  unequal,
  type Judge,
  type Verdict,
  isTextOrBytes,
  textIn,
} from "./judge.js";
import { negativeZero, zoneConditions } from "./judge-moment.js";

const bits: Readonly<Record<string, bigint>> = {
  tinyint: 8n,
  smallint: 16n,
  mediumint: 24n,
  int: 32n,
  bigint: 64n,
};

type Range = readonly [least: bigint, most: bigint];

function rangeOf({ name, unsigned = false, length }: ColumnType): Range | undefined {
  if (name === "year") return [0n, 2155n];
  if (name === "bit") return [0n, 2n ** BigInt(length === "max" ? 64 : (length ?? 1)) - 1n];
  const size = bits[name];
  if (size === undefined) return undefined;
  return unsigned ? [0n, 2n ** size - 1n] : [-(2n ** (size - 1n)), 2n ** (size - 1n) - 1n];
}

/** A value as a number, the digits it may have after the point, and what already keeps it from coming back. */
type Source = {
  readonly number: string;
  /** Left out: any. */
  readonly scale?: number;
  readonly refused: readonly string[];
};

function sourceOf(column: string, from: ColumnType): Source | undefined {
  if (from.name === "decimal") return { number: column, scale: from.scale ?? 0, refused: [] };
  if (rangeOf(from) !== undefined) return { number: `(${column} + 0)`, scale: 0, refused: [] };
  if (isNumber(from)) return { number: column, refused: negativeZero(column, from) };
  if (!isClock(from) && from.name !== "date") return undefined;
  const number = `(${column} + 0)`;
  const back = unequal(`CAST(${number} AS ${castOf(from)})`, column);
  return {
    number,
    scale: from.precision ?? 0,
    refused: [back, ...zoneConditions(column, from, { name: "int" })],
  };
}

const whole = "(0|[1-9][0-9]*)";
const numeral = `(${whole}([.][0-9]*)?|[.][0-9]+)`;
const blank = "[[:space:]]*";

/** The text is a number that DECIMAL holds, and no 0 that says it is less than nothing. */
function numberText(text: string, pattern: string): readonly string[] {
  return [
    `${text} NOT REGEXP '^${blank}[-+]?${pattern}${blank}$'`,
    `${text} REGEXP '[0-9]{36}|[.][0-9]{31}'`,
    `(${text} REGEXP '^${blank}-' AND ${text} NOT REGEXP '[1-9]')`,
  ];
}

export const intoWhole: Judge = (column, from, to) => {
  const [least, most] = rangeOf(to) ?? [0n, 0n];
  const outside = (value: string): string => `${value} NOT BETWEEN ${least} AND ${most}`;
  if (isTextOrBytes(from)) {
    // MySQL makes 0 of bytes that are no number, and says nothing.
    if ((isBytes(from) || from.name === "json") && to.name === "bit") return keepsNone;
    const text = textIn(column, from);
    const number = `CAST(${text} AS DECIMAL(65,0))`;
    return {
      refused: [...numberText(text, whole), outside(number), ...tooLarge(number, most)],
      spelled: `CONCAT(${number})`,
    };
  }
  const source = sourceOf(column, from);
  if (source === undefined) return keepsNone;
  const { number, scale, refused } = source;
  const held = rangeOf(from);
  const isInside = held !== undefined && held[0] >= least && held[1] <= most;
  // Beside a real number the server takes the most that a bigint holds for one more.
  const beyond =
    scale === 0 ? [outside(number)] : [`${number} < ${least}`, `${number} >= ${most + 1n}`];
  return {
    refused: [
      ...refused,
      ...(scale === 0 ? [] : [`${number} <> TRUNCATE(${number}, 0)`]),
      ...(isInside ? [] : beyond),
      ...(from.name === "decimal" ? tooLarge(number, most) : []),
    ],
  };
};

function tooLarge(number: string, most: bigint): readonly string[] {
  return most < 2n ** 63n ? [] : [aboveBigint(number)];
}

export const intoDecimal: Judge = (column, from, to) => {
  const { precision = 10, scale = 0, unsigned = false } = to;
  if (isTextOrBytes(from)) {
    const text = textIn(column, from);
    const verdict = decimalVerdict({ number: `CAST(${text} AS DECIMAL(65,30))`, refused: [] }, to);
    return {
      refused: [...numberText(text, numeral), ...verdict.refused],
      spelled: `CONCAT(CAST(${text} AS DECIMAL(${precision},${scale})))`,
    };
  }
  const source = sourceOf(column, from);
  if (source === undefined) return keepsNone;
  const roomy =
    from.name === "decimal" && (from.precision ?? 10) - (from.scale ?? 0) <= precision - scale;
  const verdict = decimalVerdict(
    source,
    { ...to, unsigned: unsigned && from.unsigned !== true },
    roomy,
  );
  // MySQL takes no day for what has digits after a point.
  const dayless = from.name === "date" && scale > 0 ? [onMysql("TRUE")] : [];
  return { refused: [...verdict.refused, ...dayless, ...largeIn(column, from)] };
};

function decimalVerdict(
  { number, scale: held = Infinity, refused }: Source,
  { precision = 10, scale = 0, unsigned = false }: ColumnType,
  roomy = false,
): Verdict {
  const limit = `1${"0".repeat(precision - scale)}`;
  const shown = held <= scale ? number : `ROUND(${number}, ${scale})`;
  return {
    refused: [
      ...refused,
      ...(held <= scale ? [] : [`${number} <> ROUND(${number}, ${scale})`]),
      ...(roomy ? [] : [`${shown} >= ${limit}`, `${shown} <= -${limit}`]),
      ...(unsigned ? [`${number} < 0`] : []),
    ],
  };
}

/** The largest number that a float holds: beyond it MariaDB gives this one, and MySQL an error. */
const largestFloat = "3.4028234663852886e38";

/** On the way back a float is what it shows: six digits. */
function shortened(number: string): string {
  const shown = `CONCAT(CAST(${number} AS FLOAT)) + 0 <> ${number}`;
  return `IF(${number} NOT BETWEEN -${largestFloat} AND ${largestFloat}, TRUE, ${shown})`;
}

// A float has 6 digits, a double 15; what has more comes back as another number.
function rounded(
  { number, scale }: Source,
  from: ColumnType,
  { name }: ColumnType,
): readonly string[] {
  if (scale === undefined) {
    if (from.name !== "double" || name !== "float") return [];
    const coarser = `CAST(${number} AS FLOAT) <> ${number}`;
    return [`IF(${number} NOT BETWEEN -${largestFloat} AND ${largestFloat}, TRUE, ${coarser})`];
  }
  const decimal = `CAST(CAST(${number} AS FLOAT) AS DECIMAL(65,${scale})) <> ${number}`;
  if (name === "float") return [shortened(number), decimal];
  // Compared as decimals: beside a real number, what it cannot hold would count for the same.
  const real = `CAST(${number} AS ${name.toUpperCase()})`;
  return [`CAST(${real} AS DECIMAL(65,${scale})) <> ${number}`];
}

/** Compared as text; where that differs, as numbers that DECIMAL holds with all their digits. */
function realText(text: string, { name }: ColumnType): Verdict {
  const isBeyond = `ABS(CAST(${text} AS DOUBLE)) > ${largestFloat}`;
  // Beyond it MySQL ends the statement.
  const there =
    name === "float"
      ? `CAST(IF(${isBeyond}, NULL, ${text}) AS FLOAT)`
      : `CAST(${text} AS ${name.toUpperCase()})`;
  const decimal = (value: string): string => `CAST(${value} AS DECIMAL(65,30))`;
  const isWide = `NOT (${there} = 0 OR ABS(${there}) BETWEEN 1e-12 AND 1e30)`;
  const large = name === "float" ? [isBeyond] : [];
  const [form = "", ...others] = numberText(text, `${numeral}(e[-+]?[0-9]{1,3})?`);
  return {
    refused: [
      form,
      `(${differs(`CONCAT(${there})`, text)} AND (${isWide} OR ${[...others, unequal(decimal(`CONCAT(${there})`), decimal(text))].join(" OR ")}))`,
      ...large,
    ],
    spelled: `CONCAT(${there})`,
  };
}

export const intoReal: Judge = (column, from, to) => {
  const signed = to.unsigned === true && from.unsigned !== true;
  if (isTextOrBytes(from)) {
    const text = textIn(column, from);
    const { refused, ...verdict } = realText(text, to);
    return { ...verdict, refused: [...refused, ...(signed ? [`(${text} + 0) < 0`] : [])] };
  }
  const source = sourceOf(column, from);
  if (source === undefined) return keepsNone;
  const isSame = /^(float|double)$/.test(from.name);
  return {
    refused: [
      ...(isSame ? [] : source.refused),
      ...rounded(source, from, to),
      ...(signed && isNumber(from) ? [`${source.number} < 0`] : []),
    ],
  };
};
