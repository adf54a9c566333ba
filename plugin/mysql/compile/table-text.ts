import type { Server } from "../../../src/plugin/catalog.js";
import type { Table, TableOptions } from "../../../src/schema/table.js";
import { constraintsOf } from "../../../src/schema/table.js";
import { quoteName } from "../quote-name.js";
import { quoteText } from "../text.js";
import { columnClause } from "./column-clause.js";
import { constraintClause } from "./constraint-clause.js";
import { indexClause } from "./index-clause.js";
import { unsupported } from "./unsupported.js";

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
