import type { Column } from "../schema/column.js";
import type { CheckConstraint } from "../schema/constraint.js";
import { nameOf, nameText, type QualifiedName } from "../schema/name.js";
import { findTable, type Schema } from "../schema/schema.js";
import type { Table } from "../schema/table.js";

/** The values a column may hold: of an enum type, or of the column itself. */
export type Enumeration = {
  readonly values: readonly string[];
  readonly place: EnumerationPlace;
  /** The check that lists the values, where that is what does. */
  readonly check?: CheckConstraint;
};

export type EnumerationPlace =
  | { readonly kind: "type"; readonly name: QualifiedName }
  | { readonly kind: "column"; readonly table: QualifiedName; readonly column: string };

/** What the column's values are taken from; `undefined` where it may hold anything. */
export function enumerationOf(
  schema: Schema,
  table: Table,
  column: Column,
): Enumeration | undefined {
  const { enumName, values } = column.type;
  if (enumName !== undefined) {
    const type = schema.enums.find(
      (held) => held.name === enumName.name && held.schema === enumName.schema,
    );
    return type && { values: type.values, place: { kind: "type", name: nameOf(type) } };
  }
  const place = { kind: "column", table: nameOf(table), column: column.name } as const;
  if (values !== undefined) return { values, place };
  for (const check of table.checks) {
    const listed = listedValues(check.expression, column.name);
    if (listed !== undefined) return { values: listed, place, check };
  }
  return undefined;
}

export function findEnumeration(
  schema: Schema,
  owner: QualifiedName,
  column: string,
): Enumeration | undefined {
  const table = findTable(schema, owner);
  const held = table?.columns.find(({ name }) => name === column);
  return table && held && enumerationOf(schema, table, held);
}

export function placeText(place: EnumerationPlace): string {
  return place.kind === "type" ? nameText(place.name) : `${nameText(place.table)}.${place.column}`;
}

/** The strings of `"status" in ('a', 'b')`, where that is all the check says. */
function listedValues(expression: string, column: string): readonly string[] | undefined {
  const form = /^[\s(]*["`[]?([^"`\]\s]+)["`\]]?\s+in\s*\(((?:\s*'(?:[^']|'')*'\s*,?)+)\)[\s)]*$/iu;
  const [, name, list = ""] = form.exec(expression) ?? [];
  if (name !== column) return undefined;
  return [...list.matchAll(/'((?:[^']|'')*)'/gu)].map(([, value = ""]) =>
    value.replaceAll("''", "'"),
  );
}
