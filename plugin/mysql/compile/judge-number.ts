import type { ColumnType } from "../../../src/schema/column-type.js";
import { isNumber } from "../column-type.js";
import { isBytes, isClock, isTextual, textOf, type Judge } from "./judge.js";

const bits: Readonly<Record<string, bigint>> = {
  tinyint: 8n,
  smallint: 16n,
  mediumint: 24n,
  int: 32n,
  bigint: 64n,
};

type Range = readonly [least: bigint, most: bigint];

function rangeOf({ name, unsigned = false, length }: ColumnType): Range | undefined {
  if (name === "bit") return [0n, 2n ** BigInt(length === "max" ? 64 : (length ?? 1)) - 1n];
  const size = bits[name];
  if (size === undefined) return undefined;
  return unsigned ? [0n, 2n ** size - 1n] : [-(2n ** (size - 1n)), 2n ** (size - 1n) - 1n];
}

export const intoWhole: Judge = (column, from, to) => {
  const [least, most] = rangeOf(to) ?? [0n, 0n];
  const outside = (value: string): string => `${value} NOT BETWEEN ${least} AND ${most}`;
  const held = rangeOf(from);
  if (isClock(from)) return from.precision === undefined ? [] : [`MICROSECOND(${column}) <> 0`];
  if (held !== undefined)
    return held[0] >= least && held[1] <= most ? [] : [outside(`(${column} + 0)`)];
  // Beside a real number the server takes the most that a bigint holds for one more.
  if (isNumber(from))
    return [
      `${column} <> TRUNCATE(${column}, 0)`,
      `${column} < ${least}`,
      `${column} >= ${most + 1n}`,
    ];
  // MySQL makes 0 of bytes that are no number, and says nothing.
  if (isBytes(from) && to.name === "bit") return [`${column} IS NOT NULL`];
  if (!isTextual(from)) return [];
  return [
    `${textOf(column)} NOT REGEXP '^[[:space:]]*[-+]?[0-9]+[[:space:]]*$'`,
    outside(`CAST(${textOf(column)} AS DECIMAL(65,0))`),
  ];
};

const numeral = "^[[:space:]]*[-+]?([0-9]+([.][0-9]*)?|[.][0-9]+)[[:space:]]*$";

export const intoDecimal: Judge = (column, from, to) => {
  const { precision = 10, scale = 0, unsigned = false } = to;
  const limit = `1${"0".repeat(precision - scale)}`;
  const value = isTextual(from) ? `CAST(${textOf(column)} AS DECIMAL(65,30))` : column;
  const whole =
    rangeOf(from) !== undefined || (from.name === "decimal" && (from.scale ?? 0) <= scale);
  const roomy =
    from.name === "decimal" && (from.precision ?? 10) - (from.scale ?? 0) <= precision - scale;
  const numbers = isTextual(from) || isNumber(from);
  if (isBytes(from)) return [`${column} IS NOT NULL`];
  if (isClock(from)) return [`${column} + 0 <> ROUND(${column} + 0, ${scale})`];
  return [
    ...(isTextual(from) ? [`${textOf(column)} NOT REGEXP '${numeral}'`] : []),
    ...(whole || !numbers ? [] : [`${value} <> ROUND(${value}, ${scale})`]),
    ...(roomy || !numbers ? [] : [`ABS(${value}) >= ${limit}`]),
    ...(unsigned && from.unsigned !== true && numbers ? [`${value} < 0`] : []),
  ];
};

/** Digits that a value has after the point, and so must have again when it comes back from a float. */
function scaleOf(from: ColumnType): number | undefined {
  if (isClock(from) || from.name === "date") return from.precision ?? 0;
  if (rangeOf(from) !== undefined) return 0;
  return from.name === "decimal" ? (from.scale ?? 0) : undefined;
}

// A float has 6 digits, a double 15; what has more comes back as another number.
function rounded(column: string, from: ColumnType, { name }: ColumnType): readonly string[] {
  if (from.name === "double" && name === "float") return [coarser(column)];
  if (name === "float" && isTextual(from)) return [shortened(`CAST(${textOf(column)} AS DOUBLE)`)];
  const scale = scaleOf(from);
  if (scale === undefined) return [];
  if (name === "float") return [shortened(`(${column} + 0)`)];
  // Compared as decimals: beside a real number, what it cannot hold would count for the same.
  const real = `CAST(${column} + 0 AS ${name.toUpperCase()})`;
  return [`CAST(${real} AS DECIMAL(65,${scale})) <> ${column} + 0`];
}

/** The largest number that a float holds: beyond it MariaDB gives this one, and MySQL an error. */
const largestFloat = "3.4028234663852886e38";

function coarser(column: string): string {
  return `IF(ABS(${column}) > ${largestFloat}, TRUE, CAST(${column} AS FLOAT) <> ${column})`;
}

/** On the way back a float is what it shows: six digits. */
function shortened(number: string): string {
  const differs = `CONCAT(CAST(${number} AS FLOAT)) + 0 <> ${number}`;
  return `IF(ABS(${number}) > ${largestFloat}, TRUE, ${differs})`;
}

export const intoReal: Judge = (column, from, to) => [
  ...rounded(column, from, to),
  ...(isTextual(from)
    ? [
        `${textOf(column)} NOT REGEXP '^[[:space:]]*[-+]?([0-9]+([.][0-9]*)?|[.][0-9]+)(e[-+]?[0-9]+)?[[:space:]]*$'`,
      ]
    : []),
  ...(to.unsigned === true && from.unsigned !== true && isNumber(from) ? [`${column} < 0`] : []),
];
