import type { Column } from "../../src/schema/column.js";
import { findEnum, type Schema } from "../../src/schema/schema.js";
import type { Table } from "../../src/schema/table.js";

type Make = (number: number, column: Column) => string | number;

const two = (number: number): string => String((number % 28) + 1).padStart(2, "0");
const wide = (number: number): string => String(number).padStart(12, "0");
const text: Make = (number, { name, type }) =>
  `${name} ${number} 'ö'`.slice(0, typeof type.length === "number" ? type.length : undefined);
const json: Make = (number) => `{"n": ${number}, "list": ["a"]}`;
const digits: Make = (number, { type }) => (type.length === 1 ? number % 10 : number);

/** By what the name of the type contains; the first that fits. */
const makers: readonly (readonly [RegExp, Make])[] = [
  [/bool/, (number) => String(number % 2)],
  [/^(big)?int|serial|integer|^(small|tiny|medium)int|oid/, (number) => number],
  [/interval/, (number) => `${number} days`],
  [/int4range|int8range|numrange/, (number) => `[${number},${number + 5})`],
  [/daterange|tsrange|tstzrange/, (number) => `[2024-01-${two(number)},2025-01-01)`],
  [/timestamp|datetime/, (number) => `2024-01-${two(number)} 10:20:30.123`],
  [/^date/, (number) => `2024-01-${two(number)}`],
  [/^time/, (number) => `10:20:${two(number)}`],
  [/numeric|decimal|real|double|float|money/, (number) => (number % 9) + 0.5],
  [/uuid/, (number) => `00000000-0000-4000-8000-${wide(number)}`],
  [/json/, json],
  [/inet|cidr/, (number) => `10.0.0.${number % 250}`],
  [/macaddr/, (number) => `08:00:2b:01:02:${two(number)}`],
  [/^bit|varbit/, digits],
  [
    /vector/,
    (number, { type }) =>
      `[${Array(Number(type.length ?? 3))
        .fill(number)
        .join(",")}]`,
  ],
  [/point/, (number) => `(${number},1)`],
  [/xml/, (number) => `<a>${number}</a>`],
  [/tsvector|tsquery|ltree/, (number) => `word${number}`],
  [/hstore/, (number) => `a=>${number}`],
  [/bytea|blob|binary/, text],
];

/** A value that a column of this type takes, different for every number, as far as its type alone tells. */
export function fillerOf(
  column: Column,
  table: Table,
  schema: Schema,
  number: number,
): string | number {
  const { type } = column;
  const values = valuesOf(column, table, schema);
  const one = (): string | number => {
    if (values.length > 0) return values[number % values.length] ?? "";
    const found = makers.find(([pattern]) => pattern.test(type.name.toLowerCase()));
    return (found?.[1] ?? text)(number, column);
  };
  return type.array === true ? `{${JSON.stringify(String(one()))}}` : one();
}

function valuesOf(column: Column, table: Table, schema: Schema): readonly string[] {
  const { values, enumName } = column.type;
  if (values !== undefined) return values;
  if (enumName !== undefined) return findEnum(schema, enumName)?.values ?? [];
  const listed = table.checks
    .map(({ expression }) => /^"?([^"]+?)"?\s+IN\s*\((.*)\)$/is.exec(expression))
    .find((found) => found?.[1] === column.name)?.[2];
  return [...(listed ?? "").matchAll(/'((?:[^']|'')*)'/g)].map(([, value = ""]) =>
    value.replaceAll("''", "'"),
  );
}
