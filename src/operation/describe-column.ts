import type { Column } from "../schema/column.js";
import type { ColumnDefault } from "../schema/column-default.js";
import type { ColumnType } from "../schema/column-type.js";
import { nameText } from "../schema/name.js";
import type { Counting } from "../schema/sequence.js";

/** `varchar(200)`, `numeric(10, 2)`, `text[]`, `users_status_enum`, `enum (a, b)`: for people. */
export function typeText(type: ColumnType): string {
  const { name, length, precision, scale, enumName, values, feature, srid } = type;
  const sizes = [length, precision, scale, feature, srid].filter((size) => size !== undefined);
  const base = enumName === undefined ? name : nameText(enumName);
  const inner = values ?? sizes.map(String);
  const size = inner.length === 0 ? "" : `${values ? " " : ""}(${inner.join(", ")})`;
  return `${base}${size}${type.unsigned ? " unsigned" : ""}${type.array ? "[]" : ""}`;
}

/** `varchar(200), not null, default 'x'`. */
export function describeColumn(column: Column): string {
  const { type, nullable, generated } = column;
  const parts = [typeText(type), ...(nullable ? [] : ["not null"])];
  if (column.default !== undefined) parts.push(`default ${defaultText(column.default)}`);
  if (generated !== undefined) parts.push(generationText(generated));
  return parts.join(", ");
}

export function defaultText(held: ColumnDefault): string {
  if (held.kind === "expression") return held.sql;
  return typeof held.value === "string" ? `'${held.value}'` : String(held.value);
}

export function generationText(generated: NonNullable<Column["generated"]>): string {
  if (generated.kind === "increment") return `counted up by the database${countingText(generated)}`;
  if (generated.kind === "identity") {
    return `identity, ${generated.always ? "always" : "by default"}${countingText(generated)}`;
  }
  return `computed as ${generated.expression}, ${generated.stored ? "stored" : "virtual"}`;
}

/** ` (start 1000, increment 10)`, or nothing. */
function countingText({ counting = {} }: { readonly counting?: Counting }): string {
  const parts = Object.entries(counting).map(([key, value]) => `${key} ${String(value)}`);
  return parts.length === 0 ? "" : ` (${parts.join(", ")})`;
}
