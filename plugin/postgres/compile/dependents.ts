import type { Statement } from "../../../src/plugin/ddl.js";
import type { Constraint, ConstraintKind } from "../../../src/schema/constraint.js";
import type { Index } from "../../../src/schema/index-definition.js";
import { sameName, type QualifiedName } from "../../../src/schema/name.js";
import type { Schema } from "../../../src/schema/schema.js";
import { constraintsOf, type Table } from "../../../src/schema/table.js";
import { quoteIdentifier } from "../../sql/quote.js";
import { namesIn } from "../../sql/tokens.js";
import { quoteName } from "../quote-name.js";
import { addConstraint } from "./constraint.js";
import { createIndexStatements } from "./index-definition.js";
import { keepingParts, type Part } from "./restoration.js";

/** What hangs on a column or a type and has to be dropped and restored when that changes. */
export type Dependent =
  | { readonly table: QualifiedName; readonly constraint: Constraint }
  | { readonly table: QualifiedName; readonly index: Index };

/** Drops the dependents, runs the statements, and makes the dependents again, with what they had beside. */
export function withoutDependents(
  dependents: readonly Dependent[],
  statements: readonly Statement[],
): readonly Statement[] {
  const ordered = [...dependents].sort((left, right) => rankOf(left) - rankOf(right));
  return keepingParts(ordered.map(partOf), [
    ...[...ordered].reverse().map(dropStatement),
    ...statements,
    ...ordered.flatMap(createStatements),
  ]);
}

function partOf(dependent: Dependent): Part {
  const { table } = dependent;
  return "index" in dependent
    ? { table, name: dependent.index.name }
    : { table, name: dependent.constraint.name ?? "" };
}

/** Constraints and indexes of a table that hold one of the columns, and foreign keys of other tables that point at one. */
export function dependentsOfColumns(
  state: Schema,
  table: Table,
  columns: readonly string[],
): readonly Dependent[] {
  const own = constraintsOf(table).filter((constraint) => holds(constraint, columns));
  const indexes = table.indexes.filter((index) => indexHolds(index, columns));
  return [
    ...own.map((constraint) => ({ table, constraint })),
    ...indexes.map((index) => ({ table, index })),
    ...incomingKeys(state, table, columns),
  ];
}

/** Foreign keys of other tables that point at one of the columns. */
export function incomingKeys(
  state: Schema,
  table: QualifiedName,
  columns: readonly string[],
): readonly Dependent[] {
  const others = state.tables.filter((other) => !sameName(other, table));
  return others.flatMap((other) => {
    const keys = other.foreignKeys.filter((key) => sameName(key.references, table));
    const pointing = keys.filter((key) =>
      key.referencedColumns.some((name) => columns.includes(name)),
    );
    return pointing.map((constraint) => ({ table: other, constraint }));
  });
}

export function mentionsAny(sql: string | undefined, names: readonly string[]): boolean {
  if (sql === undefined) return false;
  const mentioned = namesIn(sql);
  return names.some((name) => mentioned.has(name));
}

export function indexHolds(index: Index, columns: readonly string[]): boolean {
  const keys = index.keys.flatMap(({ column }) => column ?? []);
  const isKey = [...keys, ...(index.include ?? [])].some((name) => columns.includes(name));
  return isKey || indexTexts(index).some((text) => mentionsAny(text, columns));
}

/** The SQL texts inside an index. */
export function indexTexts(index: Index): readonly string[] {
  return [
    ...index.keys.flatMap(({ expression }) => expression ?? []),
    ...(index.where === undefined ? [] : [index.where]),
  ];
}

function holds(constraint: Constraint, columns: readonly string[]): boolean {
  if (!("columns" in constraint)) return mentionsAny(constraint.expression, columns);
  const referenced = constraint.kind === "foreignKey" ? constraint.referencedColumns : [];
  const included = constraint.kind === "unique" ? (constraint.include ?? []) : [];
  return [...constraint.columns, ...referenced, ...included].some((name) => columns.includes(name));
}

// Foreign keys need the unique key they point at: it comes before them and goes after them.
function rankOf(dependent: Dependent): number {
  return "index" in dependent ? 1 : ranks[dependent.constraint.kind];
}

const ranks: Readonly<Record<ConstraintKind, number>> = {
  primaryKey: 0,
  unique: 0,
  check: 2,
  exclude: 2,
  foreignKey: 3,
};

function dropStatement(dependent: Dependent): Statement {
  if ("index" in dependent) {
    return { sql: `DROP INDEX ${quoteName({ ...nameIn(dependent), name: dependent.index.name })}` };
  }
  const name = quoteIdentifier(dependent.constraint.name ?? "");
  return { sql: `ALTER TABLE ${quoteName(dependent.table)} DROP CONSTRAINT ${name}` };
}

function nameIn({ table }: Dependent): { readonly schema?: string } {
  return table.schema === undefined ? {} : { schema: table.schema };
}

function createStatements(dependent: Dependent): readonly Statement[] {
  return "index" in dependent
    ? createIndexStatements(dependent.table, dependent.index)
    : addConstraint(dependent.table, dependent.constraint);
}
