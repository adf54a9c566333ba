import type { Column } from "../schema/column.js";
import { compact } from "../schema/compact.js";
import type { QualifiedName } from "../schema/name.js";
import { nameOf, sameName } from "../schema/name.js";
import type { Schema } from "../schema/schema.js";
import type { Table } from "../schema/table.js";
import { without } from "../schema/without.js";
import { changeNamed, dropNamed, putNamed } from "./apply-list.js";
import type { OperationMap } from "./operation.js";

/** The schema with `change` done to one table. Throws `UNKNOWN_TABLE`. */
export function changeTable(
  schema: Schema,
  name: QualifiedName,
  change: (table: Table) => Table,
): Schema {
  return { ...schema, tables: changeNamed("table", schema.tables, name, change) };
}

export function changeColumns(
  schema: Schema,
  change: (column: Column) => Column,
): readonly Table[] {
  return schema.tables.map((table) => {
    const columns = table.columns.map(change);
    return columns.every((column, at) => column === table.columns[at])
      ? table
      : { ...table, columns };
  });
}

export function applyCreateTable(schema: Schema, operation: OperationMap["createTable"]): Schema {
  return { ...schema, tables: putNamed(schema.tables, operation.table, operation.ifNotExists) };
}

export function applyDropTable(schema: Schema, operation: OperationMap["dropTable"]): Schema {
  const { table, ifExists } = operation;
  return { ...schema, tables: dropNamed("table", schema.tables, table, ifExists) };
}

export function applyRenameTable(schema: Schema, operation: OperationMap["renameTable"]): Schema {
  const { from, to } = operation;
  const renamed = changeTable(schema, from, (table) => ({
    ...nameOf(to),
    ...without(table, "schema", "name"),
  }));
  const follow = (name: QualifiedName): QualifiedName => (sameName(name, from) ? nameOf(to) : name);
  return {
    ...renamed,
    tables: renamed.tables.map((table) => followReferences(table, follow)),
    views: renamed.views.map((view) =>
      view.dependsOn === undefined ? view : { ...view, dependsOn: view.dependsOn.map(follow) },
    ),
  };
}

function followReferences(table: Table, follow: (name: QualifiedName) => QualifiedName): Table {
  const references = table.foreignKeys.map((key) => follow(key.references));
  if (references.every((name, at) => name === table.foreignKeys[at]?.references)) return table;
  const foreignKeys = table.foreignKeys.map((key) => ({
    ...key,
    references: follow(key.references),
  }));
  return { ...table, foreignKeys };
}

export function applyComment(schema: Schema, operation: OperationMap["alterTableComment"]): Schema {
  return changeTable(schema, operation.table, (table) => ({
    ...without(table, "comment"),
    ...compact({ comment: operation.to }),
  }));
}

export function applyOptions(schema: Schema, operation: OperationMap["alterTableOptions"]): Schema {
  const options = Object.keys(operation.to).length === 0 ? undefined : operation.to;
  return changeTable(schema, operation.table, (table) => ({
    ...without(table, "options"),
    ...compact({ options }),
  }));
}
