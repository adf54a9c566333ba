import { contend } from "../operation/name-moves.js";
import type { Operation } from "../operation/operation.js";
import { isTableChange, type TableChange } from "../operation/table-change.js";
import type { ForeignKey } from "../schema/constraint.js";
import { sameName, type QualifiedName } from "../schema/name.js";

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

/** Must these two changes of different tables keep their order? */
export function dependent(left: TableChange, right: TableChange): boolean {
  return refersTo(left, right) || refersTo(right, left) || contend(left, right);
}

/** Does this change name the table in a foreign key? */
export function mentions(change: TableChange, table: QualifiedName): boolean {
  const key = foreignKeyOf(change);
  return key !== undefined && sameName(key.references, table);
}

function refersTo(change: TableChange, other: TableChange): boolean {
  const key = foreignKeyOf(change);
  if (key === undefined || !sameName(key.references, other.table)) return false;
  return columnsOf(other).some((column) => key.referencedColumns.includes(column));
}

export function foreignKeyOf(change: TableChange): ForeignKey | undefined {
  const constraint = "constraint" in change ? change.constraint : undefined;
  return constraint?.kind === "foreignKey" ? constraint : undefined;
}

/** The columns a foreign key of another table could rest on. */
function columnsOf(change: TableChange): readonly string[] {
  switch (change.kind) {
    case "addColumn":
    case "dropColumn":
      return [change.column.name];
    case "alterColumn":
      return [change.from.name, change.to.name];
    case "renameColumn":
      return [change.from, change.to];
    case "createConstraint":
    case "dropConstraint":
      return "columns" in change.constraint ? change.constraint.columns : [];
    default:
      return [];
  }
}
