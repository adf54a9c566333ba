import { applyOperation } from "../../src/operation/apply.js";
import { together } from "../../src/operation/commute.js";
import type { CreateConstraint, DropConstraint } from "../../src/operation/constraint-operation.js";
import type { Operation } from "../../src/operation/operation.js";
import { sameName } from "../../src/schema/name.js";
import { emptySchema } from "../../src/schema/schema.js";
import type { Table } from "../../src/schema/table.js";
import { groupChanges, type Group } from "../sql/group-changes.js";
import { canAdd } from "./compile/native.js";
import { heldConstraint } from "./compile/stage.js";
import { isTableChange, type TableChange } from "./compile/table-change.js";

/**
 * Generated operations as SQLite wants them: constraints that come or go together with their table are part of it, and
 * all changes that may need a table to be made anew stand in one batch for each table, at the place of the last of them.
 * Indexes are dropped and renamed where they were, and created with the batch where it would otherwise come too late for
 * them. What ALTER TABLE does in place by itself stays as it is.
 */
export function arrange(operations: readonly Operation[]): readonly Operation[] {
  return groupChanges(foldDropped(foldCreated(operations)), { joins, batched, untied });
}

function joins(operation: Operation): operation is TableChange {
  return (
    isTableChange(operation) && operation.kind !== "dropIndex" && operation.kind !== "renameIndex"
  );
}

/** Indexes created after everything else need no batch. */
function batched({ table, members }: Group<TableChange>): Group<TableChange> | undefined {
  const last = members.findLastIndex(({ change }) => change.kind !== "createIndex");
  const kept = members.slice(0, last + 1);
  const needsBatch = kept.length > 1 && kept.some(({ change }) => !isInPlace(change));
  return needsBatch ? { table, members: kept } : undefined;
}

function isInPlace(change: TableChange): boolean {
  if (change.kind === "addColumn") return canAdd(change.column);
  return change.kind === "renameColumn" || change.kind === "createIndex";
}

/** SQLite lets foreign keys point at what is not there: none waits for the table that it refers to. */
function untied(operation: Operation): Operation {
  if (operation.kind === "createTable" || operation.kind === "dropTable")
    return { ...operation, table: { ...operation.table, foreignKeys: [] } };
  if (operation.kind !== "createConstraint" && operation.kind !== "dropConstraint")
    return operation;
  const { table, constraint } = operation;
  if (constraint.kind !== "foreignKey") return operation;
  const referencedColumns = constraint.columns;
  return { ...operation, constraint: { ...constraint, references: table, referencedColumns } };
}

/**
 * A constraint that is made later than its new table, or dropped earlier than its old one, goes into the table itself, so
 * that circles need no second step, and no rebuild.
 */
function foldCreated(operations: readonly Operation[]): readonly Operation[] {
  const folded: Operation[] = [];
  for (const operation of operations) {
    const at = operation.kind === "createConstraint" ? tableAt(folded, operation) : -1;
    const made = folded[at];
    if (operation.kind === "createConstraint" && made?.kind === "createTable") {
      folded[at] = { ...made, table: withConstraint(made.table, operation) };
    } else folded.push(operation);
  }
  return folded;
}

function foldDropped(operations: readonly Operation[]): readonly Operation[] {
  const folded: Operation[] = [];
  for (const operation of operations.toReversed()) {
    const at = operation.kind === "dropConstraint" ? tableAt(folded, operation) : -1;
    const gone = folded[at];
    if (operation.kind === "dropConstraint" && gone?.kind === "dropTable") {
      folded[at] = { ...gone, table: withConstraint(gone.table, operation) };
    } else folded.push(operation);
  }
  return folded.toReversed();
}

/** Where the constraint's own table stands, if the constraint commutes with all that comes in between. */
function tableAt(
  operations: readonly Operation[],
  constraint: CreateConstraint | DropConstraint,
): number {
  const moved = together();
  moved.add(untied(constraint));
  const at = operations.findLastIndex((operation) => !moved.commutesWith(untied(operation)));
  const found = operations[at];
  const isTable = found?.kind === "createTable" || found?.kind === "dropTable";
  return isTable && sameName(found.table, constraint.table) ? at : -1;
}

function withConstraint(table: Table, { constraint }: Pick<CreateConstraint, "constraint">): Table {
  if (heldConstraint(table, constraint) !== undefined) return table;
  const schema = { ...emptySchema, tables: [table] };
  const change: Operation = { kind: "createConstraint", table, constraint };
  return applyOperation(schema, change).tables[0] ?? table;
}
