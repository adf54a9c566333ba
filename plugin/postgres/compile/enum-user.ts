import { sameName } from "../../../src/schema/name.js";
import type { QualifiedName } from "../../../src/schema/name.js";
import type { Column } from "../../../src/schema/column.js";
import type { Schema } from "../../../src/schema/schema.js";
import { constraintsOf } from "../../../src/schema/table.js";
import type { Table } from "../../../src/schema/table.js";
import type { View } from "../../../src/schema/view.js";
import type { Constraint } from "../../../src/schema/constraint.js";
import { indexTexts, mentionsAny } from "./dependents.js";
import type { Dependent } from "./dependents.js";
import { viewsOver } from "./view.js";

/** A column whose type, or whose elements' type, is an enum. */
export type EnumUser = { readonly table: Table; readonly column: Column };

export function enumUsers(state: Schema, type: QualifiedName): readonly EnumUser[] {
  return state.tables.flatMap((table) => {
    const columns = table.columns.filter(({ type: { enumName } }) => isSame(enumName, type));
    return columns.map((column) => ({ table, column }));
  });
}

/**
 * What names the type in its text, such as `status = 'a'::status` in a CHECK or in the predicate of an index, and foreign
 * keys between columns of the type: all of it is bound to the old type and must be made again.
 */
export function enumDependents(
  state: Schema,
  type: QualifiedName,
  users: readonly EnumUser[],
): readonly Dependent[] {
  return state.tables.flatMap((table) => {
    const columns = columnsOf(users, table);
    const names = [...columns, type.name];
    const constraints = constraintsOf(table).filter((each) => isBound(each, names, users, table));
    const indexes = table.indexes.filter((index) =>
      indexTexts(index).some((text) => mentionsAny(text, names)),
    );
    return [
      ...constraints.map((constraint) => ({ table, constraint })),
      ...indexes.map((index) => ({ table, index })),
    ];
  });
}

/** The views over the columns, in the order in which they can be created. */
export function enumViews(state: Schema, users: readonly EnumUser[]): readonly View[] {
  const tables = [...new Set(users.map(({ table }) => table))];
  return viewsOver(
    state,
    tables.map((table) => ({ table, columns: columnsOf(users, table) })),
  );
}

function isBound(
  constraint: Constraint,
  names: readonly string[],
  users: readonly EnumUser[],
  table: Table,
): boolean {
  if ("expression" in constraint) return mentionsAny(constraint.expression, names);
  const columns = columnsOf(users, table);
  return (
    constraint.kind === "foreignKey" && constraint.columns.some((name) => columns.includes(name))
  );
}

function columnsOf(users: readonly EnumUser[], table: Table): readonly string[] {
  return users.flatMap((user) => (user.table === table ? [user.column.name] : []));
}

function isSame(enumName: QualifiedName | undefined, type: QualifiedName): boolean {
  return enumName !== undefined && sameName(enumName, type);
}
