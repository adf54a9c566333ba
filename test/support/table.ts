import type { Column } from "../../src/schema/column.js";
import type { Schema } from "../../src/schema/schema.js";
import { emptySchema } from "../../src/schema/schema.js";
import type { Table } from "../../src/schema/table.js";
import { emptyTable } from "../../src/schema/table.js";

/** A not-null column, `integer` unless told otherwise. */
export function column(name: string, given: Partial<Column> | string = {}): Column {
  const rest = typeof given === "string" ? { type: { name: given } } : given;
  return { name, type: { name: "integer" }, nullable: false, ...rest };
}

/** A table with an `id` as its primary key, and what else is given; `columns` come after the `id`. */
export function table(name: string, given: Partial<Table> = {}): Table {
  return {
    ...emptyTable({ name }),
    primaryKey: { kind: "primaryKey", name: `pk_${name}`, columns: ["id"] },
    ...given,
    columns: [column("id"), ...(given.columns ?? [])],
  };
}

export function schemaOf(tables: readonly Table[], given: Partial<Schema> = {}): Schema {
  return { ...emptySchema, tables, ...given };
}
