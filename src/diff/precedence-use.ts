import type { OperationMap } from "../operation/operation.js";
import type { Column } from "../schema/column.js";
import type { Constraint } from "../schema/constraint.js";
import { sameValue } from "../schema/equality.js";
import type { QualifiedName } from "../schema/name.js";
import { nameKey } from "../schema/name.js";
import { identifiersIn } from "../schema/sql-identifier.js";
import type { Table } from "../schema/table.js";
import { constraintsOf } from "../schema/table.js";
import { defaultNames } from "./default-text.js";
import { addedValues, removedValues } from "./diff-enum.js";
import { key } from "./precedence-key.js";

/** The catalog changes among the operations that a column may have to do with. */
export type CatalogChanges = {
  readonly alteredEnums: ReadonlyMap<string, OperationMap["alterEnum"]>;
  /** Sequences that come or go. */
  readonly sequences: readonly QualifiedName[];
};

/** What a table needs beyond itself: types and sequences of its columns, targets of its foreign keys. */
export function tableUse(table: Table, catalog: CatalogChanges): readonly string[] {
  const others = table.foreignKeys.filter((held) => nameKey(held.references) !== nameKey(table));
  return [
    ...table.columns.flatMap((column) => catalogUse(column, catalog)),
    ...others.flatMap((held) => targetUse(held.references)),
  ];
}

/** Every name that a table takes: its own, those of its constraints and those of its indexes. */
export function tableNames(table: Table): readonly string[] {
  return [
    ...key.name(table.schema, table.name),
    ...constraintsOf(table).flatMap((held) => constraintNames(table, held)),
    ...table.indexes.flatMap((index) => key.name(table.schema, index.name)),
  ];
}

/** What only one constraint can have: its names and, for a primary key, being the one. */
export function constraintNames(table: QualifiedName, constraint: Constraint): readonly string[] {
  const own = constraint.kind === "primaryKey" ? [key.primaryKey(table)] : [];
  return [...own, ...givenNames(table, constraint)];
}

/** A constraint that an index stands behind takes a name of the schema too. */
export function givenNames(table: QualifiedName, constraint: Constraint): readonly string[] {
  const { kind, name } = constraint;
  const isIndexed = kind !== "check" && kind !== "foreignKey";
  return [...key.constraint(table, name), ...(isIndexed ? key.name(table.schema, name) : [])];
}

export function constraintUse(table: QualifiedName, constraint: Constraint): readonly string[] {
  const own = ownerUse(table);
  return constraint.kind === "foreignKey" ? [...own, ...targetUse(constraint.references)] : own;
}

/** Foreign keys rest on these. */
export function isKey({ kind }: Constraint): boolean {
  return kind === "primaryKey" || kind === "unique";
}

export function ownerUse(owner: QualifiedName): readonly string[] {
  return [key.relation(nameKey(owner)), key.columns(nameKey(owner))];
}

function targetUse(target: QualifiedName): readonly string[] {
  return [...ownerUse(target), key.uniqueness(target)];
}

export function columnUse(
  table: QualifiedName,
  column: Column,
  catalog: CatalogChanges,
): readonly string[] {
  return [...catalogUse(column, catalog), ...sourceUse(table, column)];
}

function catalogUse(column: Column, { sequences }: CatalogChanges): readonly string[] {
  const { enumName } = column.type;
  const used = sequences.filter((sequence) => defaultNames(column, sequence.name));
  return [...(enumName === undefined ? [] : [key.enum(enumName)]), ...used.map(key.sequence)];
}

/** The columns that a computed column is computed from. */
function sourceUse(table: QualifiedName, column: Column): readonly string[] {
  if (column.generated?.kind !== "expression") return [];
  const named = [...identifiersIn(column.generated.expression)];
  return named.filter((name) => name !== column.name).map((name) => key.column(table, name));
}

/** A changed column lets go of what only its old form uses, and waits for what only its new form uses. */
export function alterationUse(
  { table, from, to }: OperationMap["alterColumn"],
  catalog: CatalogChanges,
): { readonly before: readonly string[]; readonly after: readonly string[] } {
  const [old, wanted] = [columnUse(table, from, catalog), columnUse(table, to, catalog)];
  const tied = isTiedToOldEnum(from, to, catalog);
  const values = valueUse(from, to, catalog);
  return {
    before: [
      ...old.filter((used) => !wanted.includes(used) && (tied || used !== enumKey(from))),
      ...values.before,
    ],
    after: [...wanted.filter((used) => !old.includes(used)), ...values.after],
  };
}

/** Between two enums that both change, columns may move both ways: then only what comes after holds. */
function isTiedToOldEnum(from: Column, to: Column, { alteredEnums }: CatalogChanges): boolean {
  const isAltered = ({ type }: Column): boolean =>
    type.enumName !== undefined && alteredEnums.has(nameKey(type.enumName));
  return !isAltered(from) || !isAltered(to);
}

function enumKey({ type }: Column): string | undefined {
  return type.enumName === undefined ? undefined : key.enum(type.enumName);
}

/** A default that names a value goes before the enum loses that value, or comes after the enum has gained it. */
function valueUse(
  from: Column,
  to: Column,
  { alteredEnums }: CatalogChanges,
): { readonly before: readonly string[]; readonly after: readonly string[] } {
  const { enumName } = to.type;
  const type = enumName === undefined ? undefined : alteredEnums.get(nameKey(enumName));
  const sameEnum = sameValue(from.type.enumName, enumName);
  if (type === undefined || enumName === undefined || !sameEnum) return { before: [], after: [] };
  const used = [key.enum(enumName)];
  const loses = removedValues(type).some((value) => defaultNames(from, value));
  const gains = addedValues(type).some((value) => defaultNames(to, value));
  return { before: loses ? used : [], after: gains && !loses ? used : [] };
}
