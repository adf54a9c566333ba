import type { CreateIndex } from "../../../src/operation/index-operation.js";
import type { Operation } from "../../../src/operation/operation.js";
import { sameName, type QualifiedName } from "../../../src/schema/name.js";

/**
 * Puts indexes into the CREATE TABLE of their table, as far as nothing else was asked of it in between: one statement, and
 * the server makes no indexes of its own for foreign keys that these serve.
 */
export function foldIntoTables(operations: readonly Operation[]): readonly Operation[] {
  const folded: Operation[] = [];
  for (const operation of operations) {
    const at = operation.kind === "createIndex" ? placeOf(folded, operation) : -1;
    const made = folded[at];
    if (operation.kind === "createIndex" && made?.kind === "createTable") {
      const indexes = [...made.table.indexes, operation.index];
      folded[at] = { ...made, table: { ...made.table, indexes } };
    } else folded.push(operation);
  }
  return folded;
}

function placeOf(
  operations: readonly Operation[],
  { table, ifNotExists, online }: CreateIndex,
): number {
  if (ifNotExists === true || online === true) return -1;
  const at = operations.findLastIndex((operation) => touches(operation, table));
  return operations[at]?.kind === "createTable" ? at : -1;
}

function touches(operation: Operation, name: QualifiedName): boolean {
  if (operation.kind === "execute") return true;
  if (operation.kind === "renameTable")
    return sameName(operation.from, name) || sameName(operation.to, name);
  return "table" in operation && sameName(operation.table, name);
}
