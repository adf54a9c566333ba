import { sameName, type QualifiedName } from "../schema/name.js";
import { findTable, type Schema } from "../schema/schema.js";
import { findEnumeration, type EnumerationPlace } from "./enumeration.js";
import type { Rename } from "./rename.js";

/**
 * What a person wrote as `a.b:c` or `a.b.c:d`, which may be a column, a value of an enum type, or a value of a column:
 * what the schemas have decides, a column first.
 */
export function resolveRename(rename: Rename, from: Schema, to: Schema): Rename {
  if (rename.kind !== "column" || isTable(rename.table, from, to)) return rename;
  const place = typePlace(rename.table, from, to) ?? columnPlace(rename.table, from, to);
  return place === undefined
    ? rename
    : { kind: "value", of: place, from: rename.from, to: rename.to };
}

function isTable(name: QualifiedName, from: Schema, to: Schema): boolean {
  return findTable(from, name) !== undefined || findTable(to, name) !== undefined;
}

/** By the name that the database has for the type, or the one the entities have. */
function typePlace(name: QualifiedName, from: Schema, to: Schema): EnumerationPlace | undefined {
  const held = from.enums.some((type) => sameName(type, name));
  if (held) return { kind: "type", name };
  for (const table of to.tables) {
    const user = table.columns.find(
      ({ type: { enumName } }) => enumName !== undefined && sameName(enumName, name),
    );
    const found = user && findEnumeration(from, table, user.name);
    if (found !== undefined) return found.place;
  }
  return undefined;
}

/** `users.status` was read as a table in a schema. */
function columnPlace(
  { schema, name: column }: QualifiedName,
  from: Schema,
  to: Schema,
): EnumerationPlace | undefined {
  const table = { name: schema ?? "" };
  if (schema === undefined || !isTable(table, from, to)) return undefined;
  return findEnumeration(from, table, column)?.place ?? { kind: "column", table, column };
}

/** Is there something to rename still: the old name only in the database, the new one only in the entities? */
export function isOpen(rename: Rename, from: Schema, to: Schema): boolean {
  const inFrom = holds(rename, from);
  const inTo = holds(rename, to);
  return inFrom.from && !inFrom.to && inTo.to && !inTo.from;
}

function holds(rename: Rename, schema: Schema): { readonly from: boolean; readonly to: boolean } {
  const has = (name: string): boolean => {
    switch (rename.kind) {
      case "table":
        return false;
      case "column":
        return findTable(schema, rename.table)?.columns.some((held) => held.name === name) ?? false;
      case "value":
        return valuesAt(rename.of, schema).includes(name);
    }
  };
  if (rename.kind !== "table") return { from: has(rename.from), to: has(rename.to) };
  const at = (name: QualifiedName): boolean => findTable(schema, name) !== undefined;
  return { from: at(rename.from), to: at(rename.to) };
}

function valuesAt(place: EnumerationPlace, schema: Schema): readonly string[] {
  if (place.kind === "column")
    return findEnumeration(schema, place.table, place.column)?.values ?? [];
  return schema.enums.find((type) => sameName(type, place.name))?.values ?? [];
}
