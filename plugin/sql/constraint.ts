import type {
  CheckConstraint,
  Constraint,
  ExcludeConstraint,
  ForeignKey,
  PrimaryKey,
  UniqueConstraint,
} from "../../src/schema/constraint.js";
import type { QualifiedName } from "../../src/schema/name.js";
import { quoteIdentifier, quoteList } from "./quote.js";

/** `CONSTRAINT "x" UNIQUE ("a")`: what stands in CREATE TABLE and after ADD. Parts that are left out are not written. */
export function constraintClause(
  constraint: Constraint,
  quoteName: (name: QualifiedName) => string,
): string {
  const name =
    constraint.name === undefined ? [] : [`CONSTRAINT ${quoteIdentifier(constraint.name)}`];
  return [...name, bodyOf(constraint, quoteName)].join(" ");
}

/** ` DEFERRABLE INITIALLY DEFERRED`, or nothing. */
export function deferrableClause(constraint: Exclude<Constraint, CheckConstraint>): string {
  return constraint.deferrable === undefined ? "" : ` DEFERRABLE ${constraint.deferrable}`;
}

function bodyOf(constraint: Constraint, quoteName: (name: QualifiedName) => string): string {
  switch (constraint.kind) {
    case "primaryKey":
      return `PRIMARY KEY (${quoteList(constraint.columns)})${conflictClause(constraint)}${deferrableClause(constraint)}`;
    case "unique":
      return uniqueBody(constraint);
    case "check":
      return checkBody(constraint);
    case "exclude":
      return excludeBody(constraint);
    case "foreignKey":
      return foreignKeyBody(constraint, quoteName);
  }
}

function uniqueBody(constraint: UniqueConstraint): string {
  const nulls = constraint.nullsNotDistinct === true ? " NULLS NOT DISTINCT" : "";
  const include =
    constraint.include === undefined ? "" : ` INCLUDE (${quoteList(constraint.include)})`;
  const key = `UNIQUE${nulls} (${quoteList(constraint.columns)})${include}`;
  return `${key}${conflictClause(constraint)}${deferrableClause(constraint)}`;
}

function checkBody(constraint: CheckConstraint): string {
  const inherit = constraint.noInherit === true ? " NO INHERIT" : "";
  return `CHECK (${constraint.expression})${inherit}${effectClause(constraint)}`;
}

function excludeBody(constraint: ExcludeConstraint): string {
  return `EXCLUDE ${constraint.expression}${deferrableClause(constraint)}`;
}

function foreignKeyBody(key: ForeignKey, quoteName: (name: QualifiedName) => string): string {
  const target = `${quoteName(key.references)} (${quoteList(key.referencedColumns)})`;
  const match = key.match === undefined ? "" : ` MATCH ${key.match}`;
  const onDelete = key.onDelete === "NO ACTION" ? "" : ` ON DELETE ${key.onDelete}`;
  const onUpdate = key.onUpdate === "NO ACTION" ? "" : ` ON UPDATE ${key.onUpdate}`;
  const after = `${match}${onDelete}${onUpdate}${deferrableClause(key)}${effectClause(key)}`;
  return `FOREIGN KEY (${quoteList(key.columns)}) REFERENCES ${target}${after}`;
}

function effectClause({ notEnforced, notValid }: CheckConstraint | ForeignKey): string {
  return `${notEnforced === true ? " NOT ENFORCED" : ""}${notValid === true ? " NOT VALID" : ""}`;
}

function conflictClause(constraint: PrimaryKey | UniqueConstraint): string {
  return constraint.onConflict === undefined ? "" : ` ON CONFLICT ${constraint.onConflict}`;
}
