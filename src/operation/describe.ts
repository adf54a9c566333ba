import type { Constraint, ConstraintKind } from "../schema/constraint.js";
import { sameValue } from "../schema/equality.js";
import type { QualifiedName } from "../schema/name.js";
import { nameText } from "../schema/name.js";
import type { TableOptions } from "../schema/table.js";
import { describeColumn } from "./describe-column.js";
import { enumChanges } from "./enum-change.js";
import type { ByKind, OperationMap } from "./operation.js";
import { dispatch } from "./operation.js";
import { column } from "./options/column-options.js";
import { tellChanges } from "./options/facet.js";
import type { AnyOperation, Kinds, PluginOperation } from "./plugin-operation.js";
import { behaviourOf, isPluginOperation, noKinds } from "./plugin-operation.js";

/**
 * One plain sentence about an operation, for people.
 *
 * @example describe(operation) // change "users"."bio" from text to varchar(200), set not null
 */
export function describe(operation: AnyOperation, kinds: Kinds = noKinds): string {
  if (!isPluginOperation(operation)) return dispatch(sentences, operation);
  return behaviourOf(operation, kinds).describe?.(operation) ?? describeUnknown(operation);
}

function describeUnknown({ kind, name }: PluginOperation): string {
  return typeof name === "string" ? `${kind} "${name}"` : kind;
}

const sentences: ByKind<[], string> = {
  createTable: ({ table }) => `create table ${quoted(table)} (${count(table.columns, "column")})`,
  dropTable: ({ table }) => `drop table ${quoted(table)}`,
  renameTable: ({ from, to }) => `rename table ${quoted(from)} to ${quoted(to)}`,
  alterTableComment: describeTableComment,
  alterTableOptions: ({ table, from, to }) =>
    `change options of table ${quoted(table)}: ${describeOptions(from, to)}`,
  addColumn: ({ table, column }) =>
    `add column ${inTable(table, column.name)} ${describeColumn(column)}`,
  dropColumn: ({ table, column }) => `drop column ${inTable(table, column.name)}`,
  alterColumn: describeColumnChange,
  renameColumn: ({ table, from, to }) => `rename column ${inTable(table, from)} to "${to}"`,
  createConstraint: ({ table, constraint }) =>
    `create ${describeConstraint(constraint)} on ${quoted(table)}`,
  dropConstraint: ({ table, constraint }) =>
    `drop ${describeConstraint(constraint)} on ${quoted(table)}`,
  renameConstraint: ({ table, constraint, to }) =>
    `rename ${describeConstraint(constraint)} on ${quoted(table)} to "${to}"`,
  validateConstraint: ({ table, name }) => `validate constraint "${name}" on ${quoted(table)}`,
  createIndex: ({ table, index }) =>
    `create ${index.unique ? "unique index" : "index"} "${index.name}" on ${quoted(table)}`,
  dropIndex: ({ table, index }) => `drop index "${index.name}" on ${quoted(table)}`,
  renameIndex: ({ table, from, to }) => `rename index "${from}" on ${quoted(table)} to "${to}"`,
  createEnum: ({ enum: type }) => `create enum ${quoted(type)} (${type.values.join(", ")})`,
  dropEnum: ({ enum: type }) => `drop enum ${quoted(type)}`,
  alterEnum: describeEnumChange,
  renameEnum: ({ from, to }) => `rename enum ${quoted(from)} to ${quoted(to)}`,
  createSequence: ({ sequence }) => `create sequence ${quoted(sequence)}`,
  alterSequence: ({ to }) => `alter sequence ${quoted(to)}`,
  renameSequence: ({ from, to }) => `rename sequence ${quoted(from)} to ${quoted(to)}`,
  dropSequence: ({ sequence }) => `drop sequence ${quoted(sequence)}`,
  createView: ({ view }) => `create ${viewKind(view.materialized)} ${quoted(view)}`,
  dropView: ({ view }) => `drop ${viewKind(view.materialized)} ${quoted(view)}`,
  createSchema: ({ name }) => `create schema "${name}"`,
  dropSchema: ({ name }) => `drop schema "${name}"`,
  createExtension: ({ extension }) => `create extension "${extension.name}"`,
  dropExtension: ({ extension }) => `drop extension "${extension.name}"`,
  execute: ({ sql }) => `run ${shorten(sql)}`,
  bulkInsert: ({ table, rows }) => `insert ${count(rows, "row")} into ${quoted(table)}`,
  deleteRows: ({ table, rows }) => `delete ${count(rows, "row")} from ${quoted(table)}`,
  backfill: ({ table, set }) => `fill ${listed(Object.keys(set))} in rows of ${quoted(table)}`,
  batchAlterTable: ({ table, operations }) =>
    `change table ${quoted(table)}: ${operations.map((each) => describe(each)).join("; ")}`,
};

function describeTableComment({ table, to }: OperationMap["alterTableComment"]): string {
  return to === undefined
    ? `drop the comment of table ${quoted(table)}`
    : `set the comment of table ${quoted(table)} to ${JSON.stringify(to)}`;
}

function describeOptions(from: TableOptions, to: TableOptions): string {
  const before = new Map<string, unknown>(Object.entries(from));
  const after = new Map<string, unknown>(Object.entries(to));
  const changed = [...new Set([...before.keys(), ...after.keys()])].filter(
    (option) => !sameValue(before.get(option), after.get(option)),
  );
  return changed
    .map((option) => `${option} ${JSON.stringify(after.get(option)) ?? "left to the database"}`)
    .join(", ");
}

function describeColumnChange({ table, from, to, renamed = {} }: OperationMap["alterColumn"]) {
  const changes = tellChanges(column.facets, from, to);
  const told = changes.length === 0 ? ["nothing"] : changes;
  return `change ${inTable(table, from.name)} ${[...told, ...renamings(renamed)].join(", ")}`;
}

const constraintNouns: Readonly<Record<ConstraintKind, string>> = {
  primaryKey: "primary key",
  unique: "unique constraint",
  check: "check",
  exclude: "exclusion constraint",
  foreignKey: "foreign key",
};

/** By what it holds, which tells more than a generated name. */
function describeConstraint(constraint: Constraint): string {
  const noun = constraintNouns[constraint.kind];
  const name = constraint.name === undefined ? "" : ` "${constraint.name}"`;
  if ("expression" in constraint) return `${noun}${name} (${constraint.expression})`;
  const own = `${noun}${name} (${constraint.columns.join(", ")})`;
  if (constraint.kind !== "foreignKey") return own;
  return `${own} to ${quoted(constraint.references)} (${constraint.referencedColumns.join(", ")})`;
}

function describeEnumChange({ from, to, renamed = {} }: OperationMap["alterEnum"]): string {
  const { added, gone } = enumChanges(from.values, to.values, renamed);
  const changes = [
    ...renamings(renamed),
    ...added.map((value) => `add "${value}"`),
    ...gone.map((value) => `remove "${value}"`),
  ];
  return `change enum ${quoted(from)}: ${changes.length === 0 ? "reorder its values" : changes.join(", ")}`;
}

function quoted(name: QualifiedName): string {
  return `"${nameText(name)}"`;
}

function inTable(table: QualifiedName, column: string): string {
  return `${quoted(table)}."${column}"`;
}

function count(items: readonly unknown[], noun: string): string {
  return `${String(items.length)} ${noun}${items.length === 1 ? "" : "s"}`;
}

function renamings(renamed: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(renamed).map(([old, name]) => `rename "${old}" to "${name}"`);
}

function listed(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(", ");
}

function viewKind(materialized: boolean): string {
  return materialized ? "materialized view" : "view";
}

function shorten(sql: string): string {
  const line = sql.replace(/\s+/g, " ").trim();
  return line.length <= 80 ? line : `${line.slice(0, 77)}...`;
}
