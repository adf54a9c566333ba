import type { Column } from "../schema/column.js";
import type { ColumnDefault } from "../schema/column-default.js";
import type { ColumnType } from "../schema/column-type.js";
import { sameType, sameValue } from "../schema/equality.js";
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

/** What is different, each as a few words: `from text to varchar(200)`, `set not null`, `drop default`. */
export function describeColumnChange(from: Column, to: Column): string {
  const changes = [
    ...typeChange(from, to),
    ...nullabilityChange(from, to),
    ...defaultChange(from, to),
    ...generationChange(from, to),
    ...plainChanges(from, to),
  ];
  return changes.length === 0 ? "nothing" : changes.join(", ");
}

function typeChange(from: Column, to: Column): readonly string[] {
  if (sameType(from.type, to.type)) return [];
  return [`from ${typeText(from.type)} to ${typeText(to.type)}`];
}

function nullabilityChange(from: Column, to: Column): readonly string[] {
  if (from.nullable === to.nullable) return [];
  return [to.nullable ? "drop not null" : "set not null"];
}

function defaultChange(from: Column, to: Column): readonly string[] {
  if (sameValue(from.default, to.default)) return [];
  return [to.default === undefined ? "drop default" : `set default ${defaultText(to.default)}`];
}

function generationChange(from: Column, to: Column): readonly string[] {
  if (sameValue(from.generated, to.generated)) return [];
  if (to.generated === undefined) return ["no longer generated"];
  return [generationText(to.generated)];
}

const plainProperties = [
  "name",
  "collation",
  "charset",
  "comment",
  "onUpdate",
  "invisible",
  "compressed",
] as const;

function plainChanges(from: Column, to: Column): readonly string[] {
  return plainProperties
    .filter((property) => from[property] !== to[property])
    .map((property) => {
      const value = to[property];
      return value === undefined ? `drop ${property}` : `set ${property} ${JSON.stringify(value)}`;
    });
}

function defaultText(held: ColumnDefault): string {
  if (held.kind === "expression") return held.sql;
  return typeof held.value === "string" ? `'${held.value}'` : String(held.value);
}

function generationText(generated: NonNullable<Column["generated"]>): string {
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
