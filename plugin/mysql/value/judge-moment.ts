import type { ColumnType } from "../../../src/schema/column-type.js";
import { isMoment, isNumber } from "../column-type.js";
import {
  castOf,
  keepsAll,
  keepsNone,
  onMysql,
  unequal,
  type Judge,
  type Verdict,
  isTextOrBytes,
  textIn,
} from "./judge.js";

const day = "[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}";
const clock = "[0-9]{1,2}:[0-9]{1,2}(:[0-9]{1,2}([.][0-9]{0,6})?)?";

export const intoMoment: Judge = (column, from, to) => {
  const verdict = momentVerdict(column, from, to);
  const late = to.name === "timestamp" && from.name !== "timestamp" && isReadable(from);
  if (!late) return verdict;
  const moment = `CAST(${readable(column, from)} AS DATETIME(6))`;
  return {
    ...verdict,
    refused: [...verdict.refused, outsideOfTimestamp(moment)],
  };
};

function momentVerdict(column: string, from: ColumnType, to: ColumnType): Verdict {
  const { precision = 0 } = to;
  if (isTextOrBytes(from)) return fromText(column, from, to, `^${day}([ T]${clock})?$`);
  if (from.name === "date") return keepsAll;
  // It becomes a time of today.
  if (from.name === "time") return withFraction(column, from, to, [outsideOfDay(column)]);
  if (isMoment(from)) return withFraction(column, from, to, zoneConditions(column, from, to));
  return isCounted(from) ? fromNumber(column, from, { ...to, precision }) : keepsNone;
}

/** Digits of a second that the new type lacks. */
function withFraction(
  column: string,
  from: ColumnType,
  { precision = 0 }: ColumnType,
  conditions: readonly string[],
): Verdict {
  const isFiner = (from.precision ?? 0) > precision;
  const cut = isFiner ? [`MICROSECOND(${column}) % ${10 ** (6 - precision)} <> 0`] : [];
  return { refused: [...conditions, ...cut] };
}

/** In the hour that a zone has twice, a moment in its own time does not tell which of the two it is. */
export function zoneConditions(
  column: string,
  from: ColumnType,
  to: ColumnType,
): readonly string[] {
  if (from.name !== "timestamp") return [];
  const isTwice = unequal(
    `UNIX_TIMESTAMP(CAST(${column} AS DATETIME(6)))`,
    `UNIX_TIMESTAMP(${column})`,
  );
  // MySQL goes by the time of the zone even from one TIMESTAMP to another.
  return [to.name === "timestamp" ? onMysql(isTwice) : isTwice];
}

/**
 * Days that are none, such as 0000-00-00: a session that knows no such days takes them neither there nor back, and numbers do
 * not give them back in any.
 */
export function zeroDays(column: string, from: ColumnType, to: ColumnType): readonly string[] {
  if (from.name !== "date" && !isMoment(from)) return [];
  const isNone = `(COALESCE(MONTH(${column}), 0) = 0 OR COALESCE(DAYOFMONTH(${column}), 0) = 0)`;
  const mayHold = isTextOrBytes(to) || isMoment(to) || to.name === "date";
  return [mayHold ? `(@@SESSION.sql_mode LIKE '%NO_ZERO%' AND ${isNone})` : isNone];
}

function outsideOfDay(column: string): string {
  return `${column} NOT BETWEEN '00:00:00' AND '23:59:59.999999'`;
}

// Hours that a zone skips are none either.
function outsideOfTimestamp(moment: string): string {
  const there = `FROM_UNIXTIME(UNIX_TIMESTAMP(${moment}))`;
  return `COALESCE(UNIX_TIMESTAMP(${moment}), 0) = 0 OR ${unequal(there, moment)}`;
}

function isCounted(type: ColumnType): boolean {
  return isNumber(type) && type.name !== "year" && type.name !== "bit";
}

function isReadable(from: ColumnType): boolean {
  return isTextOrBytes(from) || isCounted(from) || isMoment(from) || from.name === "date";
}

function readable(column: string, from: ColumnType): string {
  return isTextOrBytes(from) ? textIn(column, from) : column;
}

function fromText(column: string, from: ColumnType, to: ColumnType, pattern: string): Verdict {
  const text = textIn(column, from);
  const there = `CAST(${text} AS ${castOf(to)})`;
  const finest = `CAST(${text} AS ${to.name === "time" ? "TIME(6)" : "DATETIME(6)"})`;
  return {
    refused: [`${text} NOT REGEXP '${pattern}'`, `${there} IS NULL`, unequal(finest, there)],
    spelled: `CONCAT(${there})`,
  };
}

/** 20200102 is a day, and 101112 a time; what comes back must be the same number. */
function fromNumber(column: string, from: ColumnType, to: ColumnType): Verdict {
  const decimal = /^(float|double)$/.test(from.name) ? `CAST(${column} AS DECIMAL(65,30))` : column;
  const there = `CAST(${decimal} AS ${castOf(to)})`;
  // The zero date is none.
  const least = to.name === "time" ? [] : [`${column} < 101`];
  return { refused: [unequal(`(${there} + 0)`, column), ...least, ...negativeZero(column, from)] };
}

export function negativeZero(column: string, { name }: ColumnType): readonly string[] {
  return /^(float|double)$/.test(name) ? [`(${column} = 0 AND CONCAT(${column}) LIKE '-%')`] : [];
}

export const intoDate: Judge = (column, from, to) => {
  if (isTextOrBytes(from)) return fromText(column, from, to, `^${day}([ T]${clock})?$`);
  if (isMoment(from)) return { refused: [`TIME(${column}) <> 0`] };
  return isCounted(from) ? fromNumber(column, from, to) : keepsNone;
};

export const intoTime: Judge = (column, from, to) => {
  if (from.name === "time") return withFraction(column, from, to, []);
  if (isTextOrBytes(from)) {
    const verdict = fromText(
      column,
      from,
      to,
      `^-?[0-9]{1,3}:[0-9]{1,2}(:[0-9]{1,2}([.][0-9]{0,6})?)?$`,
    );
    const hours = `(SUBSTRING_INDEX(${textIn(column, from)}, ':', 1) + 0)`;
    return { ...verdict, refused: [...verdict.refused, `${hours} NOT BETWEEN -838 AND 838`] };
  }
  return isCounted(from) ? fromNumber(column, from, to) : keepsNone;
};

export const intoYear: Judge = (column, from) => {
  if (isTextOrBytes(from)) {
    const text = textIn(column, from);
    return {
      refused: [`${text} NOT REGEXP '^[0-9]{4}$'`, `(${text} + 0) NOT BETWEEN 1901 AND 2155`],
    };
  }
  if (!isNumber(from)) return keepsNone;
  if (from.name === "year") return keepsAll;
  const number = from.name === "bit" ? `(${column} + 0)` : column;
  const range = `NOT (${number} = 0 OR ${number} BETWEEN 1901 AND 2155)`;
  return { refused: [range, `${number} <> TRUNCATE(${number}, 0)`, ...negativeZero(column, from)] };
};
