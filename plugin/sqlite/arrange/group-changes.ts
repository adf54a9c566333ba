import type { Operation } from "../../../src/operation/operation.js";
import { nameKey } from "../../../src/schema/name.js";
import * as sql from "../../sql/group-changes.js";
import { canAdd } from "../compile/native.js";
import { isTableChange, type TableChange } from "../compile/table-change.js";

/**
 * Puts the changes of each table into one batch, at the place of the last of them. Indexes are dropped and renamed where
 * they were, and created with the batch where it would otherwise come too late for them. What ALTER TABLE does in place
 * by itself stays as it is.
 */
export function groupChanges(operations: readonly Operation[]): readonly Operation[] {
  return sql.groupChanges(operations, { joins, endedBy, batched });
}

type Group = sql.Group<TableChange>;

function joins(operation: Operation): operation is TableChange {
  return (
    isTableChange(operation) && operation.kind !== "dropIndex" && operation.kind !== "renameIndex"
  );
}

function endedBy(operation: Operation, { table }: Group): boolean {
  if (isTableChange(operation)) return false;
  const key = nameKey(table);
  switch (operation.kind) {
    case "dropView":
      return false;
    case "createTable":
    case "dropTable":
      return nameKey(operation.table) === key;
    case "renameTable":
      return nameKey(operation.from) === key || nameKey(operation.to) === key;
    default:
      return true;
  }
}

/** Indexes created after everything else need no batch. */
function batched({ table, members }: Group): Group | undefined {
  const last = members.findLastIndex(({ change }) => change.kind !== "createIndex");
  const kept = members.slice(0, last + 1);
  const needsBatch = kept.length > 1 && kept.some(({ change }) => !isInPlace(change));
  return needsBatch ? { table, members: kept } : undefined;
}

function isInPlace(change: TableChange): boolean {
  if (change.kind === "addColumn") return canAdd(change.column);
  return change.kind === "renameColumn" || change.kind === "createIndex";
}
