import { foldName, nameOf, type QualifiedName } from "../schema/name.js";
import { findTable, type Schema } from "../schema/schema.js";

type ColumnPair = {
  readonly table: QualifiedName;
  readonly from: string;
  readonly to: string;
};

/**
 * The table's name as the schema spells it. Where names that differ in case alone are one, the wanted schema has been given
 * the spelling that the database has, which is not the one that people read in the entities.
 */
export function spelledTable(schema: Schema, name: QualifiedName): QualifiedName {
  if (findTable(schema, name) !== undefined) return name;
  const alike = schema.tables.filter(
    (table) => table.schema === name.schema && foldName(table.name) === foldName(name.name),
  );
  const [only] = alike;
  return only !== undefined && alike.length === 1 ? nameOf(only) : name;
}

/** The same for a column of a table that both have. */
export function spelledColumns<Pair extends ColumnPair>(
  pair: Pair,
  from: Schema,
  to: Schema,
): Pair {
  const table = spelledTable(to, pair.table);
  return {
    ...pair,
    table,
    from: spelledColumn(from, table, pair.from),
    to: spelledColumn(to, table, pair.to),
  };
}

function spelledColumn(schema: Schema, table: QualifiedName, name: string): string {
  const columns = findTable(schema, table)?.columns.map((column) => column.name) ?? [];
  if (columns.includes(name)) return name;
  const alike = columns.filter((column) => foldName(column) === foldName(name));
  const [only] = alike;
  return only !== undefined && alike.length === 1 ? only : name;
}
