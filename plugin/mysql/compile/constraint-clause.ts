import type { AthanorError } from "../../../src/error/athanor-error.js";
import type { Server } from "../../../src/plugin/catalog.js";
import type {
  CheckConstraint,
  Constraint,
  ForeignKey,
  PrimaryKey,
} from "../../../src/schema/constraint.js";
import type { QualifiedName } from "../../../src/schema/name.js";
import { quoteIdentifier, quoteList, quoteName } from "../quote-name.js";
import { isMariaDb } from "../server.js";
import { indexClause, uniqueAsIndex } from "./index-clause.js";
import { unsupported } from "./unsupported.js";

/**
 * A constraint of this table as CREATE TABLE and ADD spell it.
 *
 * @throws AthanorError `UNSUPPORTED_OPERATION`
 */
export function constraintClause(
  constraint: Constraint,
  table: QualifiedName,
  server: Server | undefined,
): string {
  refusePostponed(constraint);
  switch (constraint.kind) {
    case "primaryKey":
      return keyClause(constraint);
    case "unique":
      return indexClause(uniqueAsIndex(constraint), server);
    case "check":
      return checkClause(constraint, server);
    case "foreignKey":
      return foreignKeyClause(constraint, table, server);
    case "exclude":
      throw unsupported(
        "exclusion constraints",
        "Use a trigger that raises an error (SIGNAL), or a unique index.",
      );
  }
}

// The primary key is called PRIMARY, whatever name it is given.
function keyClause({ columns }: PrimaryKey): string {
  return `PRIMARY KEY (${quoteList(columns)})`;
}

function checkClause(check: CheckConstraint, server: Server | undefined): string {
  const clause = `${named(check)}CHECK (${check.expression})`;
  if (check.notEnforced !== true) return clause;
  if (isMariaDb(server)) throw refusedNotEnforced("MariaDB has");
  return `${clause} NOT ENFORCED`;
}

function foreignKeyClause(
  key: ForeignKey,
  table: QualifiedName,
  server: Server | undefined,
): string {
  if (key.notEnforced === true) throw refusedNotEnforced();
  // Left out, MariaDB would hold RESTRICT: the same to InnoDB, but not to TypeORM, which compares the words.
  const actions = ` ON DELETE ${key.onDelete} ON UPDATE ${key.onUpdate}`;
  const target = `${quoteName(targetOf(key, table, server))} (${quoteList(key.referencedColumns)})`;
  return `${named(key)}FOREIGN KEY (${quoteList(key.columns)}) REFERENCES ${target}${actions}`;
}

function refusedNotEnforced(whose?: string): AthanorError {
  return unsupported("constraints that no row is held to", "Leave `notEnforced` out.", whose);
}

// A bare name would be one of the table's own database, not of the connection's.
function targetOf(
  { references }: ForeignKey,
  table: QualifiedName,
  server: Server | undefined,
): QualifiedName {
  const own = server?.defaultSchema;
  const isElsewhere = table.schema !== undefined && references.schema === undefined;
  return isElsewhere && own !== undefined ? { schema: own, name: references.name } : references;
}

function named({ name }: Constraint): string {
  return name === undefined ? "" : `CONSTRAINT ${quoteIdentifier(name)} `;
}

function refusePostponed(constraint: Constraint): void {
  if ("deferrable" in constraint && constraint.deferrable !== undefined)
    throw unsupported("deferrable constraints", "Leave `deferrable` out.");
  if ("notValid" in constraint && constraint.notValid === true)
    throw unsupported(
      "constraints that leave existing rows unchecked",
      "Leave `notValid` out: every row is checked when the constraint is made.",
    );
}
