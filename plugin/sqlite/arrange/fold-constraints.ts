import { applyOperation } from "../../../src/operation/apply.js";
import type { Operation, OperationMap } from "../../../src/operation/operation.js";
import { sameName, type QualifiedName } from "../../../src/schema/name.js";
import { emptySchema } from "../../../src/schema/schema.js";
import type { Table } from "../../../src/schema/table.js";
import { heldConstraint } from "../compile/stage.js";

type CreateConstraint = OperationMap["createConstraint"];

/**
 * A constraint that is made later than its new table, or dropped earlier than its old one, goes into the table itself:
 * SQLite lets foreign keys point at tables that do not exist, so circles need no second step, and no rebuild.
 */
export function foldConstraints(operations: readonly Operation[]): readonly Operation[] {
  return foldDropped(foldCreated(operations));
}

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

/** Where the table was made, if nothing else happened to it since. */
function tableAt(operations: readonly Operation[], { table }: CreateConstraint): number {
  const at = operations.findLastIndex((operation) => touches(operation, table));
  return operations[at]?.kind === "createTable" ? at : -1;
}

function touches(operation: Operation, name: QualifiedName): boolean {
  switch (operation.kind) {
    case "execute":
    case "bulkInsert":
    case "deleteRows":
    case "backfill":
      return true;
    case "renameTable":
      return sameName(operation.from, name) || sameName(operation.to, name);
    case "createIndex":
    case "dropIndex":
      return false;
    default:
      return "table" in operation && sameName(operation.table, name);
  }
}

function foldDropped(operations: readonly Operation[]): readonly Operation[] {
  const folded: Operation[] = [];
  for (const operation of operations.toReversed()) {
    const at = operation.kind === "dropConstraint" ? goneAt(folded, operation.table) : -1;
    const gone = folded[at];
    if (operation.kind === "dropConstraint" && gone?.kind === "dropTable") {
      folded[at] = { ...gone, table: withConstraint(gone.table, operation) };
    } else folded.push(operation);
  }
  return folded.toReversed();
}

function goneAt(operations: readonly Operation[], table: QualifiedName): number {
  const at = operations.findLastIndex((operation) => touches(operation, table));
  return operations[at]?.kind === "dropTable" ? at : -1;
}

function withConstraint(table: Table, { constraint }: Pick<CreateConstraint, "constraint">): Table {
  if (heldConstraint(table, constraint) !== undefined) return table;
  const schema = { ...emptySchema, tables: [table] };
  const change: Operation = { kind: "createConstraint", table, constraint };
  return applyOperation(schema, change).tables[0] ?? table;
}
