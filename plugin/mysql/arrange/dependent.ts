import { contend } from "../../../src/operation/name-moves.js";
import type { TableChange } from "../../../src/operation/table-change.js";
import type { ForeignKey } from "../../../src/schema/constraint.js";
import { sameName, type QualifiedName } from "../../../src/schema/name.js";

/** Must these two changes of different tables keep their order? So it is where a foreign key of one rests on the other, or a name goes over. */
export function dependent(left: TableChange, right: TableChange): boolean {
  return mentions(left, right.table) || mentions(right, left.table) || contend(left, right);
}

/** Does this change name the table in a foreign key? */
export function mentions(change: TableChange, table: QualifiedName): boolean {
  const key = foreignKeyOf(change);
  return key !== undefined && sameName(key.references, table);
}

function foreignKeyOf(change: TableChange): ForeignKey | undefined {
  const constraint = "constraint" in change ? change.constraint : undefined;
  return constraint?.kind === "foreignKey" ? constraint : undefined;
}
