import type { ForeignKey } from "../../../src/schema/constraint.js";
import type { IndexKey } from "../../../src/schema/index-definition.js";
import type { QualifiedName } from "../../../src/schema/name.js";
import type { Table } from "../../../src/schema/table.js";
import type { Lookup } from "../../sql/lookup.js";
import { foldCase, sameFolded } from "../quote-name.js";

/** The key of a name, whatever its case. */
export function foldedKey({ schema, name }: QualifiedName): string {
  return schema === undefined ? foldCase(name) : `${foldCase(schema)}\0${foldCase(name)}`;
}

/**
 * The table with every column and table spelled as it is where it is declared, and foreign keys that name no columns
 * pointing at the other table's primary key.
 */
export function resolveNames(table: Table, lookup: Lookup<Table>): Table {
  const columnsOf = (names: readonly string[]) => spellAll(names, table);
  const { primaryKey } = table;
  return {
    ...table,
    ...(primaryKey && { primaryKey: { ...primaryKey, columns: columnsOf(primaryKey.columns) } }),
    uniques: table.uniques.map((unique) => ({ ...unique, columns: columnsOf(unique.columns) })),
    foreignKeys: table.foreignKeys.map((key) => resolveKey(key, table, lookup)),
    indexes: table.indexes.map((index) => ({
      ...index,
      keys: index.keys.map((key) => spellIndexKey(key, table)),
    })),
  };
}

function resolveKey(key: ForeignKey, table: Table, lookup: Lookup<Table>): ForeignKey {
  const place = table.schema === undefined ? {} : { schema: table.schema };
  const references = { ...place, name: key.references.name };
  const other = sameFolded(references.name, table.name) ? table : lookup(references);
  const named = key.referencedColumns.length > 0;
  const columns = named ? key.referencedColumns : (other?.primaryKey?.columns ?? []);
  return {
    ...key,
    columns: spellAll(key.columns, table),
    references: other === undefined ? references : { ...place, name: other.name },
    referencedColumns: other === undefined ? columns : spellAll(columns, other),
  };
}

function spellIndexKey(key: IndexKey, table: Table): IndexKey {
  return key.column === undefined ? key : { ...key, column: spell(key.column, table) };
}

function spellAll(names: readonly string[], table: Table): readonly string[] {
  return names.map((name) => spell(name, table));
}

function spell(name: string, { columns }: Table): string {
  if (columns.some((column) => column.name === name)) return name;
  return columns.find((column) => sameFolded(column.name, name))?.name ?? name;
}
