import { AthanorError } from "../../../src/error/athanor-error.js";
import type {
  CreateConstraint,
  DropConstraint,
  RenameConstraint,
  ValidateConstraint,
} from "../../../src/operation/constraint-operation.js";
import type { CompileContext, Statement } from "../../../src/plugin/ddl.js";
import type { Constraint } from "../../../src/schema/constraint.js";
import { nameText, type QualifiedName } from "../../../src/schema/name.js";
import { findTable } from "../../../src/schema/schema.js";
import { constraintsOf } from "../../../src/schema/table.js";
import { constraintClause } from "../../sql/constraint.js";
import { quoteIdentifier } from "../../sql/quote.js";
import { chosenName } from "../identifier.js";
import { quoteName } from "../quote-name.js";
import { stateAround } from "./state.js";

export function addConstraint(table: QualifiedName, constraint: Constraint): readonly Statement[] {
  return [
    { sql: `ALTER TABLE ${quoteName(table)} ADD ${constraintClause(constraint, quoteName)}` },
  ];
}

export function createConstraint({ table, constraint }: CreateConstraint): readonly Statement[] {
  return addConstraint(table, constraint);
}

export async function dropConstraint(
  { table, constraint, ifExists }: DropConstraint,
  context: CompileContext,
): Promise<readonly Statement[]> {
  const name = quoteIdentifier(await nameOfConstraint(table, constraint, context));
  const exists = ifExists === true ? "IF EXISTS " : "";
  return [{ sql: `ALTER TABLE ${quoteName(table)} DROP CONSTRAINT ${exists}${name}` }];
}

export async function renameConstraint(
  { table, constraint, to }: RenameConstraint,
  context: CompileContext,
): Promise<readonly Statement[]> {
  const name = quoteIdentifier(await nameOfConstraint(table, constraint, context));
  const renamed = quoteIdentifier(to);
  return [{ sql: `ALTER TABLE ${quoteName(table)} RENAME CONSTRAINT ${name} TO ${renamed}` }];
}

export function validateConstraint({ table, name }: ValidateConstraint): readonly Statement[] {
  return [{ sql: `ALTER TABLE ${quoteName(table)} VALIDATE CONSTRAINT ${quoteIdentifier(name)}` }];
}

// The server names what the user left unnamed: the constraint is found by what it says.
async function nameOfConstraint(
  table: QualifiedName,
  constraint: Constraint,
  context: CompileContext,
): Promise<string> {
  if (constraint.name !== undefined) return constraint.name;
  const state = findTable(await stateAround(context, { tables: [table] }), table);
  const found = (state === undefined ? [] : constraintsOf(state)).filter((candidate) =>
    saysTheSame(candidate, constraint),
  );
  const [only, ...others] = found;
  const name = only === undefined ? undefined : (only.name ?? nameByServer(table, only));
  if (name !== undefined && others.length === 0) return name;
  throw new AthanorError({
    code: "CONSTRAINT_UNNAMED",
    message: `The ${constraint.kind} constraint of "${nameText(table)}" has no name, and ${found.length} constraints of the table fit it. Name the one that is meant.`,
    facts: { table: nameText(table), candidates: found.map(({ name }) => name) },
  });
}

/** What the server calls a constraint that is made without a name; unknown where that hangs on the condition. */
function nameByServer(table: QualifiedName, constraint: Constraint): string | undefined {
  if (constraint.kind === "primaryKey") return chosenName(table.name, undefined, "pkey");
  if (constraint.kind === "check" || constraint.kind === "exclude") return undefined;
  const label = constraint.kind === "unique" ? "key" : "fkey";
  return chosenName(table.name, constraint.columns.join("_"), label);
}

function saysTheSame(left: Constraint, right: Constraint): boolean {
  if (left.kind !== right.kind) return false;
  if (left.kind === "primaryKey") return true;
  const [a, b] = [left, right].map((each) => ("columns" in each ? each.columns : each.expression));
  return JSON.stringify(a) === JSON.stringify(b);
}
