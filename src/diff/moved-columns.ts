import type { AnyOperation } from "../operation/plugin-operation.js";
import { isPluginOperation } from "../operation/plugin-operation.js";
import type { Operation } from "../operation/operation.js";
import type { Column } from "../schema/column.js";
import { sameType } from "../schema/equality.js";
import { nameText, sameName, type QualifiedName } from "../schema/name.js";

/** A column that goes from one table and comes to another, under its own name. */
export type MovedColumn = {
  readonly from: QualifiedName;
  readonly to: QualifiedName;
  readonly column: string;
  /** The operation that drops it. */
  readonly drop: AnyOperation;
};

/** Nothing tells which row belongs to which: such columns are dropped and added, and said. */
export function movedColumns(operations: readonly AnyOperation[]): readonly MovedColumn[] {
  const parts = operations.flatMap(partsOf);
  const added = parts.flatMap(addedColumns);
  return parts.flatMap((drop): readonly MovedColumn[] => {
    if (drop.kind !== "dropColumn") return [];
    const { table: from, column } = drop;
    const target = added.find(
      (each) =>
        !sameName(each.table, from) &&
        each.column.name === column.name &&
        sameType(each.column.type, column.type),
    );
    return target === undefined ? [] : [{ from, to: target.table, column: column.name, drop }];
  });
}

export function moveText({ from, to, column }: MovedColumn): string {
  return `"${column}" goes from "${nameText(from)}" and comes to "${nameText(to)}": to keep its values, copy them before they are dropped.`;
}

type Added = { readonly table: QualifiedName; readonly column: Column };

/** What every table has says nothing. */
function addedColumns(operation: Operation): readonly Added[] {
  if (operation.kind === "addColumn") {
    return [{ table: operation.table, column: operation.column }];
  }
  if (operation.kind !== "createTable") return [];
  const { table } = operation;
  const key = table.primaryKey?.columns ?? [];
  return table.columns
    .filter(({ name }) => !key.includes(name))
    .map((column) => ({ table, column }));
}

function partsOf(operation: AnyOperation): readonly Operation[] {
  if (isPluginOperation(operation)) return [];
  return operation.kind === "batchAlterTable" ? operation.operations : [operation];
}
