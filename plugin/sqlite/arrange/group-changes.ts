import type { Operation, OperationMap } from "../../../src/operation/operation.js";
import { nameKey, nameOf, type QualifiedName } from "../../../src/schema/name.js";
import { canAdd } from "../compile/native.js";
import { isTableChange, type TableChange } from "../compile/table-change.js";

/** Changes to one table that are to stand together, with their places in the list. */
type Group = {
  readonly table: QualifiedName;
  readonly members: { readonly change: TableChange; readonly at: number }[];
};

/**
 * Puts the changes of each table into one batch, at the place of the last of them. Indexes are dropped and renamed where
 * they were, and created with the batch where it would otherwise come too late for them. What ALTER TABLE does in place
 * by itself stays as it is.
 */
export function groupChanges(operations: readonly Operation[]): readonly Operation[] {
  const groups = collect(operations).map(withoutLateIndexes).filter(needsBatch);
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
  const close = (keys: Iterable<string>): void => {
    for (const key of [...keys]) {
      const group = open.get(key);
      if (group !== undefined) done.push(group);
      open.delete(key);
    }
  };
  operations.forEach((operation, at) => {
    if (!isTableChange(operation)) close(endedBy(operation, open));
    else if (operation.kind !== "dropIndex" && operation.kind !== "renameIndex") {
      const key = nameKey(operation.table);
      const group = open.get(key) ?? { table: nameOf(operation.table), members: [] };
      group.members.push({ change: operation, at });
      open.set(key, group);
    }
  });
  close(open.keys());
  return done;
}

/** The tables whose changes must be done before this operation: nothing may be moved past it. */
function endedBy(operation: Operation, open: ReadonlyMap<string, Group>): Iterable<string> {
  switch (operation.kind) {
    case "dropView":
      return [];
    case "createTable":
    case "dropTable":
      return [nameKey(operation.table)];
    case "renameTable":
      return [nameKey(operation.from), nameKey(operation.to)];
    default:
      return open.keys();
  }
}

/** Indexes created after everything else need no batch. */
function withoutLateIndexes({ table, members }: Group): Group {
  const last = members.findLastIndex(({ change }) => change.kind !== "createIndex");
  return { table, members: members.slice(0, last + 1) };
}

function needsBatch({ members }: Group): boolean {
  return members.length > 1 && members.some(({ change }) => !isInPlace(change));
}

function isInPlace(change: TableChange): boolean {
  if (change.kind === "addColumn") return canAdd(change.column);
  return change.kind === "renameColumn" || change.kind === "createIndex";
}

function batchOf({ table, members }: Group): OperationMap["batchAlterTable"] {
  return { kind: "batchAlterTable", table, operations: members.map(({ change }) => change) };
}
