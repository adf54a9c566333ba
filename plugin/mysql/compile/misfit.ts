import type { ColumnType } from "../../../src/schema/column-type.js";
import { isCharacter, isMoment, isNumber, normalizeType } from "../column-type.js";
import { quoteText } from "../text.js";

/**
 * The condition that finds the values which would not arrive as they are when a column of one type becomes one of another;
 * undefined where all do, and where the server refuses by itself whatever does not.
 */
export function misfits(column: string, from: ColumnType, to: ColumnType): string | undefined {
  const [old, fresh] = [normalizeType(from), normalizeType(to)];
  const conditions = (judges[fresh.name] ?? none)(column, old, fresh);
  return conditions.length === 0 ? undefined : conditions.join(" OR ");
}

type Judge = (column: string, from: ColumnType, to: ColumnType) => readonly string[];

const none: Judge = () => [];

// `-0` is text that is longer than its number: twenty digits and a sign are more than any integer has.
const widest: Readonly<Record<string, number>> = {
  tinyint: 4,
  smallint: 6,
  mediumint: 8,
  int: 11,
  bigint: 20,
  date: 10,
  year: 4,
  time: 17,
  datetime: 26,
  timestamp: 26,
  uuid: 36,
};

const intoText: Judge = (column, from, to) => {
  const length = typeof to.length === "number" ? to.length : 1;
  const fits = (widthOf(from) ?? Infinity) <= length;
  const cut = fits ? [] : [`CHAR_LENGTH(CONCAT(${column})) > ${length}`];
  // CHAR forgets the blanks at the end.
  const blanks = to.name === "char" && from.name !== "char" && isCharacter(from);
  return blanks ? [...cut, `CHAR_LENGTH(${column}) <> CHAR_LENGTH(RTRIM(${column}))`] : cut;
};

function widthOf(type: ColumnType): number | undefined {
  const { name, length, precision, values } = type;
  if (name === "char" || name === "varchar") return typeof length === "number" ? length : 1;
  if (name === "decimal") return (precision ?? 10) + 3;
  if (name === "enum") return Math.max(0, ...(values ?? []).map((value) => [...value].length));
  return widest[name];
}

/** In bytes: https://dev.mysql.com/doc/refman/8.0/en/storage-requirements.html#data-types-storage-reqs-strings */
const capacities: Readonly<Record<string, number>> = {
  tiny: 255,
  "": 65_535,
  medium: 16_777_215,
  long: Infinity,
};

const intoLarge: Judge = (column, from, to) => {
  const room = capacityOf(to) ?? Infinity;
  const held = capacityOf(from) ?? (widthOf(from) ?? Infinity) * 4;
  return held <= room ? [] : [`OCTET_LENGTH(${column}) > ${room}`];
};

function capacityOf({ name }: ColumnType): number | undefined {
  const found = /^(tiny|medium|long|)(?:text|blob)$/.exec(name);
  return found === null ? undefined : capacities[found[1] ?? ""];
}

const intoBytes: Judge = (column, from, to) => {
  const length = typeof to.length === "number" ? to.length : 1;
  const same = from.name === to.name && from.length === to.length;
  // BINARY fills up with zeros, which nobody can tell from the value afterwards.
  return same ? [] : [`OCTET_LENGTH(${column}) ${to.name === "binary" ? "<>" : ">"} ${length}`];
};

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

const intoWhole: Judge = (column, from, to) => {
  const [least, most] = rangeOf(to) ?? [0n, 0n];
  const outside = (value: string): string => `${value} NOT BETWEEN ${least} AND ${most}`;
  const held = rangeOf(from);
  if (held !== undefined)
    return held[0] >= least && held[1] <= most ? [] : [outside(`(${column} + 0)`)];
  if (isNumber(from)) return [`${column} <> TRUNCATE(${column}, 0)`, outside(column)];
  if (!isTextual(from)) return [];
  return [
    `${textOf(column)} NOT REGEXP '^[[:space:]]*[-+]?[0-9]+[[:space:]]*$'`,
    outside(`CAST(${textOf(column)} AS DECIMAL(65,0))`),
  ];
};

const numeral = "^[[:space:]]*[-+]?([0-9]+([.][0-9]*)?|[.][0-9]+)[[:space:]]*$";

const intoDecimal: Judge = (column, from, to) => {
  const { precision = 10, scale = 0, unsigned = false } = to;
  const limit = `1${"0".repeat(precision - scale)}`;
  const value = isTextual(from) ? `CAST(${textOf(column)} AS DECIMAL(65,30))` : column;
  const whole =
    rangeOf(from) !== undefined || (from.name === "decimal" && (from.scale ?? 0) <= scale);
  const roomy =
    from.name === "decimal" && (from.precision ?? 10) - (from.scale ?? 0) <= precision - scale;
  const numbers = isTextual(from) || isNumber(from);
  return [
    ...(isTextual(from) ? [`${textOf(column)} NOT REGEXP '${numeral}'`] : []),
    ...(whole || !numbers ? [] : [`${value} <> ROUND(${value}, ${scale})`]),
    ...(roomy || !numbers ? [] : [`ABS(${value}) >= ${limit}`]),
    ...(unsigned && from.unsigned !== true && numbers ? [`${value} < 0`] : []),
  ];
};

const intoReal: Judge = (column, from, { unsigned = false }) => [
  ...(isTextual(from)
    ? [
        `${textOf(column)} NOT REGEXP '^[[:space:]]*[-+]?([0-9]+([.][0-9]*)?|[.][0-9]+)(e[-+]?[0-9]+)?[[:space:]]*$'`,
      ]
    : []),
  ...(unsigned && from.unsigned !== true && isNumber(from) ? [`${column} < 0`] : []),
];

const intoMoment: Judge = (column, from, { precision = 0 }) => {
  if (isTextual(from))
    return [`CAST(${textOf(column)} AS DATETIME(6)) IS NULL AND ${column} IS NOT NULL`];
  const finer = (isMoment(from) || from.name === "time") && (from.precision ?? 0) > precision;
  return finer ? [`MICROSECOND(${column}) % ${10 ** (6 - precision)} <> 0`] : [];
};

const intoDate: Judge = (column, from) => {
  const moment = isTextual(from) ? `CAST(${textOf(column)} AS DATETIME(6))` : column;
  const invalid = isTextual(from) ? [`${moment} IS NULL AND ${column} IS NOT NULL`] : [];
  return isTextual(from) || isMoment(from) ? [...invalid, `TIME(${moment}) <> 0`] : [];
};

const intoTime: Judge = (column, from, to) =>
  isMoment(from) || from.name === "date" ? [`${column} IS NOT NULL`] : intoMoment(column, from, to);

const intoEnum: Judge = (column, from, { values = [] }) => {
  const list = values.map(quoteText).join(", ");
  const gone = (from.values ?? []).filter((value) => !values.includes(value));
  if (from.name === "enum") {
    return gone.length === 0 ? [] : [`${exact(column)} IN (${gone.map(quoteText).join(", ")})`];
  }
  return isBytes(from) ? [] : [`${exact(`CONCAT(${column})`)} NOT IN (${list})`];
};

const intoSet: Judge = (column, from, { values = [] }) => {
  const gone = (from.values ?? []).filter((value) => !values.includes(value));
  return gone.map((value) => `FIND_IN_SET(${quoteText(value)}, ${exact(column)}) > 0`);
};

const intoJson: Judge = (column, from) => (isTextual(from) ? [`JSON_VALID(${column}) = 0`] : []);

const intoUuid: Judge = (column, from) =>
  isCharacter(from)
    ? [`${column} NOT REGEXP '^[0-9a-fA-F]{8}-?([0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}$'`]
    : [];

const intoYear: Judge = (column, from) =>
  isTextual(from) || (isNumber(from) && from.name !== "year")
    ? [`${column} NOT BETWEEN 1901 AND 2155`]
    : [];

const judges: Readonly<Record<string, Judge>> = {
  char: intoText,
  varchar: intoText,
  tinytext: intoLarge,
  text: intoLarge,
  mediumtext: intoLarge,
  tinyblob: intoLarge,
  blob: intoLarge,
  mediumblob: intoLarge,
  binary: intoBytes,
  varbinary: intoBytes,
  tinyint: intoWhole,
  smallint: intoWhole,
  mediumint: intoWhole,
  int: intoWhole,
  bigint: intoWhole,
  bit: intoWhole,
  decimal: intoDecimal,
  float: intoReal,
  double: intoReal,
  datetime: intoMoment,
  timestamp: intoMoment,
  time: intoTime,
  date: intoDate,
  year: intoYear,
  enum: intoEnum,
  set: intoSet,
  json: intoJson,
  uuid: intoUuid,
};

function isTextual(type: ColumnType): boolean {
  return isCharacter(type);
}

function isBytes({ name }: ColumnType): boolean {
  return /binary$|blob$/.test(name);
}

// An enumeration counted with is its number; as text it is its value.
function textOf(column: string): string {
  return `CONCAT(${column})`;
}

function exact(value: string): string {
  return `CONVERT(${value} USING utf8mb4) COLLATE utf8mb4_bin`;
}
