import type { Column } from "../../../src/schema/column.js";
import type { ForeignKey } from "../../../src/schema/constraint.js";
import type { Index, IndexKey } from "../../../src/schema/index-definition.js";
import type { Table } from "../../../src/schema/table.js";
import { sameFolded } from "../quote-name.js";
import { renameColumnsIn } from "../text/expression.js";

/** Old name to new name, old names in lower case. */
export type Renames = ReadonlyMap<string, string>;

/** The table with several columns under other names, all at once, texts included. Triggers stay as they are. */
export function renameColumnsOf(table: Table, renames: Renames): Table {
  if (renames.size === 0) return table;
  const names = (columns: readonly string[]) => columns.map((name) => renamed(name, renames));
  const { primaryKey } = table;
  return {
    ...table,
    columns: table.columns.map((column) => renameColumn(column, renames)),
    ...(primaryKey && { primaryKey: { ...primaryKey, columns: names(primaryKey.columns) } }),
    uniques: table.uniques.map((unique) => ({ ...unique, columns: names(unique.columns) })),
    checks: table.checks.map((check) => ({
      ...check,
      expression: renameColumnsIn(check.expression, renames),
    })),
    foreignKeys: table.foreignKeys.map((key) => renameKey(key, table, names)),
    indexes: table.indexes.map((index) => renameIndex(index, renames)),
  };
}

function renamed(name: string, renames: Renames): string {
  return renames.get(name.toLowerCase()) ?? name;
}

function renameColumn(column: Column, renames: Renames): Column {
  const { generated } = column;
  const named = { ...column, name: renamed(column.name, renames) };
  if (generated?.kind !== "expression") return named;
  const expression = renameColumnsIn(generated.expression, renames);
  return { ...named, generated: { ...generated, expression } };
}

function renameKey(
  key: ForeignKey,
  table: Table,
  names: (columns: readonly string[]) => readonly string[],
): ForeignKey {
  const toItself = sameFolded(key.references.name, table.name);
  const referencedColumns = toItself ? names(key.referencedColumns) : key.referencedColumns;
  return { ...key, columns: names(key.columns), referencedColumns };
}

function renameIndex(index: Index, renames: Renames): Index {
  const where = index.where === undefined ? {} : { where: renameColumnsIn(index.where, renames) };
  return { ...index, keys: index.keys.map((key) => renameIndexKey(key, renames)), ...where };
}

function renameIndexKey(key: IndexKey, renames: Renames): IndexKey {
  if (key.column !== undefined) return { ...key, column: renamed(key.column, renames) };
  if (key.expression === undefined) return key;
  return { ...key, expression: renameColumnsIn(key.expression, renames) };
}
