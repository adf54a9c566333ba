import { contend } from "../../../src/operation/name-moves.js";
import type { Operation } from "../../../src/operation/operation.js";
import { isTableChange, type TableChange } from "../../../src/operation/table-change.js";
import { nameKey } from "../../../src/schema/name.js";
import * as sql from "../../sql/group-changes.js";
import { dependent, mentions } from "./dependent.js";

/**
 * Puts the changes of each table into one batch, at the place of the last of them. None moves past what must come after it:
 * the changes of other tables that a foreign key ties to it, and what is no change of a table.
 */
export function groupChanges(operations: readonly Operation[]): readonly Operation[] {
  return sql.groupChanges(operations, {
    joins: isTableChange,
    endedBy,
    batched: (group) => (group.members.length > 1 ? group : undefined),
  });
}

function endedBy(operation: Operation, { table, members }: sql.Group<TableChange>): boolean {
  if (isTableChange(operation)) {
    if (nameKey(operation.table) === nameKey(table)) return false;
    return members.some(({ change }) => dependent(operation, change));
  }
  if (operation.kind === "createTable" || operation.kind === "dropTable") {
    const { table: other } = operation;
    const refers = other.foreignKeys.some(
      ({ references }) => nameKey(references) === nameKey(table),
    );
    return (
      refers || members.some(({ change }) => mentions(change, other) || contend(change, operation))
    );
  }
  return operation.kind !== "dropView";
}
