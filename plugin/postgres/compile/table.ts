import { AthanorError } from "../../../src/error/athanor-error.js";
import type {
  AlterTableComment,
  AlterTableOptions,
  CreateTable,
  DropTable,
  RenameTable,
} from "../../../src/operation/table-operation.js";
import type { CompileContext, Statement } from "../../../src/plugin/ddl.js";
import type { Constraint, PrimaryKey, UniqueConstraint } from "../../../src/schema/constraint.js";
import { type QualifiedName, nameText } from "../../../src/schema/name.js";
import { findTable } from "../../../src/schema/schema.js";
import { constraintsOf, type Table } from "../../../src/schema/table.js";
import { constraintClause } from "../../sql/constraint.js";
import { parameterList } from "../../sql/index-statement.js";
import { refuseForeignOption, type OwnOptions } from "../../sql/foreign-option.js";
import { quoteIdentifier, quoteString } from "../../sql/quote.js";
import { serialSequenceName } from "../identifier.js";
import { quoteName } from "../quote-name.js";
import { addConstraint } from "./constraint.js";
import { columnClause } from "./column-clause.js";
import { createIndexStatements } from "./index-definition.js";
import { stateOrNothing } from "./state.js";

export function createTable({ table, ifNotExists }: CreateTable): readonly Statement[] {
  const columns = table.columns.map((column) => columnClause(table, column));
  const constraints = constraintsOf(table);
  const outside = constraints.filter((each) => isNotValid(each) || isRepeated(each, constraints));
  const inside = constraints.filter((each) => !outside.includes(each));
  const lines = [
    ...columns.map(({ text }) => text),
    ...inside.map((constraint) => constraintClause(constraint, quoteName)),
  ];
  const body = lines.map((line) => `\n  ${line}`).join(",");
  const head = `CREATE ${table.options?.unlogged === true ? "UNLOGGED " : ""}TABLE`;
  const exists = ifNotExists === true ? " IF NOT EXISTS" : "";
  return [
    ...columns.flatMap(({ before }) => before),
    {
      sql: `${head}${exists} ${quoteName(table)} (${body}\n)${partitionClause(table)}${withClause(table)}`,
    },
    ...columns.flatMap(({ after }) => after),
    ...outside.flatMap((constraint) => addConstraint(table, constraint)),
    ...table.indexes.flatMap((index) =>
      createIndexStatements(table, index, ifNotExists === true ? { ifNotExists } : {}),
    ),
    ...(table.comment === undefined ? [] : [commentStatement(table, table.comment)]),
  ];
}

export function dropTable({ table, ifExists }: DropTable): readonly Statement[] {
  return [{ sql: `DROP TABLE ${ifExists === true ? "IF EXISTS " : ""}${quoteName(table)}` }];
}

/** Sequences that SERIAL named after the table go along, so that the columns read as before. */
export async function renameTable(
  { from, to }: RenameTable,
  context: CompileContext,
): Promise<readonly Statement[]> {
  const moved = from.schema === to.schema ? [] : [moveStatement(from, to, context)];
  const here = { ...to, name: from.name };
  if (from.name === to.name) return moved;
  const table = findTable(await stateOrNothing(context, { tables: [from] }), from);
  return [
    ...moved,
    { sql: `ALTER TABLE ${quoteName(here)} RENAME TO ${quoteIdentifier(to.name)}` },
    ...(table === undefined ? [] : renameSequences(table, to)),
  ];
}

export function alterTableComment({ table, to }: AlterTableComment): readonly Statement[] {
  return [commentStatement(table, to)];
}

export function alterTableOptions(operation: AlterTableOptions): readonly Statement[] {
  const { from, to } = operation;
  refuseForeignOption(operation, ownOptions);
  if (from.partitionBy !== to.partitionBy) throw fixedPartitions(operation);
  const table = `ALTER TABLE ${quoteName(operation.table)}`;
  const logging =
    from.unlogged === to.unlogged
      ? []
      : [{ sql: `${table} SET ${to.unlogged === true ? "UNLOGGED" : "LOGGED"}` }];
  const gone = Object.keys(from.parameters ?? {}).filter(
    (name) => !(name in (to.parameters ?? {})),
  );
  const reset = gone.length === 0 ? [] : [{ sql: `${table} RESET (${gone.join(", ")})` }];
  const kept = to.parameters ?? {};
  const set =
    Object.keys(kept).length === 0 ? [] : [{ sql: `${table} SET (${parameterList(kept)})` }];
  return [...logging, ...reset, ...set];
}

const ownOptions: OwnOptions = {
  product: "PostgreSQL",
  names: ["unlogged", "parameters", "partitionBy"],
};

function fixedPartitions({ table }: AlterTableOptions): AthanorError {
  return new AthanorError({
    code: "UNSUPPORTED_OPERATION",
    message: `PostgreSQL cannot change how the rows of "${nameText(table)}" are divided into partitions.`,
    suggestions: ["create another table with options.partitionBy and move the rows over"],
    facts: { table: nameText(table) },
  });
}

function commentStatement(table: QualifiedName, comment: string | undefined): Statement {
  const text = comment === undefined ? "NULL" : quoteString(comment);
  return { sql: `COMMENT ON TABLE ${quoteName(table)} IS ${text}` };
}

function moveStatement(from: QualifiedName, to: QualifiedName, context: CompileContext): Statement {
  const schema = to.schema ?? context.server?.defaultSchema ?? "public";
  return { sql: `ALTER TABLE ${quoteName(from)} SET SCHEMA ${quoteIdentifier(schema)}` };
}

function renameSequences(table: Table, to: QualifiedName): readonly Statement[] {
  const serial = table.columns.filter(
    ({ generated }) => generated?.kind === "increment" && generated.sequence === undefined,
  );
  return serial.map(({ name }) => {
    const old = quoteName({ ...to, name: serialSequenceName(table.name, name) });
    const renamed = quoteIdentifier(serialSequenceName(to.name, name));
    return { sql: `ALTER SEQUENCE ${old} RENAME TO ${renamed}` };
  });
}

function partitionClause({ options }: Table): string {
  return options?.partitionBy === undefined ? "" : ` PARTITION BY ${options.partitionBy}`;
}

function withClause(table: Table): string {
  const parameters = table.options?.parameters;
  return parameters === undefined ? "" : ` WITH (${parameterList(parameters)})`;
}

// CREATE TABLE would take the constraint as valid: there are no rows yet.
function isNotValid(constraint: Constraint): boolean {
  return "notValid" in constraint && constraint.notValid === true;
}

// Of several keys over the same columns CREATE TABLE makes only one, without a word.
function isRepeated(constraint: Constraint, all: readonly Constraint[]): boolean {
  if (constraint.kind !== "unique") return false;
  const columns = JSON.stringify(constraint.columns);
  const first = all.find((each) => isKey(each) && JSON.stringify(each.columns) === columns);
  return first !== constraint;
}

function isKey(constraint: Constraint): constraint is PrimaryKey | UniqueConstraint {
  return constraint.kind === "primaryKey" || constraint.kind === "unique";
}
