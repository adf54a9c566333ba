import type { ColumnType } from "../../../src/schema/column-type.js";
import { isCharacter, normalizeType } from "../column-type.js";
import { quoteText } from "../text.js";
import { exact, isBytes, type Judge } from "./judge.js";
import { intoDate, intoMoment, intoTime, intoYear } from "./judge-moment.js";
import { intoDecimal, intoReal, intoWhole } from "./judge-number.js";

/**
 * The condition that finds the values which would not arrive as they are when a column of one type becomes one of another;
 * undefined where all do, and where the server refuses by itself whatever does not.
 */
export function misfits(column: string, from: ColumnType, to: ColumnType): string | undefined {
  const [old, fresh] = [normalizeType(from), normalizeType(to)];
  const conditions = (judges[fresh.name] ?? none)(column, old, fresh);
  return conditions.length === 0 ? undefined : conditions.join(" OR ");
}

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

const intoEnum: Judge = (column, from, { values = [] }) => {
  const list = values.map(quoteText).join(", ");
  const gone = (from.values ?? []).filter((value) => !values.includes(value));
  if (from.name === "enum") {
    return gone.length === 0 ? [] : [`${exact(column)} IN (${gone.map(quoteText).join(", ")})`];
  }
  return isBytes(from) ? [] : [`${exact(`CONCAT(${column})`)} NOT IN (${list})`];
};

// The server takes letters of another case for the same, and puts the values into the order of the list.
function intoSetFromText(text: string, values: readonly string[]): readonly string[] {
  const items = values.map((value) => `(${value.replace(/[\\^$.|?*+()[\]{}]/g, "\\$&")}(,|$))?`);
  return [`${text} NOT REGEXP ${quoteText(`^${items.join("")}$`)}`, `${text} LIKE '%,'`];
}

const intoSet: Judge = (column, from, { values = [] }) => {
  if (from.name !== "set")
    return isBytes(from) ? [] : intoSetFromText(exact(`CONCAT(${column})`), values);
  const gone = (from.values ?? []).filter((value) => !values.includes(value));
  return gone.map((value) => `FIND_IN_SET(${quoteText(value)}, ${exact(column)}) > 0`);
};

const intoJson: Judge = (column, from) => (isCharacter(from) ? [`JSON_VALID(${column}) = 0`] : []);

const intoUuid: Judge = (column, from) =>
  isCharacter(from)
    ? [`${column} NOT REGEXP '^[0-9a-fA-F]{8}-?([0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}$'`]
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
