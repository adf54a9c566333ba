import type {
  CheckConstraint,
  Constraint,
  ForeignKey,
  PrimaryKey,
  UniqueConstraint,
} from "../../../src/schema/constraint.js";
import { quoteIdentifier, quoteList } from "../../sql/quote.js";
import { unsupported } from "./unsupported.js";

/**
 * A constraint as it stands in CREATE TABLE: `CONSTRAINT "UQ_1" UNIQUE ("a")`.
 *
 * @throws AthanorError `UNSUPPORTED_OPERATION`
 */
export function constraintClause(constraint: Constraint): string {
  const { name } = constraint;
  const named = name === undefined ? "" : `CONSTRAINT ${quoteIdentifier(name)} `;
  return `${named}${bodyOf(constraint)}`;
}

export function conflictClause({ onConflict }: { readonly onConflict?: string }): string {
  return onConflict === undefined ? "" : ` ON CONFLICT ${onConflict}`;
}

function bodyOf(constraint: Constraint): string {
  switch (constraint.kind) {
    case "primaryKey":
      return `PRIMARY KEY (${keyList(constraint)})${conflictClause(constraint)}`;
    case "unique":
      return uniqueBody(constraint);
    case "check":
      return checkBody(constraint);
    case "foreignKey":
      return foreignKeyBody(constraint);
    case "exclude":
      throw unsupported("exclusion constraints", "Use a trigger that raises an error, or a CHECK.");
  }
}

function checkBody(check: CheckConstraint): string {
  refuseNotEnforced(check);
  return `CHECK (${check.expression})`;
}

function refuseNotEnforced({ notEnforced }: CheckConstraint | ForeignKey): void {
  if (notEnforced === true)
    throw unsupported("constraints that no row is held to", "Leave `notEnforced` out.");
}

function uniqueBody(unique: UniqueConstraint): string {
  if (unique.nullsNotDistinct === true) {
    throw unsupported(
      "unique constraints in which NULLs are equal",
      "Use a unique index over an expression such as ifnull(column, '').",
    );
  }
  return `UNIQUE (${keyList(unique)})${conflictClause(unique)}`;
}

function keyList({ columns, collations, descending }: PrimaryKey | UniqueConstraint): string {
  const parts = columns.map((column, at) => {
    const collation = collations?.[at] ?? undefined;
    const collate = collation === undefined ? "" : ` COLLATE ${quoteIdentifier(collation)}`;
    return `${quoteIdentifier(column)}${collate}${descending?.[at] === true ? " DESC" : ""}`;
  });
  return parts.join(", ");
}

function foreignKeyBody(key: ForeignKey): string {
  refuseNotEnforced(key);
  // The table is always of the same file: SQLite knows no qualified name here.
  const columns =
    key.referencedColumns.length === 0 ? "" : ` (${quoteList(key.referencedColumns)})`;
  return [
    `FOREIGN KEY (${quoteList(key.columns)}) REFERENCES ${quoteIdentifier(key.references.name)}${columns}`,
    key.match === undefined ? "" : ` MATCH ${key.match}`,
    key.onDelete === "NO ACTION" ? "" : ` ON DELETE ${key.onDelete}`,
    key.onUpdate === "NO ACTION" ? "" : ` ON UPDATE ${key.onUpdate}`,
    key.deferrable === undefined ? "" : ` DEFERRABLE ${key.deferrable}`,
  ].join("");
}
