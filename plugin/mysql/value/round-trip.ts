import type { ColumnType } from "../../../src/schema/column-type.js";
import { sameValue } from "../../../src/schema/equality.js";
import { isCharacter, normalizeType } from "../column-type.js";
import { quoteText } from "../text/quote-text.js";
import {
  differs,
  exact,
  isBytes,
  isTextual,
  keepsAll,
  keepsNone,
  largeIn,
  onMysql,
  asText,
  unequal,
  type Judge,
  type Verdict,
  textIn,
} from "./judge.js";
import {
  intoDate,
  intoMoment,
  intoTime,
  intoYear,
  zeroDays,
  zoneConditions,
} from "./judge-moment.js";
import { intoJson } from "./judge-json.js";
import { intoDecimal, intoReal, intoWhole } from "./judge-number.js";

/**
 * The condition that finds the values which would not come back as they are when a column of one type becomes one of
 * another and goes back, or which the server refuses; undefined where there are none.
 */
export function lostValues(column: string, from: ColumnType, to: ColumnType): string | undefined {
  const { refused, spelled } = verdictOn(column, from, to);
  const back = spelled === undefined ? [] : unspellable(column, normalizeType(from), spelled);
  return anyOf(column, [...refused, ...back]);
}

/** The condition that finds the values which come back in another spelling and mean the same. */
export function respellings(column: string, from: ColumnType, to: ColumnType): string | undefined {
  const { spelled } = verdictOn(column, from, to);
  return spelled === undefined
    ? undefined
    : anyOf(column, [differs(spelled, textIn(column, from))]);
}

/** The new spelling has no place in the old type. */
function unspellable(column: string, from: ColumnType, spelled: string): readonly string[] {
  const other = differs(spelled, textIn(column, from));
  if (from.values !== undefined || from.name === "binary") return [other];
  if (from.name === "json") return [`JSON_VALID(${spelled}) = 0`];
  return typeof from.length === "number" ? [`CHAR_LENGTH(${spelled}) > ${from.length}`] : [];
}

function anyOf(column: string, conditions: readonly string[]): string | undefined {
  return conditions.length === 0
    ? undefined
    : `(${column} IS NOT NULL AND (${conditions.join(" OR ")}))`;
}

function verdictOn(column: string, from: ColumnType, to: ColumnType): Verdict {
  const [old, fresh] = [normalizeType(from), normalizeType(to)];
  if (sameValue(old, fresh)) return keepsAll;
  const { refused, ...verdict } = judges[fresh.name]?.(column, old, fresh) ?? keepsAll;
  return { ...verdict, refused: [...refused, ...zeroDays(column, old, fresh)] };
}

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
  const cut = fits ? [] : [`CHAR_LENGTH(${textIn(column, from)}) > ${length}`];
  // CHAR forgets the blanks at the end.
  const forgets =
    to.name === "char" && from.name !== "char" && (isCharacter(from) || isBytes(from));
  const text = textIn(column, from);
  const blanks = forgets ? [`CHAR_LENGTH(${text}) <> CHAR_LENGTH(RTRIM(${text}))`] : [];
  return { refused: [...cut, ...blanks, ...textless(column, from)] };
};

function widthOf(type: ColumnType): number | undefined {
  const { name, length, precision, values } = type;
  if (name === "char" || name === "varchar") return typeof length === "number" ? length : 1;
  if (name === "decimal") return (precision ?? 10) + 3;
  if (name === "enum") return Math.max(0, ...(values ?? []).map((value) => [...value].length));
  return widest[name];
}

/** What its own text does not give back. */
function textless(column: string, from: ColumnType): readonly string[] {
  if (isBytes(from)) return [unequal(`CAST(CONVERT(${column} USING utf8mb4) AS BINARY)`, column)];
  // A float shows six digits.
  if (from.name === "float") return [unequal(`CAST(CONCAT(${column}) AS FLOAT)`, column)];
  return [...zoneConditions(column, from, { name: "text" }), ...largeIn(column, from)];
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
  const cut = held <= room ? [] : [`OCTET_LENGTH(${asText(column)}) > ${room}`];
  if (isBytes(to)) return { refused: [...cut, ...byteless(column, from)] };
  return { refused: [...cut, ...textless(column, from)] };
};

function capacityOf({ name }: ColumnType): number | undefined {
  const found = /^(tiny|medium|long|)(?:text|blob)$/.exec(name);
  return found === null ? undefined : capacities[found[1] ?? ""];
}

const intoBytes: Judge = (column, from, to) => {
  const length = typeof to.length === "number" ? to.length : 1;
  const fills = to.name === "binary";
  const isSmall = from.name === to.name && from.length === to.length;
  // BINARY fills up with zeros, which nobody can tell from the value afterwards.
  const cut = isSmall ? [] : [`OCTET_LENGTH(${asText(column)}) ${fills ? "<>" : ">"} ${length}`];
  return { refused: [...cut, ...byteless(column, from)] };
};

/** What bytes do not give back: bits become the characters of their number. */
function byteless(column: string, from: ColumnType): readonly string[] {
  if (from.name === "bit") return ["TRUE"];
  // Bytes are no JSON to it.
  if (from.name === "json") return [onMysql("TRUE")];
  return isBytes(from) ? [] : textless(column, from);
}

const intoEnum: Judge = (column, from, { values = [] }) => {
  const list = values.map(quoteText).join(", ");
  const gone = (from.values ?? []).filter((value) => !values.includes(value));
  if (from.name === "enum") {
    const lost = `${exact(column)} IN (${gone.map(quoteText).join(", ")})`;
    return { refused: gone.length === 0 ? [] : [lost] };
  }
  const among = `${exact(textIn(column, from))} NOT IN (${list})`;
  return { refused: [values.length === 0 ? "TRUE" : among, ...blankAtEnd(column, from)] };
};

/** Collations take a text with blanks at its end for the one without. */
function blankAtEnd(column: string, from: ColumnType): readonly string[] {
  return isTextual(from) || isBytes(from) ? [`${textIn(column, from)} LIKE '% '`] : [];
}

// The server takes letters of another case for the same, and puts the values into the order of the list.
function intoSetFromText(text: string, values: readonly string[]): readonly string[] {
  const items = values.map((value) => `(${value.replace(/[\\^$.|?*+()[\]{}]/g, "\\$&")}(,|$))?`);
  return [`${text} NOT REGEXP ${quoteText(`^${items.join("")}$`)}`, `${text} LIKE '%,'`];
}

const intoSet: Judge = (column, from, { values = [] }) => {
  if (from.name !== "set") return { refused: intoSetFromText(exact(textIn(column, from)), values) };
  const gone = (from.values ?? []).filter((value) => !values.includes(value));
  return {
    refused: gone.map((value) => `FIND_IN_SET(${quoteText(value)}, ${exact(column)}) > 0`),
  };
};

const intoUuid: Judge = (column, from) => {
  if (from.name === "uuid") return keepsAll;
  if (!isTextual(from)) return keepsNone;
  const text = exact(asText(column));
  return {
    refused: [`LOWER(${text}) NOT REGEXP '^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$'`],
    spelled: `CONCAT(CAST(${text} AS UUID))`,
  };
};

const intoAddress: Judge = (column, from, { name }) => {
  const type = name.toUpperCase();
  if (!isTextual(from)) return keepsNone;
  const there = `CAST(${asText(column)} AS ${type})`;
  return {
    refused: [`${there} IS NULL`],
    spelled: `CONCAT(${there})`,
  };
};

const judges: Readonly<Record<string, Judge>> = {
  char: intoText,
  varchar: intoText,
  tinytext: intoLarge,
  text: intoLarge,
  mediumtext: intoLarge,
  longtext: intoLarge,
  tinyblob: intoLarge,
  blob: intoLarge,
  mediumblob: intoLarge,
  longblob: intoLarge,
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
  json: intoJson(textless),
  uuid: intoUuid,
  inet4: intoAddress,
  inet6: intoAddress,
};
