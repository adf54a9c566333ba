import { crowd } from "../../src/operation/commute.js";
import type { BatchAlterTable, Operation, OperationKind } from "../../src/operation/operation.js";
import { isTableChange, type TableChange } from "../../src/operation/table-change.js";
import { nameKey, nameOf, sameName, type QualifiedName } from "../../src/schema/name.js";

/** Changes of one table that are to stand together, with their places in the list. */
export type Group<Change extends TableChange> = {
  readonly table: QualifiedName;
  readonly members: readonly { readonly change: Change; readonly at: number }[];
};

/** What differs from one database to the next. */
export type Grouping<Change extends TableChange> = {
  /** May the operation move to the last change of its table? */
  readonly joins: (operation: Operation) => operation is Change;
  /** What of a group becomes one batch; undefined where nothing does. */
  readonly batched: (group: Group<Change>) => Group<Change> | undefined;
  /** The operation without what ties it to others elsewhere, but not in this database. Left out: as it is. */
  readonly untied?: (operation: Operation) => Operation;
};

/** Puts the changes of each table into one batch, at the place of the last of them. None moves past what it does not commute with. */
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

type OpenGroup<Change extends TableChange> = Group<Change> & {
  readonly members: { readonly change: Change; readonly at: number }[];
};

function collect<Change extends TableChange>(
  operations: readonly Operation[],
  { joins, untied = (operation) => operation }: Grouping<Change>,
): readonly Group<Change>[] {
  const done: Group<Change>[] = [];
  const open = new Map<string, OpenGroup<Change>>();
  const members = crowd<OpenGroup<Change>>();
  const close = (group: OpenGroup<Change>): void => {
    const key = nameKey(group.table);
    if (open.get(key) !== group) return;
    done.push(group);
    open.delete(key);
  };
  operations.forEach((operation, at) => {
    const bare = untied(operation);
    const joined = joins(operation) ? operation : undefined;
    const inTheWay = canBePassed(operation) ? members.inTheWayOf(bare) : open.values();
    for (const group of [...inTheWay])
      if (joined === undefined || !sameName(joined.table, group.table)) close(group);
    if (joined === undefined) return;
    const key = nameKey(joined.table);
    const group = open.get(key) ?? { table: nameOf(joined.table), members: [] };
    group.members.push({ change: joined, at });
    members.add(group, bare);
    open.set(key, group);
  });
  return [...done, ...open.values()];
}

const passed: readonly OperationKind[] = ["createTable", "dropTable", "renameTable", "dropView"];

/** Rows and SQL of the author's may set off what no operation tells, and a view is made again where tables are. */
function canBePassed(operation: Operation): boolean {
  return isTableChange(operation) || passed.includes(operation.kind);
}

function batchOf({ table, members }: Group<TableChange>): BatchAlterTable {
  return { kind: "batchAlterTable", table, operations: members.map(({ change }) => change) };
}
