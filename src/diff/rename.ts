import {
  foldName,
  nameOf,
  type QualifiedName,
  nameKey,
  nameText,
  sameName,
} from "../schema/name.js";
import { findTable, type Schema } from "../schema/schema.js";
import { applyAll } from "../operation/apply.js";
import type { Operation } from "../operation/operation.js";
import type { Table } from "../schema/table.js";
import type { EnumerationPlace } from "./enumeration.js";
import { demand, missing, occupied, unwanted } from "./rename-refusal.js";
import { renameValues, type ValueRename } from "./rename-values.js";
import { type Renaming, orderRenamings, renamingOf } from "./renaming.js";
/** What a person knows and a comparison cannot: that a new name is an old thing. */
export type Rename =
  | { readonly kind: "table"; readonly from: QualifiedName; readonly to: QualifiedName }
  | {
      readonly kind: "column";
      /** The table, as the entities name it; as the database does where no entity has that name. */
      readonly table: QualifiedName;
      readonly from: string;
      readonly to: string;
    }
  | {
      /** A value of an enumeration. */
      readonly kind: "value";
      /** The enum type, or the column that lists its values itself. */
      readonly of: EnumerationPlace;
      readonly from: string;
      readonly to: string;
    };

export type Renamed = {
  readonly operations: readonly Operation[];
  /** The database as it is after them. */
  readonly from: Schema;
};

/**
 * The rename operations that the hints ask for, tables before columns, values last; names may be swapped.
 *
 * @throws AthanorError `INVALID_RENAME` where the old name is not in the database, the new one is not in the
 * entities, or the new one is already taken.
 */
export function applyRenames(from: Schema, to: Schema, renames: readonly Rename[]): Renamed {
  const tables = renames.filter((rename) => rename.kind === "table");
  const columns = renames.filter((rename) => rename.kind === "column");
  const values = renames.filter((rename) => rename.kind === "value");
  const tableOperations = renameTables(from, to, tables);
  const between = applyAll(from, tableOperations);
  const columnOperations = renameColumns(between, to, columns.map(byNewTable(to, tables)));
  const renamed = applyAll(between, columnOperations);
  const valueOperations = renameValues(renamed, to, values.map(byNewNames(tables, columns)));
  return {
    operations: [...tableOperations, ...columnOperations, ...valueOperations],
    from: applyAll(renamed, valueOperations),
  };
}

type TableRename = Extract<Rename, { kind: "table" }>;
type ColumnRename = Extract<Rename, { kind: "column" }>;

/** A column that is named as it was before is followed to its new name. */
function byNewNames(
  tables: readonly TableRename[],
  columns: readonly ColumnRename[],
): (rename: ValueRename) => ValueRename {
  return (rename) => {
    const { of: place } = rename;
    if (place.kind === "type") return rename;
    const moved = tables.find((table) => sameName(table.from, place.table));
    const owners = [place.table, ...(moved === undefined ? [] : [moved.to])];
    const renamed = columns.find(
      (column) =>
        column.from === place.column && owners.some((owner) => sameName(owner, column.table)),
    );
    const table = moved?.to ?? place.table;
    return { ...rename, of: { ...place, table, column: renamed?.to ?? place.column } };
  };
}

function byNewTable(
  to: Schema,
  tables: readonly TableRename[],
): (rename: ColumnRename) => ColumnRename {
  return (rename) => {
    const renamed = tables.find((table) => sameName(table.from, rename.table));
    const stays = renamed === undefined || findTable(to, rename.table) !== undefined;
    return stays ? rename : { ...rename, table: renamed.to };
  };
}

function renameTables(
  from: Schema,
  to: Schema,
  renames: readonly TableRename[],
): readonly Operation[] {
  const leaving = new Set(renames.map((rename) => nameKey(spelledTable(from, rename.from))));
  const renamings = renames.map((stated): Renaming => {
    const rename = {
      ...stated,
      from: spelledTable(from, stated.from),
      to: spelledTable(to, stated.to),
    };
    const old = nameText(rename.from);
    const wanted = nameText(rename.to);
    demand(findTable(from, rename.from) !== undefined, rename, missing("table", old));
    demand(findTable(to, rename.to) !== undefined, rename, unwanted("table", wanted));
    const taken = findTable(from, rename.to) !== undefined && !leaving.has(nameKey(rename.to));
    demand(!taken, rename, occupied("table", wanted));
    return renamingOf("renameTable", rename.from, rename.to);
  });
  return orderRenamings(renamings);
}

function renameColumns(
  from: Schema,
  to: Schema,
  renames: readonly ColumnRename[],
): readonly Operation[] {
  const spelled = renames.map((rename) => spelledColumns(rename, from, to));
  const renamings = spelled.map((rename): Renaming => {
    const { table } = rename;
    const held = findTable(from, table);
    const wanted = findTable(to, table);
    const inTable = (name: string): string => `${nameText(table)}.${name}`;
    demand(hasColumn(held, rename.from), rename, missing("column", inTable(rename.from)));
    demand(hasColumn(wanted, rename.to), rename, unwanted("column", inTable(rename.to)));
    const leaves = spelled.some(
      (other) => sameName(other.table, table) && other.from === rename.to,
    );
    demand(!hasColumn(held, rename.to) || leaves, rename, occupied("column", inTable(rename.to)));
    return {
      space: nameKey(table),
      from: rename.from,
      to: rename.to,
      operation: (left, right) => ({
        kind: "renameColumn",
        table: nameOf(table),
        from: left,
        to: right,
      }),
    };
  });
  return orderRenamings(renamings);
}

function hasColumn(table: Table | undefined, name: string): boolean {
  return table?.columns.some((column) => column.name === name) ?? false;
}

type ColumnPair = {
  readonly table: QualifiedName;
  readonly from: string;
  readonly to: string;
};

/**
 * The table's name as the schema spells it. Where names that differ in case alone are one, the wanted schema has been given
 * the spelling that the database has, which is not the one that people read in the entities.
 */
function spelledTable(schema: Schema, name: QualifiedName): QualifiedName {
  if (findTable(schema, name) !== undefined) return name;
  const alike = schema.tables.filter(
    (table) => table.schema === name.schema && foldName(table.name) === foldName(name.name),
  );
  const [only] = alike;
  return only !== undefined && alike.length === 1 ? nameOf(only) : name;
}

/** The same for a column of a table that both have. */
function spelledColumns<Pair extends ColumnPair>(pair: Pair, from: Schema, to: Schema): Pair {
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
