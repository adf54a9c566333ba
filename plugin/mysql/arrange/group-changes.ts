import type { BatchAlterTable, Operation } from "../../../src/operation/operation.js";
import { isTableChange, type TableChange } from "../../../src/operation/table-change.js";
import { nameKey, nameOf, type QualifiedName } from "../../../src/schema/name.js";
import { dependent, mentions } from "./dependent.js";

/** Changes of one table that are to stand together, with their places in the list. */
type Group = {
  readonly table: QualifiedName;
  readonly members: { readonly change: TableChange; readonly at: number }[];
};

/**
 * Puts the changes of each table into one batch, at the place of the last of them. None moves past what must come after it:
 * the changes of other tables that a foreign key ties to it, and what is no change of a table.
 */
export function groupChanges(operations: readonly Operation[]): readonly Operation[] {
  const groups = collect(operations).filter(({ members }) => members.length > 1);
  const batchAt = new Map(groups.map((group) => [group.members.at(-1)?.at, group]));
  const moved = new Set(groups.flatMap(({ members }) => members.map(({ at }) => at)));
  return operations.flatMap((operation, at): readonly Operation[] => {
    const group = batchAt.get(at);
    if (group !== undefined) return [batchOf(group)];
    return moved.has(at) ? [] : [operation];
  });
}

function collect(operations: readonly Operation[]): readonly Group[] {
  const done: Group[] = [];
  const open = new Map<string, Group>();
  const close = (ends: (group: Group) => boolean): void => {
    for (const [key, group] of [...open]) {
      if (!ends(group)) continue;
      done.push(group);
      open.delete(key);
    }
  };
  operations.forEach((operation, at) => {
    close((group) => endedBy(operation, group));
    if (!isTableChange(operation)) return;
    const key = nameKey(operation.table);
    const group = open.get(key) ?? { table: nameOf(operation.table), members: [] };
    group.members.push({ change: operation, at });
    open.set(key, group);
  });
  close(() => true);
  return done;
}

/** Must the changes of the group be done before this operation? */
function endedBy(operation: Operation, { table, members }: Group): boolean {
  if (isTableChange(operation)) {
    if (nameKey(operation.table) === nameKey(table)) return false;
    return members.some(({ change }) => dependent(operation, change));
  }
  if (operation.kind === "createTable" || operation.kind === "dropTable") {
    const { table: other } = operation;
    const refers = other.foreignKeys.some(
      ({ references }) => nameKey(references) === nameKey(table),
    );
    return refers || members.some(({ change }) => mentions(change, other));
  }
  return operation.kind !== "dropView";
}

function batchOf({ table, members }: Group): BatchAlterTable {
  return { kind: "batchAlterTable", table, operations: members.map(({ change }) => change) };
}
