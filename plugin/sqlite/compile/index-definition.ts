import type { Statement } from "../../../src/plugin/ddl.js";
import type { Index } from "../../../src/schema/index-definition.js";
import type { QualifiedName } from "../../../src/schema/name.js";
import { createIndexText } from "../../sql/index-statement.js";
import { quoteIdentifier } from "../../sql/quote.js";
import { quoteName } from "../quote-name.js";
import { unsupported } from "./unsupported.js";

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
