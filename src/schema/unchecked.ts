import type { Constraint } from "./constraint.js";

/** Whether rows that are there may break the constraint: it does not look at them, or at no row at all. */
export function isUnchecked(constraint: Constraint): boolean {
  if (constraint.kind !== "check" && constraint.kind !== "foreignKey") return false;
  return constraint.notValid === true || constraint.notEnforced === true;
}
