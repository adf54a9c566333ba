import type { Constraint } from "../schema/constraint.js";
import type { QualifiedName } from "../schema/name.js";
import type { Locking } from "./locking.js";

export type CreateConstraint = Locking & {
  readonly kind: "createConstraint";
  readonly table: QualifiedName;
  readonly constraint: Constraint;
};

export type DropConstraint = Locking & {
  readonly kind: "dropConstraint";
  readonly table: QualifiedName;
  readonly constraint: Constraint;
  readonly ifExists?: boolean;
};

export type RenameConstraint = Locking & {
  readonly kind: "renameConstraint";
  readonly table: QualifiedName;
  readonly constraint: Constraint;
  /** The new name; the old one is the constraint's own. */
  readonly to: string;
};

export type ValidateConstraint = Locking & {
  readonly kind: "validateConstraint";
  readonly table: QualifiedName;
  readonly name: string;
};
