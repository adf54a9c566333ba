import { applyOperation } from "../operation/apply.js";
import type { Operation } from "../operation/operation.js";
import { isPluginOperation, partsOf, type AnyOperation } from "../operation/plugin-operation.js";
import { isTableChange, type TableChange } from "../operation/table-change.js";
import type { Scope } from "../plugin/dialect.js";
import type { Column } from "../schema/column.js";
import { nameKey, sameName, type QualifiedName } from "../schema/name.js";
import { findTable, type Schema } from "../schema/schema.js";
import { mentions } from "../schema/sql-identifier.js";
import { constraintsOf, type Table } from "../schema/table.js";

/** What was read of a database, and in which scope. */
export type Read = { readonly scope: Scope; readonly schema: Schema };

/**
 * What is still known after changes were carried out, without asking the database again; nothing where they may have
 * changed it in words that only the server knows. What has nothing to do with their table is known as before.
 */
export function follow(read: Read, changes: readonly TableChange[]): Schema | undefined {
  let { schema } = read;
  for (const change of changes) {
    if (isBeside({ ...read, schema }, change)) continue;
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

/** Has nothing of what was read to do with the table? */
function isBeside({ scope, schema }: Read, { table }: TableChange): boolean {
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
  const inTable = textsOf(table).some((text) => names.some((name) => mentions(text, name)));
  return inTable || schema.views.some(({ definition }) => names.some(isIn(definition)));
}

function isIn(definition: string): (name: string) => boolean {
  return (name) => definition.includes("*") || mentions(definition, name);
}

function textsOf(table: Table): readonly string[] {
  const { columns, indexes, triggers = [] } = table;
  return [
    ...constraintsOf(table).flatMap((held) => ("expression" in held ? [held.expression] : [])),
    ...columns.flatMap(({ generated }) =>
      generated?.kind === "expression" ? [generated.expression] : [],
    ),
    ...indexes.flatMap(({ keys, where }) => [...keys.map((key) => key.expression), where]),
    ...triggers.map(({ definition }) => definition),
    table.options?.partitionBy,
  ].flatMap((text) => text ?? []);
}
