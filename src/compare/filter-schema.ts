import type { ObjectKind } from "../config/environment.js";
import type { QualifiedName } from "../schema/name.js";
import { nameOf } from "../schema/name.js";
import type { Schema } from "../schema/schema.js";
import type { Table } from "../schema/table.js";
import type { View } from "../schema/view.js";

/** A thing of a schema that a filter is asked about. */
export type FilteredObject = {
  readonly kind: ObjectKind;
  /** Empty where it has none. */
  readonly name: string;
  /** The table of a column, an index or a constraint; the schema of anything else, where it is not the default one. */
  readonly parent: QualifiedName | undefined;
  readonly object: Readonly<Record<string, unknown>>;
};

/** The schema without what the filter refuses; what hangs on a refused table or view goes with it. */
export function filterSchema(schema: Schema, include: (asked: FilteredObject) => boolean): Schema {
  const top = (kind: ObjectKind) => (object: QualifiedName) => {
    const parent = object.schema === undefined ? undefined : { name: object.schema };
    return include({ kind, name: object.name, parent, object });
  };
  const within =
    (kind: ObjectKind, parent: QualifiedName) =>
    (object: { readonly name?: string }): boolean =>
      include({ kind, name: object.name ?? "", parent, object });
  return {
    ...schema,
    tables: schema.tables.filter(top("table")).map((table) => filterTable(table, within)),
    views: schema.views.filter(top("view")).map((view) => filterView(view, within)),
    enums: schema.enums.filter(top("enum")),
    sequences: schema.sequences.filter(top("sequence")),
  };
}

type Within = (
  kind: ObjectKind,
  parent: QualifiedName,
) => (object: { readonly name?: string }) => boolean;

function filterTable(table: Table, within: Within): Table {
  const constraint = within("constraint", nameOf(table));
  const { primaryKey, ...rest } = table;
  const kept = primaryKey !== undefined && constraint(primaryKey) ? { primaryKey } : {};
  return {
    ...rest,
    ...kept,
    columns: table.columns.filter(within("column", nameOf(table))),
    uniques: table.uniques.filter(constraint),
    checks: table.checks.filter(constraint),
    exclusions: table.exclusions.filter(constraint),
    foreignKeys: table.foreignKeys.filter(constraint),
    indexes: table.indexes.filter(within("index", nameOf(table))),
  };
}

function filterView(view: View, within: Within): View {
  return { ...view, indexes: view.indexes.filter(within("index", nameOf(view))) };
}
