import type { CheckConstraint } from "../../../src/schema/constraint.js";
import type { Table, TableOptions } from "../../../src/schema/table.js";
import { withoutQualifier } from "../text/expression.js";
import { readSql, type Reader } from "../text/reader.js";
import { isSymbol, isWord, type Token } from "../text/token.js";
import { assembleTable } from "./assemble-table.js";
import { readColumn } from "./read-column.js";
import { readConstraints } from "./read-constraint.js";
import { emptyParts } from "./table-parts.js";

/**
 * Reads a CREATE TABLE statement. The name is the given one: the statement's own may be quoted or qualified.
 * Foreign keys without a list of columns come with empty `referencedColumns`.
 *
 * @throws AthanorError `UNREADABLE_SQL`
 */
export function readTable(sql: string, name: string): Table {
  const reader = readSql(sql);
  const parts = emptyParts();
  reader.until((token) => isSymbol(token, "("));
  reader.expectSymbol("(");
  do {
    if (startsConstraint(reader.peek())) readConstraints(reader, parts);
    else readColumn(reader, parts);
  } while (reader.symbol(","));
  if (!isSymbol(reader.peek(), ")")) readConstraints(reader, parts);
  reader.expectSymbol(")");
  const checks = parts.checks.map((check) => unqualified(check, name));
  return assembleTable(name, { ...parts, checks }, readOptions(reader));
}

/** Nothing but the table's own columns can stand in it, so its name says nothing, and would be another one after a rename. */
export function unqualified(check: CheckConstraint, table: string): CheckConstraint {
  return { ...check, expression: withoutQualifier(check.expression, table) };
}

function startsConstraint(token: Token | undefined): boolean {
  return token?.kind === "word" && constraintWords.some((word) => isWord(token, word));
}

const constraintWords = ["CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"] as const;

function readOptions(reader: Reader): TableOptions {
  let options: TableOptions = {};
  do {
    if (reader.words("WITHOUT", "ROWID")) options = { ...options, withoutRowid: true };
    else if (reader.words("STRICT")) options = { ...options, strict: true };
  } while (reader.symbol(","));
  return options;
}
