import type { Column } from "../../../src/schema/column.js";
import type { ForeignKey } from "../../../src/schema/constraint.js";
import type { Index, IndexKey } from "../../../src/schema/index-definition.js";
import type { Table } from "../../../src/schema/table.js";
import { sameFolded } from "../quote-name.js";
import { renameColumnsIn } from "../text/expression.js";
import type { ColumnFlow } from "./column-flow.js";

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

/** The names that the columns have between the copy and the renames that follow it. */
type RenamePlan = {
  /** For each column of the new table, its name in the copy. */
  readonly names: readonly string[];
  /** The renames that lead from there to the final names, in an order in which no two columns share a name. */
  readonly steps: readonly { readonly from: string; readonly to: string }[];
};

/**
 * Columns are copied under their old names and renamed afterwards by ALTER TABLE, because only that changes views,
 * triggers and other tables' foreign keys along with the column.
 */
export function planRenames(flows: readonly ColumnFlow[]): RenamePlan {
  const sources = flows.flatMap(({ source }) => source?.name ?? []);
  const names = flows.map(({ column, source }) => {
    if (source !== undefined) return source.name;
    const taken = sources.some((name) => sameFolded(name, column.name));
    return taken ? `athanor_new_${column.name}` : column.name;
  });
  const pending = flows
    .map(({ column }, at) => ({ from: names[at] ?? column.name, to: column.name }))
    .filter(({ from, to }) => from !== to);
  return { names, steps: order(pending, [...names]) };
}

type Step = RenamePlan["steps"][number];

function order(pending: readonly Step[], present: readonly string[]): readonly Step[] {
  const [first] = pending;
  if (first === undefined) return [];
  const isFree = ({ from, to }: Step): boolean =>
    !present.some((name) => name !== from && sameFolded(name, to));
  const step = pending.find(isFree) ?? { from: first.from, to: `athanor_old_${first.from}` };
  const rest = pending
    .filter(({ from, to }) => from !== step.from || to !== step.to)
    .map((other) => (other.from === step.from ? { from: step.to, to: other.to } : other));
  return [
    step,
    ...order(
      rest,
      present.map((name) => (name === step.from ? step.to : name)),
    ),
  ];
}
