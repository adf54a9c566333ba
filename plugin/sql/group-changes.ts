import type { BatchAlterTable, Operation } from "../../src/operation/operation.js";
import type { TableChange } from "../../src/operation/table-change.js";
import { nameKey, nameOf, type QualifiedName } from "../../src/schema/name.js";

/** Changes of one table that are to stand together, with their places in the list. */
export type Group<Change extends TableChange> = {
  readonly table: QualifiedName;
  readonly members: readonly { readonly change: Change; readonly at: number }[];
};

/** What differs from one database to the next. */
export type Grouping<Change extends TableChange> = {
  /** May the operation move to the last change of its table? */
  readonly joins: (operation: Operation) => operation is Change;
  /** Must the changes of the group be done before this operation? */
  readonly endedBy: (operation: Operation, group: Group<Change>) => boolean;
  /** What of a group becomes one batch; undefined where nothing does. */
  readonly batched: (group: Group<Change>) => Group<Change> | undefined;
};

/** Puts the changes of each table into one batch, at the place of the last of them. */
export function groupChanges<Change extends TableChange>(
  operations: readonly Operation[],
  grouping: Grouping<Change>,
): readonly Operation[] {
  const groups = collect(operations, grouping).flatMap((group) => grouping.batched(group) ?? []);
  const batchAt = new Map(groups.map((group) => [group.members.at(-1)?.at, group]));
  const moved = new Set(groups.flatMap(({ members }) => members.map(({ at }) => at)));
  return operations.flatMap((operation, at): readonly Operation[] => {
    const group = batchAt.get(at);
    if (group !== undefined) return [batchOf(group)];
    return moved.has(at) ? [] : [operation];
  });
}

function collect<Change extends TableChange>(
  operations: readonly Operation[],
  { joins, endedBy }: Grouping<Change>,
): readonly Group<Change>[] {
  const done: Group<Change>[] = [];
  const open = new Map<string, Group<Change>>();
  operations.forEach((operation, at) => {
    for (const [key, group] of [...open]) {
      if (!endedBy(operation, group)) continue;
      done.push(group);
      open.delete(key);
    }
    if (!joins(operation)) return;
    const key = nameKey(operation.table);
    const before = open.get(key)?.members ?? [];
    const members = [...before, { change: operation, at }];
    open.set(key, { table: nameOf(operation.table), members });
  });
  return [...done, ...open.values()];
}

function batchOf({ table, members }: Group<TableChange>): BatchAlterTable {
  return { kind: "batchAlterTable", table, operations: members.map(({ change }) => change) };
}
