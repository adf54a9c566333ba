import type {
  CreateTable,
  DropTable,
  RenameTable,
} from "../../../src/operation/table-operation.js";
import type { Statement } from "../../../src/plugin/ddl.js";
import { quoteIdentifier } from "../../sql/quote.js";
import { quoteName, sameFolded } from "../quote-name.js";
import { createTriggerStatement } from "./trigger.js";
import { unsupported } from "./unsupported.js";
import { createIndexStatement } from "./index-definition.js";
import { constraintsOf, type Table } from "../../../src/schema/table.js";
import { columnClause, inlineKey } from "./column-clause.js";
import { constraintClause } from "./constraint-clause.js";

export function createTable({ table, ifNotExists }: CreateTable): readonly Statement[] {
  return [
    { sql: createTableText(table, ifNotExists) },
    ...table.indexes.map((index) => createIndexStatement(table, index, ifNotExists)),
    ...(table.triggers ?? []).map((trigger) => createTriggerStatement(table, trigger)),
  ];
}

export function dropTable({ table, ifExists }: DropTable): readonly Statement[] {
  return [{ sql: `DROP TABLE ${ifExists === true ? "IF EXISTS " : ""}${quoteName(table)}` }];
}

/** Other tables' foreign keys, views and triggers follow. */
export function renameTable({ from, to }: RenameTable): readonly Statement[] {
  if (from.schema !== to.schema) {
    throw unsupported(
      "way to move a table to another file",
      "Create the table there, copy its rows with op.execute, and drop the old one.",
    );
  }
  if (from.name === to.name) return [];
  // SQLite takes names that differ in case alone for one name, which is taken.
  const steps = sameFolded(from.name, to.name)
    ? [`athanor_renamed_${to.name}`, to.name]
    : [to.name];
  const owners = [from, ...steps.map((name) => ({ ...from, name }))];
  return steps.map((name, at) => ({
    sql: `ALTER TABLE ${quoteName(owners[at] ?? from)} RENAME TO ${quoteIdentifier(name)}`,
  }));
}

/**
 * CREATE TABLE without its indexes and triggers. On one line: SQLite keeps the text, and TypeORM, where it is still used
 * beside Athanor, finds constraints in it by patterns that know no line breaks.
 */
export function createTableText(table: Table, ifNotExists = false): string {
  const constraints = constraintsOf(table).filter((held) => held !== inlineKey(table));
  const lines = [
    ...table.columns.map((column) => columnClause(column, table)),
    ...constraints.map(constraintClause),
  ];
  const head = `CREATE TABLE ${ifNotExists ? "IF NOT EXISTS " : ""}${quoteName(table)}`;
  return `${head} (${lines.join(", ")})${optionsClause(table)}`;
}

function optionsClause({ options }: Table): string {
  const words = [
    options?.strict === true ? "STRICT" : "",
    options?.withoutRowid === true ? "WITHOUT ROWID" : "",
  ].filter((word) => word !== "");
  return words.length === 0 ? "" : ` ${words.join(", ")}`;
}
