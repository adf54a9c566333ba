import { together } from "../../src/operation/commute.js";
import type { CreateIndex } from "../../src/operation/index-operation.js";
import type { Operation } from "../../src/operation/operation.js";
import { isTableChange } from "../../src/operation/table-change.js";
import { sameName } from "../../src/schema/name.js";
import { groupChanges } from "../sql/group-changes.js";

/** A new table comes with its indexes, and the changes of a table come together: one ALTER TABLE. */
export function arrange(operations: readonly Operation[]): readonly Operation[] {
  return groupChanges(foldIntoTables(operations), {
    joins: isTableChange,
    batched: (group) => (group.members.length > 1 ? group : undefined),
  });
}

/**
 * Puts indexes into the CREATE TABLE of their table, as far as they commute with what comes in between: one statement, and
 * the server makes no indexes of its own for foreign keys that these serve.
 */
function foldIntoTables(operations: readonly Operation[]): readonly Operation[] {
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

function placeOf(operations: readonly Operation[], index: CreateIndex): number {
  if (index.ifNotExists === true || index.online === true) return -1;
  const moved = together();
  moved.add(index);
  const at = operations.findLastIndex((operation) => !moved.commutesWith(operation));
  const made = operations[at];
  return made?.kind === "createTable" && sameName(made.table, index.table) ? at : -1;
}
