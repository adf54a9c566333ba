import { withoutKind, writeForeignKey } from "../operation/options/constraint-form.js";
import { writeName } from "../operation/options/table-name.js";
import type { Constraint, ConstraintKind } from "../schema/constraint.js";
import type { QualifiedName } from "../schema/name.js";
import type { Call } from "./call-layout.js";

const methods: Readonly<Record<ConstraintKind, string>> = {
  primaryKey: "createPrimaryKey",
  unique: "createUniqueConstraint",
  check: "createCheckConstraint",
  exclude: "createExcludeConstraint",
  foreignKey: "createForeignKey",
};

export function createConstraintCall(table: QualifiedName, constraint: Constraint): Call {
  const options =
    constraint.kind === "foreignKey" ? writeForeignKey(constraint) : withoutKind(constraint);
  return { method: methods[constraint.kind], arguments: [writeName(table), options] };
}
