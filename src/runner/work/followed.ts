import { applyOperation } from "../../operation/apply.js";
import type { Operation } from "../../operation/operation.js";
import { isPluginOperation, partsOf, type AnyOperation } from "../../operation/plugin-operation.js";
import { isTableChange, type TableChange } from "../../operation/table-change.js";
import type { Scope } from "../../plugin/catalog.js";
import type { Column } from "../../schema/column.js";
import { nameKey, sameName, type QualifiedName } from "../../schema/name.js";
import { findTable, type Schema } from "../../schema/schema.js";
import { mentions } from "../../schema/sql-identifier.js";
import type { Table } from "../../schema/table.js";

/** What was read of a database, and in which scope. */
export type Read = {
  readonly scope: Scope;
  readonly schema: Schema;
  /** Of the tables that were asked about: has nothing of this to do with them? */
  readonly beside: Map<string, boolean>;
};

export function readOf(scope: Scope, schema: Schema): Read {
  return { scope, schema, beside: new Map() };
}

/**
 * What is still known after changes were carried out, without asking the database again; nothing where they may have
 * changed it in words that only the server knows. What has nothing to do with their table is known as before.
 */
export function follow(read: Read, changes: readonly TableChange[]): Schema | undefined {
  const near = changesNear(read, changes);
  let { schema } = read;
  for (const change of near) {
    if (!isColumnChange(change) || isMentioned(schema, change)) return undefined;
    schema = applyOperation(schema, change);
  }
  return schema;
}

/** The columns that {@link follow} says in other words than the server's. */
export function followedBy(changes: readonly TableChange[]): readonly string[] {
  return changes.filter(isColumnChange).flatMap(columnsOf);
}

/** Would the operation be built on what was only followed, and not in the server's words? */
export function restsOn(followed: ReadonlySet<string>, operation: AnyOperation): boolean {
  if (followed.size === 0) return false;
  const changes = localChanges(operation);
  if (changes === undefined) return true;
  return changes.some((change) =>
    isColumnChange(change)
      ? columnsOf(change).some((column) => followed.has(column))
      : [...followed].some((column) => column.startsWith(tableKey(change.table))),
  );
}

/** The changes inside one table that an operation consists of, where nothing beside tables changes with them. */
export function localChanges(operation: AnyOperation): readonly TableChange[] | undefined {
  if (isRows(operation)) return [];
  const parts = partsOf(operation);
  const isLocal = (part: AnyOperation): part is TableChange =>
    !isPluginOperation(part) && isTableChange(part) && !makesValues(part);
  return parts.every(isLocal) ? parts : undefined;
}

function isRows(operation: AnyOperation): boolean {
  return operation.kind === "bulkInsert" || operation.kind === "deleteRows";
}

/** Sequences come and go with columns that make their own values. */
function makesValues(change: Operation): boolean {
  const columns =
    change.kind === "alterColumn"
      ? [change.from, change.to]
      : change.kind === "addColumn" || change.kind === "dropColumn"
        ? [change.column]
        : [];
  return columns.some(({ generated }: Column) => generated !== undefined);
}

type ColumnChange = Extract<TableChange, { kind: "addColumn" | "alterColumn" | "renameColumn" }>;

function isColumnChange(change: TableChange): change is ColumnChange {
  const { kind } = change;
  return kind === "alterColumn" || kind === "renameColumn" || kind === "addColumn";
}

function namesOf(change: ColumnChange): readonly string[] {
  if (change.kind === "addColumn") return [change.column.name];
  return change.kind === "renameColumn"
    ? [change.from, change.to]
    : [change.from.name, change.to.name];
}

function columnsOf(change: ColumnChange): readonly string[] {
  return namesOf(change).map((name) => `${tableKey(change.table)}${JSON.stringify(name)}`);
}

function tableKey(table: QualifiedName): string {
  return `${nameKey(table)}\n`;
}

/** The changes of tables that what was read has something to do with. */
function changesNear(read: Read, changes: readonly TableChange[]): readonly TableChange[] {
  let last: { readonly table: QualifiedName; readonly isNear: boolean } | undefined;
  return changes.filter(({ table }) => {
    if (last?.table !== table) last = { table, isNear: !isBeside(read, table) };
    return last.isNear;
  });
}

/** Has nothing of what was read to do with the table? */
function isBeside(read: Read, table: QualifiedName): boolean {
  const key = nameKey(table);
  const known = read.beside.get(key) ?? findBeside(read, table);
  read.beside.set(key, known);
  return known;
}

function findBeside({ scope, schema }: Read, table: QualifiedName): boolean {
  const refersTo = ({ foreignKeys }: Table): boolean =>
    foreignKeys.some(({ references }) => sameName(references, table));
  return (
    scope.tables?.some((name) => sameName(name, table)) === false &&
    findTable(schema, table) === undefined &&
    !schema.tables.some(refersTo) &&
    schema.views.every(({ definition }) => !mentions(definition, table.name))
  );
}

/** Does SQL that the server keeps name the column? It may then be put into other words along with the change. */
function isMentioned(schema: Schema, change: ColumnChange): boolean {
  const table = findTable(schema, change.table);
  // A column that counts has a sequence, which may be called after it.
  const column = table?.columns.find(({ name }) => namesOf(change).includes(name));
  if (table === undefined || column?.generated !== undefined) return true;
  const names = namesOf(change);
  return (
    isInTable(table, (text) => names.some((name) => mentions(text, name))) ||
    schema.views.some(({ definition }) => names.some(isIn(definition)))
  );
}

function isIn(definition: string): (name: string) => boolean {
  return (name) => definition.includes("*") || mentions(definition, name);
}

function isInTable(table: Table, matches: (text: string) => boolean): boolean {
  const { columns, checks, exclusions, indexes, triggers = [], options = {} } = table;
  const isText = (text: string | undefined): boolean => text !== undefined && matches(text);
  return (
    columns.some(
      ({ generated: made }) => made?.kind === "expression" && matches(made.expression),
    ) ||
    [...checks, ...exclusions].some(({ expression }) => matches(expression)) ||
    indexes.some(
      ({ keys, where }) => isText(where) || keys.some((key) => isText(key.expression)),
    ) ||
    triggers.some(({ definition }) => matches(definition)) ||
    isText(options.partitionBy)
  );
}
