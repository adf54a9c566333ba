import type { Statement } from "../../../src/plugin/statement.js";
import type { Index } from "../../../src/schema/index-definition.js";
import type { QualifiedName } from "../../../src/schema/name.js";
import { constraintsOf, type Table } from "../../../src/schema/table.js";
import type { View } from "../../../src/schema/view.js";
import { createIndexText } from "../../sql/index-statement.js";
import { quoteIdentifier, quoteList } from "../../sql/quote.js";
import { quoteName } from "../quote-name.js";
import { columnClause, inlineKey } from "./column-clause.js";
import { constraintClause } from "./constraint-clause.js";
import { unsupported } from "./unsupported.js";

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

/** @throws AthanorError `UNSUPPORTED_OPERATION` */
export function createIndexStatement(
  table: QualifiedName,
  index: Index,
  ifNotExists = false,
): Statement {
  if (index.nullsNotDistinct === true) {
    throw unsupported(
      "unique indexes in which NULLs are equal",
      "Use a unique index over an expression such as ifnull(column, '').",
    );
  }
  if (index.include !== undefined) {
    throw unsupported(
      "indexes that INCLUDE columns",
      "Name the columns as further keys of the index.",
    );
  }
  const place = {
    name: indexName(table, index.name),
    table: quoteIdentifier(table.name),
    ifNotExists,
  };
  return { sql: createIndexText(index, place) };
}

export function dropIndexStatement(
  table: QualifiedName,
  name: string,
  ifExists = false,
): Statement {
  return { sql: `DROP INDEX ${ifExists ? "IF EXISTS " : ""}${indexName(table, name)}` };
}

/** Indexes live in the file of their table. */
function indexName({ schema }: QualifiedName, name: string): string {
  return quoteName(schema === undefined ? { name } : { schema, name });
}

export function createViewText(view: View, ifNotExists = false): string {
  const columns = view.columns === undefined ? "" : ` (${quoteList(view.columns)})`;
  const exists = ifNotExists ? "IF NOT EXISTS " : "";
  return `CREATE VIEW ${exists}${quoteName(view)}${columns} AS ${view.definition}`;
}
