import type { AlterColumn } from "../../../src/operation/column-operation.js";
import type { Reading } from "../../../src/plugin/rows.js";
import type { Column } from "../../../src/schema/column.js";
import type { ColumnType } from "../../../src/schema/column-type.js";
import { isComputed } from "../../../src/schema/equality.js";
import { quoteIdentifier } from "../../sql/quote.js";
import { isInteger, isText } from "../column-type.js";
import { joinExpression, splitExpression, uncutText } from "../compile/using.js";

/**
 * A text may hold one value, a list with commas (`simple-array`) or JSON (`simple-json`): its type does not say which. No
 * value of a number is a uuid, but its digits can be those of one.
 */
export function readings({ from, to }: Pick<AlterColumn, "from" | "to">): readonly Reading[] {
  if (isComputed(from) || isComputed(to)) return [];
  if (isInteger(from.type) && isUuid(to.type)) return [digits(from, to)];
  if (isUuid(from.type) && isInteger(to.type)) return swapped([digits(to, from)]);
  const [before, after] = [shapeOf(from.type), shapeOf(to.type)];
  if (before === "text" && after === "array") return intoArray(from, to);
  if (before === "text" && after === "json") return intoJson(from, to);
  if (before === "array" && after === "text") return swapped(intoArray(to, from));
  if (before === "json" && after === "text") return swapped(intoJson(to, from));
  return [];
}

function shapeOf(type: ColumnType): "text" | "array" | "json" | undefined {
  if (type.array === true) return "array";
  if (isText(type)) return "text";
  return isJson(type) ? "json" : undefined;
}

function isJson({ name }: ColumnType): boolean {
  return name === "json" || name === "jsonb";
}

function intoArray(text: Column, array: Column): readonly Reading[] {
  const [there, back] = [quoteIdentifier(array.name), quoteIdentifier(text.name)];
  return [
    {
      as: "list",
      text: 'a list with commas, as simple-array keeps it ("a,b" is {a,b})',
      using: splitExpression(array.name, array.type),
      reverseUsing: joinExpression(text.name),
      sign: signOfList(text.name),
    },
    {
      as: "json",
      text: `a list in JSON, as simple-json keeps it (["a","b"] is {a,b})`,
      using: `('{' || btrim(${there}, '[] ') || '}')::${uncutText(array.type)}`,
      reverseUsing: `array_to_json(${back})::text`,
      sign: signOfJson(text.name, String.raw`\[.*\]`),
    },
    {
      as: "array",
      text: 'an array as PostgreSQL writes it ("{a,b}" is {a,b})',
      using: `${there}::${uncutText(array.type)}`,
      reverseUsing: `${back}::text`,
      sign: {
        condition: `${back} LIKE '{%}'`,
        text: "every value is in braces, as PostgreSQL writes an array",
      },
    },
    { as: "value", text: 'one value ("a,b" is {"a,b"})' },
  ];
}

function intoJson(text: Column, json: Column): readonly Reading[] {
  const [there, back] = [quoteIdentifier(json.name), quoteIdentifier(text.name)];
  const to = `to_${json.type.name}`;
  const items = `('{' || btrim(${back}::text, '[] ') || '}')::text[]`;
  return [
    {
      as: "list",
      text: 'a list with commas, as simple-array keeps it ("a,b" is ["a","b"])',
      using: `${to}(string_to_array(${there}, ','))`,
      reverseUsing: `array_to_string(${items}, ',')`,
      sign: signOfList(text.name),
    },
    {
      as: "value",
      text: 'one value ("a,b" is the JSON text "a,b")',
      using: `${to}(${there}::text)`,
      reverseUsing: `${back} #>> '{}'`,
    },
    { as: "json", text: "JSON, as simple-json keeps it" },
  ];
}

function isUuid({ name, array = false }: ColumnType): boolean {
  return name === "uuid" && !array;
}

/** Each number its own uuid, and a key and what refers to it the same. */
function digits(number: Column, uuid: Column): Reading {
  const [there, back] = [quoteIdentifier(uuid.name), quoteIdentifier(number.name)];
  const [isBig, isSmall] = [number.type.name === "bigint", number.type.name === "smallint"];
  const bare = `replace(${back}::text, '-', '')`;
  const whole = isBig
    ? `('x' || right(${bare}, 16))::bit(64)::bigint`
    : `('x' || right(${bare}, 8))::bit(32)::integer`;
  return {
    as: "hex",
    text: "the digits of a uuid (10 is 00000000-0000-0000-0000-00000000000a)",
    using: `lpad(to_hex(${isSmall ? `${there}::integer` : there}), 32, '0')::uuid`,
    reverseUsing: isSmall ? `${whole}::smallint` : whole,
  };
}

/** Prose has a blank behind its commas. */
function signOfList(name: string): NonNullable<Reading["sign"]> {
  const text = `NULLIF(${quoteIdentifier(name)}, '')`;
  const isList = String.raw`${text} LIKE '%,%' AND ${text} !~ ',\s' AND ${text} !~ '^\s*[\[{]'`;
  return { condition: isList, text: "every value has parts with commas between them" };
}

function signOfJson(name: string, pattern: string): NonNullable<Reading["sign"]> {
  const condition = String.raw`${quoteIdentifier(name)} ~ '^\s*${pattern}\s*$'`;
  return { condition, text: "every value is in brackets, as JSON writes a list" };
}

function swapped(ways: readonly Reading[]): readonly Reading[] {
  return ways.map(({ as, text, using, reverseUsing }) => ({
    as,
    text,
    ...(using === undefined ? {} : { reverseUsing: using }),
    ...(reverseUsing === undefined ? {} : { using: reverseUsing }),
  }));
}
