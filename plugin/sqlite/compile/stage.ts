import { AthanorError } from "../../../src/error/athanor-error.js";
import { applyOperation } from "../../../src/operation/apply.js";
import type { Operation } from "../../../src/operation/operation.js";
import { sameName, type QualifiedName } from "../../../src/schema/name.js";
import type { Schema } from "../../../src/schema/schema.js";
import type { TableChange } from "./table-change.js";
import type { TableState } from "./table-state.js";
import type { Constraint } from "../../../src/schema/constraint.js";
import { type Table, constraintsOf } from "../../../src/schema/table.js";
import { sameFolded } from "../quote-name.js";
import { sameExpression } from "../text/expression.js";

/** One change as it applies, and the table just before and after it. */
export type Stage = { readonly change: TableChange; readonly before: Table; readonly after: Table };

/** The changes, each with the table that those before it leave. What has nothing to do is left out. */
export function stagesOf(
  { schema, table }: TableState,
  changes: readonly TableChange[],
): readonly Stage[] {
  const stages: Stage[] = [];
  let state = schema;
  let before = table;
  for (const asked of changes) {
    const change = resolveChange({ ...asked, table: before }, before);
    if (change === undefined) continue;
    state = applyOperation(state, change as Operation);
    const after = find(state, before);
    stages.push({ change, before, after });
    before = after;
  }
  return stages;
}

function find(schema: Schema, name: QualifiedName): Table {
  const table = schema.tables.find((held) => sameName(held, name));
  if (table !== undefined) return table;
  throw new AthanorError({
    code: "UNKNOWN_TABLE",
    message: `The table "${name.name}" does not exist.`,
    facts: { table: name },
  });
}

/**
 * The change as it applies to this table: a constraint is the one the table holds, whatever its name there;
 * `ifExists` and `ifNotExists` are decided. Undefined where nothing is left to do.
 */
function resolveChange(change: TableChange, table: Table): TableChange | undefined {
  switch (change.kind) {
    case "addColumn":
      return change.ifNotExists === true && hasColumn(table, change.column.name)
        ? undefined
        : change;
    case "dropColumn":
      return change.ifExists === true && !hasColumn(table, change.column.name) ? undefined : change;
    case "createIndex":
      return change.ifNotExists === true && hasIndex(table, change.index.name) ? undefined : change;
    case "dropIndex":
      return change.ifExists === true && !hasIndex(table, change.index.name) ? undefined : change;
    case "dropConstraint":
      return resolveDrop(change, table);
    case "renameConstraint":
      return {
        ...change,
        constraint: heldConstraint(table, change.constraint) ?? change.constraint,
      };
    default:
      return change;
  }
}

function resolveDrop(
  change: Extract<TableChange, { kind: "dropConstraint" }>,
  table: Table,
): TableChange | undefined {
  const held = heldConstraint(table, change.constraint);
  if (held !== undefined) return { ...change, constraint: held };
  return change.ifExists === true ? undefined : change;
}

function hasColumn({ columns }: Table, name: string): boolean {
  return columns.some((column) => sameFolded(column.name, name));
}

function hasIndex({ indexes }: Table, name: string): boolean {
  return indexes.some((index) => sameFolded(index.name, name));
}

/** The constraint of that name, else the one that says the same: in SQLite many have no name. */
export function heldConstraint(table: Table, wanted: Constraint): Constraint | undefined {
  const alike = constraintsOf(table).filter(({ kind }) => kind === wanted.kind);
  const named = alike.find(({ name }) => name !== undefined && name === wanted.name);
  if (named !== undefined) return named;
  return wanted.kind === "primaryKey" ? alike[0] : alike.find((held) => saysTheSame(held, wanted));
}

function saysTheSame(held: Constraint, wanted: Constraint): boolean {
  if (held.kind === "check" && wanted.kind === "check") {
    return sameExpression(held.expression, wanted.expression);
  }
  if (!("columns" in held) || !("columns" in wanted) || !sameNames(held.columns, wanted.columns))
    return false;
  if (held.kind !== "foreignKey" || wanted.kind !== "foreignKey") return true;
  return sameFolded(held.references.name, wanted.references.name);
}

function sameNames(left: readonly string[], right: readonly string[]): boolean {
  return (
    left.length === right.length && left.every((name, at) => sameFolded(name, right[at] ?? ""))
  );
}
