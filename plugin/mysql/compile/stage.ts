import { AthanorError } from "../../../src/error/athanor-error.js";
import { applyOperation } from "../../../src/operation/apply.js";
import type { Operation, OperationMap } from "../../../src/operation/operation.js";
import type { TableChange } from "../../../src/operation/table-change.js";
import type { CompileContext } from "../../../src/plugin/ddl.js";
import { nameOf, type QualifiedName } from "../../../src/schema/name.js";
import { emptySchema, findTable } from "../../../src/schema/schema.js";
import { emptyTable, type Table, constraintsOf } from "../../../src/schema/table.js";
import { stateOrNothing } from "../../sql/state-or-nothing.js";
import type { Constraint } from "../../../src/schema/constraint.js";
import type { Index } from "../../../src/schema/index-definition.js";
import { without } from "../../../src/schema/without.js";
import { sameExpression } from "../text/expression.js";
import { uniqueAsIndex } from "./index-clause.js";

/** One change as it applies to its table, and the table just before and after it. */
export type Stage = {
  readonly change: TableChange;
  readonly before: Table;
  readonly after: Table;
};

/** The changes, each with the table that those before it leave. What has nothing to do is left out. */
export function stagesOf(table: Table, changes: readonly TableChange[]): readonly Stage[] {
  const stages: Stage[] = [];
  let before = table;
  for (const asked of changes) {
    const change = resolveChange(asked, before);
    if (change === undefined) continue;
    const after = follow(before, change);
    stages.push({ change, before, after });
    before = after;
  }
  return stages;
}

/** The table as it is; an empty one where an offline script cannot know it. */
export async function currentTable(name: QualifiedName, context: CompileContext): Promise<Table> {
  const schemas = name.schema === undefined ? {} : { schemas: [name.schema] };
  const state = await stateOrNothing(context, { ...schemas, tables: [name] });
  return findTable(state, name) ?? emptyTable(nameOf(name));
}

// What is not known of the table cannot be followed: the operation then says all there is.
function follow(table: Table, change: TableChange): Table {
  try {
    const operation: Operation = { ...change, table };
    const { tables } = applyOperation({ ...emptySchema, tables: [table] }, operation);
    return tables[0] ?? table;
  } catch (error) {
    if (error instanceof AthanorError && error.code.startsWith("UNKNOWN_")) return table;
    throw error;
  }
}

/**
 * The change as it applies to this table: a unique constraint is the unique index that it is, a constraint without a name
 * the one that says the same, and what `ifExists` and `ifNotExists` leave nothing of is undefined.
 */
function resolveChange(change: TableChange, table: Table): TableChange | undefined {
  switch (change.kind) {
    case "addColumn":
      return unless(change.ifNotExists === true && hasColumn(table, change.column.name), change);
    case "dropColumn":
      return unless(change.ifExists === true && !hasColumn(table, change.column.name), change);
    case "createIndex":
      return unless(change.ifNotExists === true && hasIndex(table, change.index.name), change);
    case "dropIndex":
      return unless(change.ifExists === true && !hasIndex(table, change.index.name), change);
    case "createConstraint":
      return resolveCreate(change);
    case "dropConstraint":
      return resolveDrop(change, table);
    case "renameConstraint":
      return resolveRename(change, table);
    default:
      return change;
  }
}

function unless(isDone: boolean, change: TableChange): TableChange | undefined {
  return isDone ? undefined : change;
}

function resolveCreate(change: OperationMap["createConstraint"]): TableChange {
  const { constraint } = change;
  const rest = without(change, "constraint", "kind");
  return constraint.kind === "unique"
    ? { ...rest, kind: "createIndex", index: uniqueAsIndex(constraint) }
    : change;
}

function resolveDrop(
  change: OperationMap["dropConstraint"],
  table: Table,
): TableChange | undefined {
  const { constraint } = change;
  const rest = without(change, "constraint", "kind");
  const index = constraint.name === undefined ? undefined : findIndex(table, constraint.name);
  if (constraint.kind === "unique" || (index?.unique === true && !holds(table, constraint))) {
    const held = index ?? sameUnique(table, constraint) ?? asIndex(constraint);
    return resolveChange({ ...rest, kind: "dropIndex", index: held }, table);
  }
  const held = heldConstraint(table, constraint);
  if (held !== undefined) return { ...change, constraint: held };
  return change.ifExists === true ? undefined : change;
}

function resolveRename(change: OperationMap["renameConstraint"], table: Table): TableChange {
  const { constraint, to } = change;
  const rest = without(change, "constraint", "kind", "to");
  if (constraint.kind === "unique") {
    const from = constraint.name ?? sameUnique(table, constraint)?.name ?? "";
    return { ...rest, kind: "renameIndex", from, to };
  }
  return { ...change, constraint: heldConstraint(table, constraint) ?? constraint };
}

function asIndex(constraint: Constraint): Index {
  return constraint.kind === "unique"
    ? uniqueAsIndex(constraint)
    : { name: constraint.name ?? "", keys: [], unique: true };
}

function holds(table: Table, constraint: Constraint): boolean {
  return heldConstraint(table, constraint) !== undefined;
}

/** The constraint of that name, else the one that says the same. */
function heldConstraint(table: Table, wanted: Constraint): Constraint | undefined {
  const alike = constraintsOf(table).filter(({ kind }) => kind === wanted.kind);
  if (wanted.kind === "primaryKey") return alike[0];
  return (
    alike.find(({ name }) => name !== undefined && name === wanted.name) ??
    alike.find((held) => wanted.name === undefined && saysTheSame(held, wanted))
  );
}

function saysTheSame(held: Constraint, wanted: Constraint): boolean {
  if (held.kind === "check" && wanted.kind === "check")
    return sameExpression(held.expression, wanted.expression);
  return "columns" in held && "columns" in wanted && sameColumns(held.columns, wanted.columns);
}

function sameUnique({ indexes }: Table, wanted: Constraint): Index | undefined {
  if (wanted.kind !== "unique") return undefined;
  return indexes.find(
    ({ unique, keys }) =>
      unique &&
      sameColumns(
        keys.map(({ column = "" }) => column),
        wanted.columns,
      ),
  );
}

function sameColumns(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((name, at) => name === right[at]);
}

function findIndex({ indexes }: Table, name: string): Index | undefined {
  return indexes.find((index) => index.name === name);
}

function hasColumn({ columns }: Table, name: string): boolean {
  return columns.some((column) => sameFolded(column.name, name));
}

function hasIndex({ indexes }: Table, name: string): boolean {
  return indexes.some((index) => sameFolded(index.name, name));
}

/** Names of columns and indexes are the same whatever their case. */
function sameFolded(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}
