import type { Column } from "../schema/column.js";
import type { CheckConstraint, Constraint, ForeignKey } from "../schema/constraint.js";
import type { Index, IndexKey } from "../schema/index-definition.js";
import type { QualifiedName } from "../schema/name.js";
import { sameName } from "../schema/name.js";
import type { Schema } from "../schema/schema.js";
import { constraintSpans, indexSpans } from "../schema/span.js";
import { renameIdentifier } from "../schema/sql-identifier.js";
import type { Table } from "../schema/table.js";
import { without } from "../schema/without.js";
import { changeTable } from "./apply-table.js";
import type { OperationMap } from "./operation.js";
import { unknown } from "./unknown.js";

export function applyAddColumn(schema: Schema, operation: OperationMap["addColumn"]): Schema {
  const { column, ifNotExists = false } = operation;
  return changeTable(schema, operation.table, (table) => {
    const at = table.columns.findIndex((held) => held.name === column.name);
    if (at < 0) return { ...table, columns: [...table.columns, column] };
    return ifNotExists ? table : { ...table, columns: table.columns.with(at, column) };
  });
}

export function applyAlterColumn(schema: Schema, operation: OperationMap["alterColumn"]): Schema {
  const { table: name, from, to } = operation;
  const altered = changeTable(schema, name, (table) => {
    const at = columnPosition(table, from.name);
    return { ...table, columns: table.columns.with(at, { ...to, name: from.name }) };
  });
  return from.name === to.name ? altered : renameColumn(altered, name, from.name, to.name);
}

export function applyRenameColumn(schema: Schema, operation: OperationMap["renameColumn"]): Schema {
  return renameColumn(schema, operation.table, operation.from, operation.to);
}

/** As PostgreSQL does it: what spans the column goes with it. What refers to it from another table stays. */
export function applyDropColumn(schema: Schema, operation: OperationMap["dropColumn"]): Schema {
  const { name } = operation.column;
  return changeTable(schema, operation.table, (table) => {
    const columns = table.columns.filter((held) => held.name !== name);
    if (columns.length === table.columns.length && operation.ifExists !== true) {
      throw unknown("column", name, table);
    }
    return { ...withoutSpanning(table, name), columns };
  });
}

function withoutSpanning(table: Table, column: string): Table {
  const stays = (held: Constraint): boolean => !constraintSpans(held, column);
  const keyGoes = table.primaryKey !== undefined && !stays(table.primaryKey);
  return {
    ...(keyGoes ? without(table, "primaryKey") : table),
    uniques: table.uniques.filter(stays),
    checks: table.checks.filter(stays),
    exclusions: table.exclusions.filter(stays),
    foreignKeys: table.foreignKeys.filter(stays),
    indexes: table.indexes.filter((held) => !indexSpans(held, column)),
  };
}

function columnPosition(table: Table, name: string): number {
  const at = table.columns.findIndex((held) => held.name === name);
  if (at < 0) throw unknown("column", name, table);
  return at;
}

type Rename = {
  readonly name: (column: string) => string;
  readonly names: (columns: readonly string[]) => readonly string[];
  readonly text: (sql: string) => string;
};

/** As databases do it: everything that names the column follows it, texts included. */
function renameColumn(schema: Schema, owner: QualifiedName, from: string, to: string): Schema {
  const name = (column: string): string => (column === from ? to : column);
  const rename: Rename = {
    name,
    names: (columns) => columns.map(name),
    text: (sql) => renameIdentifier(sql, from, to),
  };
  const renamed = changeTable(schema, owner, (table) => {
    columnPosition(table, from);
    return renameInTable(table, rename);
  });
  const tables = renamed.tables.map((table) =>
    table.foreignKeys.some((key) => sameName(key.references, owner))
      ? { ...table, foreignKeys: table.foreignKeys.map((key) => incoming(key, owner, rename)) }
      : table,
  );
  return { ...renamed, tables };
}

function renameInTable(table: Table, rename: Rename): Table {
  const { primaryKey } = table;
  const inText = <Held extends Pick<CheckConstraint, "expression">>(held: Held): Held => ({
    ...held,
    expression: rename.text(held.expression),
  });
  return {
    ...table,
    columns: table.columns.map((column) => renameInColumn(column, rename)),
    ...(primaryKey && {
      primaryKey: { ...primaryKey, columns: rename.names(primaryKey.columns) },
    }),
    uniques: table.uniques.map((held) => ({
      ...held,
      columns: rename.names(held.columns),
      ...(held.include && { include: rename.names(held.include) }),
    })),
    checks: table.checks.map((held) => ({
      ...inText(held),
      ...(held.column !== undefined && { column: rename.name(held.column) }),
    })),
    exclusions: table.exclusions.map(inText),
    foreignKeys: table.foreignKeys.map((held) => ({
      ...held,
      columns: rename.names(held.columns),
    })),
    indexes: table.indexes.map((held) => renameInIndex(held, rename)),
  };
}

function renameInColumn(column: Column, rename: Rename): Column {
  const { generated, default: held } = column;
  return {
    ...column,
    name: rename.name(column.name),
    ...(held?.kind === "expression" && { default: { ...held, sql: rename.text(held.sql) } }),
    ...(generated?.kind === "expression" && {
      generated: { ...generated, expression: rename.text(generated.expression) },
    }),
  };
}

function renameInIndex(index: Index, rename: Rename): Index {
  return {
    ...index,
    keys: index.keys.map((key) => renameInKey(key, rename)),
    ...(index.include && { include: rename.names(index.include) }),
    ...(index.where !== undefined && { where: rename.text(index.where) }),
  };
}

function renameInKey(key: IndexKey, rename: Rename): IndexKey {
  if (key.column !== undefined) return { ...key, column: rename.name(key.column) };
  return key.expression === undefined ? key : { ...key, expression: rename.text(key.expression) };
}

function incoming(key: ForeignKey, owner: QualifiedName, rename: Rename): ForeignKey {
  return sameName(key.references, owner)
    ? { ...key, referencedColumns: rename.names(key.referencedColumns) }
    : key;
}
