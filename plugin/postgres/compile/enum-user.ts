import { sameName, type QualifiedName } from "../../../src/schema/name.js";
import type { Column } from "../../../src/schema/column.js";
import type { Schema } from "../../../src/schema/schema.js";
import { constraintsOf, type Table } from "../../../src/schema/table.js";
import type { View } from "../../../src/schema/view.js";
import type { Constraint } from "../../../src/schema/constraint.js";
import { indexTexts, mentionsAny, type Dependent } from "./dependents.js";
import { viewsOver } from "./view.js";
import type { ColumnDefault } from "../../../src/schema/column-default.js";
import { compact } from "../../../src/schema/compact.js";
import type { Index } from "../../../src/schema/index-definition.js";
import { quoteString } from "../../sql/quote.js";
import { tokenize } from "../../sql/tokens.js";

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

/** Old value to new value of an enum. */
type Renamed = Readonly<Record<string, string>>;

/** The SQL text with each string that is a renamed value replaced by the new value. */
function relabel(sql: string, renamed: Renamed): string {
  const labels = new Map(
    Object.entries(renamed).map(([old, fresh]) => [quoteString(old), quoteString(fresh)]),
  );
  if (labels.size === 0) return sql;
  return tokenize(sql)
    .map(({ text }) => labels.get(text) ?? text)
    .join("");
}

export function relabelView(view: View, renamed: Renamed): View {
  return { ...view, definition: relabel(view.definition, renamed) };
}

export function relabelDependent(dependent: Dependent, renamed: Renamed): Dependent {
  return "index" in dependent
    ? { ...dependent, index: relabelIndex(dependent.index, renamed) }
    : { ...dependent, constraint: relabelConstraint(dependent.constraint, renamed) };
}

export function relabelDefault(
  value: ColumnDefault | undefined,
  renamed: Renamed,
): ColumnDefault | undefined {
  if (value?.kind === "expression") return { ...value, sql: relabel(value.sql, renamed) };
  return typeof value?.value === "string"
    ? { ...value, value: relabelLiteral(value.value, renamed) }
    : value;
}

// The default of an array column is an array literal: {a,"b c"}.
function relabelLiteral(literal: string, renamed: Renamed): string {
  if (!/^\{.*\}$/s.test(literal)) return renamed[literal] ?? literal;
  return literal.replaceAll(/"((?:[^"\\]|\\.)*)"|[^{},"]+/gs, (element, quoted?: string) => {
    const fresh = renamed[quoted?.replaceAll(/\\(.)/gs, "$1") ?? element];
    return fresh === undefined ? element : `"${fresh.replaceAll(/["\\]/g, "\\$&")}"`;
  });
}

function relabelIndex(index: Index, renamed: Renamed): Index {
  const keys = index.keys.map((key) =>
    key.expression === undefined ? key : { ...key, expression: relabel(key.expression, renamed) },
  );
  const where = index.where === undefined ? undefined : relabel(index.where, renamed);
  return compact({ ...index, keys, where });
}

function relabelConstraint(constraint: Constraint, renamed: Renamed): Constraint {
  return "expression" in constraint
    ? { ...constraint, expression: relabel(constraint.expression, renamed) }
    : constraint;
}
