import type {
  CreateTable,
  DropTable,
  RenameTable,
  AlterTableOptions,
} from "../../../src/operation/table-operation.js";
import type { CompileContext, Statement } from "../../../src/plugin/ddl.js";
import type { Server } from "../../../src/plugin/catalog.js";
import { sameName } from "../../../src/schema/name.js";
import { quoteName } from "../quote-name.js";
import {
  type Trigger,
  type Table,
  type TableOptions,
  constraintsOf,
} from "../../../src/schema/table.js";
import { quoteText } from "../text/quote-text.js";
import { columnClause } from "./column-clause.js";
import { constraintClause } from "./constraint-clause.js";
import { indexClause } from "./index-clause.js";
import { unsupported } from "./unsupported.js";
import { refuseForeignOption, type OwnOptions } from "../../sql/foreign-option.js";
import { isCharacter } from "../column-type.js";
import type { Step, Known } from "./step.js";

export function createTable(
  { table, ifNotExists }: CreateTable,
  { server }: CompileContext,
): readonly Statement[] {
  return [
    { sql: createTableText(table, server, ifNotExists) },
    ...(table.triggers ?? []).map(triggerStatement),
  ];
}

export function dropTable({ table, ifExists }: DropTable): readonly Statement[] {
  return [{ sql: `DROP TABLE ${ifExists === true ? "IF EXISTS " : ""}${quoteName(table)}` }];
}

/** Foreign keys of other tables follow; views do not. The database is part of both names. */
export function renameTable({ from, to }: RenameTable): readonly Statement[] {
  if (sameName(from, to)) return [];
  return [{ sql: `RENAME TABLE ${quoteName(from)} TO ${quoteName(to)}` }];
}

function triggerStatement({ definition }: Trigger): Statement {
  return { sql: definition };
}

/** CREATE TABLE with all that hangs on the table: one statement, whole or not at all. */
export function createTableText(
  table: Table,
  server: Server | undefined,
  ifNotExists = false,
): string {
  if (table.options?.partitionBy !== undefined) throw partitioned();
  const checks = table.checks;
  const constraints = constraintsOf(table).filter(
    (each) => each.kind !== "check" || each.column === undefined,
  );
  const [first, others] = [
    constraints.filter(({ kind }) => kind === "primaryKey" || kind === "unique"),
    constraints.filter(({ kind }) => kind !== "primaryKey" && kind !== "unique"),
  ];
  const lines = [
    ...table.columns.map((column) => columnClause(column, { server, checks })),
    ...first.map((each) => constraintClause(each, table, server)),
    ...table.indexes.map((index) => indexClause(index, server)),
    ...others.map((each) => constraintClause(each, table, server)),
  ];
  const body = lines.map((line) => `\n  ${line}`).join(",");
  const exists = ifNotExists ? "IF NOT EXISTS " : "";
  const comment = table.comment === undefined ? "" : ` COMMENT=${quoteText(table.comment)}`;
  return `CREATE TABLE ${exists}${quoteName(table)} (${body}\n)${optionsText(table.options)}${comment}`;
}

function optionsText({
  engine = "InnoDB",
  charset,
  collation,
  rowFormat,
}: TableOptions = {}): string {
  const parts = [
    `ENGINE=${engine}`,
    charset === undefined ? "" : `DEFAULT CHARACTER SET=${charset}`,
    collation === undefined ? "" : `COLLATE=${collation}`,
    rowFormat === undefined ? "" : `ROW_FORMAT=${rowFormat}`,
  ];
  return parts.map((part) => (part === "" ? "" : ` ${part}`)).join("");
}

function partitioned(): Error {
  return unsupported(
    "way to make a partitioned table by op.createTable",
    "Create it with op.execute('CREATE TABLE ... PARTITION BY ...').",
  );
}

const ownOptions: OwnOptions = {
  product: "MySQL and MariaDB",
  names: ["engine", "charset", "collation", "rowFormat"],
};

/**
 * Changes what a table is beyond its columns. Texts that have no collation of their own take the table's new one, their
 * values converted; those that have one keep it, which CONVERT TO would not grant them.
 */
export function alterOptions(operation: AlterTableOptions, known: Known): readonly Partial<Step>[] {
  const { from, to } = operation;
  refuseForeignOption(operation, ownOptions);
  const recoded = from.charset !== to.charset || from.collation !== to.collation;
  const clauses = [
    ...(from.engine === to.engine ? [] : [`ENGINE=${to.engine ?? "InnoDB"}`]),
    ...(from.rowFormat === to.rowFormat ? [] : [`ROW_FORMAT=${to.rowFormat ?? "DEFAULT"}`]),
    ...(recoded ? [...defaultClauses(to, known), ...followers(known)] : []),
  ];
  if (clauses.length === 0) return [];
  const columns = recoded ? followingColumns(known) : [];
  return [
    {
      clauses,
      touches: [
        { thing: "options", how: "change" },
        ...columns.map(({ name }) => ({ thing: `column ${name}`, how: "change" as const })),
      ],
    },
  ];
}

function defaultClauses(
  { charset, collation }: TableOptions,
  { server }: Known,
): readonly string[] {
  // Without a collation the table has the database's, which the words CHARACTER SET DEFAULT alone do not give.
  const named = collation ?? (charset === undefined ? server?.collation : undefined);
  const set = charset ?? named?.split("_")[0] ?? "DEFAULT";
  return [`DEFAULT CHARACTER SET ${set}${named === undefined ? "" : ` COLLATE ${named}`}`];
}

function followers({ server, after, before }: Known): readonly string[] {
  return followingColumns({ before }).map(
    (column) => `MODIFY COLUMN ${columnClause(column, { server, checks: after.checks })}`,
  );
}

function followingColumns({ before }: Pick<Known, "before">) {
  return before.columns.filter(
    ({ type, charset, collation }) =>
      isCharacter(type) && charset === undefined && collation === undefined,
  );
}
