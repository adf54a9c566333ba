import type { Operation } from "../operation/operation.js";
import { isTableChange, type TableChange } from "../operation/table-change.js";
import type { QualifiedName } from "../schema/name.js";

/** The changes inside one table that the operation consists of, where it consists of such. */
export function changesOf(operation: Operation): readonly TableChange[] | undefined {
  const parts = operation.kind === "batchAlterTable" ? operation.operations : [operation];
  return parts.every(isTableChange) ? parts : undefined;
}

/** Changes of one table as one operation. */
export function joinChanges(table: QualifiedName, changes: readonly TableChange[]): Operation {
  const [only, ...others] = changes;
  return only !== undefined && others.length === 0
    ? only
    : { kind: "batchAlterTable", table, operations: changes };
}
