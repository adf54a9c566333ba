import { isMoment, isNumber } from "../column-type.js";
import { isTextual, textOf, type Judge } from "./judge.js";

export const intoMoment: Judge = (column, from, { precision = 0 }) => {
  if (isTextual(from))
    return [`CAST(${textOf(column)} AS DATETIME(6)) IS NULL AND ${column} IS NOT NULL`];
  const finer = (isMoment(from) || from.name === "time") && (from.precision ?? 0) > precision;
  return finer ? [`MICROSECOND(${column}) % ${10 ** (6 - precision)} <> 0`] : [];
};

export const intoDate: Judge = (column, from) => {
  const moment = isTextual(from) ? `CAST(${textOf(column)} AS DATETIME(6))` : column;
  const invalid = isTextual(from) ? [`${moment} IS NULL AND ${column} IS NOT NULL`] : [];
  return isTextual(from) || isMoment(from) ? [...invalid, `TIME(${moment}) <> 0`] : [];
};

export const intoTime: Judge = (column, from, to) => {
  if (isMoment(from) || from.name === "date") return [`${column} IS NOT NULL`];
  if (!isTextual(from)) return intoMoment(column, from, to);
  return [`${textOf(column)} NOT REGEXP '^-?[0-9]{1,3}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?$'`];
};

export const intoYear: Judge = (column, from) =>
  isTextual(from) || (isNumber(from) && from.name !== "year")
    ? [`${textOf(column)} NOT REGEXP '^[0-9]{4}$'`, `${column} NOT BETWEEN 1901 AND 2155`]
    : [];
