import type { ColumnType } from "../../../src/schema/column-type.js";
import {
  isBytes,
  keepsAll,
  keepsNone,
  largeIn,
  onMysql,
  asText,
  unequal,
  type Judge,
  type Verdict,
} from "./judge.js";
import { negativeZero } from "./judge-moment.js";

/** `textless` says what of a type its own text does not give back. */
export function intoJson(textless: (column: string, from: ColumnType) => readonly string[]): Judge {
  return (column, from) => {
    if (from.name === "json") return keepsAll;
    if (from.name === "bit" || isBytes(from)) return keepsNone;
    const refused = [`JSON_VALID(${asText(column)}) = 0`, ...textless(column, from)];
    const { refused: others, ...verdict } = inMysql(column, from);
    return { ...verdict, refused: [...refused, ...others] };
  };
}

/** MariaDB keeps the text. MySQL keeps what it has read of it: numbers as integers of 64 bits, or as DOUBLE. */
function inMysql(column: string, from: ColumnType): Verdict {
  const { name, scale = 0 } = from;
  if (name === "float" || name === "double") {
    return { refused: negativeZero(column, from).map(onMysql) };
  }
  if (name !== "decimal")
    return isNumeral(from) ? { refused: largeIn(column, from) } : read(column);
  const shortened = `CAST(CAST(${column} AS DOUBLE) AS DECIMAL(65,${scale})) <> ${column}`;
  const refused = scale === 0 ? `ABS(${column}) > 9223372036854775807` : shortened;
  return { refused: [onMysql(refused)] };
}

function isNumeral({ name }: ColumnType): boolean {
  return name.endsWith("int") || name === "year";
}

function read(column: string): Verdict {
  const text = asText(column);
  const known = `IF(JSON_VALID(${text}), JSON_EXTRACT(${text}, '$'), NULL)`;
  const keys = (json: string): string => {
    const dense = `REGEXP_REPLACE(${json}, '[[:space:]]', '')`;
    return `CHAR_LENGTH(REPLACE(${dense}, '":', '')) - CHAR_LENGTH(${dense})`;
  };
  return {
    refused: [
      // More digits than a DOUBLE has, and a zero that is less than nothing.
      onMysql(`${text} REGEXP '[0-9.]{16}'`),
      onMysql(`${text} REGEXP '(^|[^0-9a-zA-Z.])-0([.]0*)?([^0-9.]|$)'`),
      // Of two values under one key the last one stays.
      onMysql(unequal(keys(`CONCAT(${known})`), keys(text))),
    ],
    spelled: `IF(VERSION() LIKE '%MariaDB%', ${text}, CONCAT(${known}))`,
  };
}
