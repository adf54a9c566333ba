import type { Column } from "../schema/column.js";
import type { ColumnType } from "../schema/column-type.js";
import { compact } from "../schema/compact.js";
import type { CheckConstraint, ForeignKey, UniqueConstraint } from "../schema/constraint.js";
import type { Index } from "../schema/index-definition.js";
import { emptySchema } from "../schema/schema.js";
import type { Schema } from "../schema/schema.js";
import { emptyTable } from "../schema/table.js";
import type { Table } from "../schema/table.js";

/** A column that may be NULL, unless said otherwise. */
export function column(
  name: string,
  type: ColumnType | string,
  rest: Partial<Omit<Column, "name" | "type">> = {},
): Column {
  return { name, type: typeof type === "string" ? { name: type } : type, nullable: true, ...rest };
}

/** A column that must have a value. */
export function required(
  name: string,
  type: ColumnType | string,
  rest: Partial<Omit<Column, "name" | "type">> = {},
): Column {
  return { ...column(name, type, rest), nullable: false };
}

/** A table with a primary key named `PK_<table>`, unless `key` is empty. */
export function table(
  name: string,
  columns: readonly Column[],
  rest: Partial<Omit<Table, "name" | "columns" | "primaryKey">> & {
    readonly key?: readonly string[];
  } = {},
): Table {
  const { key = [columns[0]?.name ?? "id"], ...parts } = rest;
  const primaryKey =
    key.length === 0
      ? undefined
      : { kind: "primaryKey" as const, name: `PK_${name}`, columns: key };
  return compact({ ...emptyTable({ name }), columns, primaryKey, ...parts });
}

export function unique(name: string, ...columns: readonly string[]): UniqueConstraint {
  return { kind: "unique", name, columns };
}

export function check(name: string, expression: string): CheckConstraint {
  return { kind: "check", name, expression };
}

export function foreignKey(
  name: string,
  columns: readonly string[],
  target: string,
  rest: Partial<ForeignKey> = {},
): ForeignKey {
  return {
    kind: "foreignKey",
    name,
    columns,
    references: { name: target },
    referencedColumns: ["id"],
    onDelete: "NO ACTION",
    onUpdate: "NO ACTION",
    ...rest,
  };
}

export function index(name: string, columns: readonly string[], rest: Partial<Index> = {}): Index {
  return { name, keys: columns.map((each) => ({ column: each })), unique: false, ...rest };
}

export function schema(
  tables: readonly Table[],
  rest: Partial<Omit<Schema, "tables">> = {},
): Schema {
  return { ...emptySchema, ...rest, tables };
}
