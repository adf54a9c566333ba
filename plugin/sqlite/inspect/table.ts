import type { CheckConstraint, PrimaryKey } from "../../../src/schema/constraint.js";
import type { Table, TableOptions } from "../../../src/schema/table.js";
import { withoutQualifier } from "../text/expression.js";
import { readSql, type Reader } from "../text/reader.js";
import { isSymbol, isWord, type Token } from "../text/token.js";
import { readColumn } from "./column.js";
import { readConstraints } from "./constraint.js";
import { emptyParts, type TableParts } from "./table-parts.js";
import type { Column } from "../../../src/schema/column.js";
import { compact } from "../../../src/schema/compact.js";
import { without } from "../../../src/schema/without.js";
import { sameFolded } from "../quote-name.js";

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

/** The table that the pieces make, with what its primary key and its options mean for its columns. */
export function assembleTable(name: string, parts: TableParts, options: TableOptions): Table {
  const { uniques, checks, foreignKeys } = parts;
  const rowidAlias = findRowidAlias(parts, options);
  const primaryKey =
    parts.primaryKey && withoutIdleParts(parts.primaryKey, rowidAlias !== undefined);
  const columns = parts.columns
    .map((column) => complete(column, parts, options, rowidAlias))
    .map(withoutIdleDefault);
  const lists = { columns, uniques, checks, exclusions: [], foreignKeys, indexes: [] };
  const hasOptions = Object.keys(options).length > 0;
  return compact({ name, ...lists, primaryKey, options: hasOptions ? options : undefined });
}

/** The column that is the rowid by another name: https://sqlite.org/lang_createtable.html#rowid */
function findRowidAlias(parts: TableParts, options: TableOptions): string | undefined {
  const [only, ...others] = parts.primaryKey?.columns ?? [];
  if (only === undefined || others.length > 0 || options.withoutRowid === true) return undefined;
  const column = parts.columns.find((candidate) => sameFolded(candidate.name, only));
  const isAlias = column?.type.name === "integer" && Object.keys(column.type).length === 1;
  return isAlias && parts.descendingInline !== true ? column.name : undefined;
}

/** Direction and collation mean nothing where the key is the rowid itself. */
function withoutIdleParts(key: PrimaryKey, isRowid: boolean): PrimaryKey {
  if (!isRowid) return key;
  const { kind, name, columns, onConflict } = key;
  return compact({ kind, name, columns, onConflict });
}

/** To be NULL by default is no help to a column that is never null: it has none. */
function withoutIdleDefault(column: Column): Column {
  const { nullable, default: value } = column;
  const isNull = value?.kind === "expression" && /^null$/i.test(value.sql);
  return isNull && !nullable ? without(column, "default") : column;
}

/**
 * What a key makes of its columns: those of a table without a rowid, or of a strict one, are never null. A rowid is not
 * either, but whether NOT NULL is written with it is kept: the ORM compares that.
 */
function complete(
  column: Column,
  parts: TableParts,
  options: TableOptions,
  rowidAlias: string | undefined,
): Column {
  const isKey = parts.primaryKey?.columns.some((name) => sameFolded(name, column.name)) === true;
  if (!isKey) return column;
  const isAlias = column.name === rowidAlias;
  const never = options.withoutRowid === true || options.strict === true;
  const counts = isAlias && parts.autoincrement === true;
  return {
    ...column,
    nullable: column.nullable && !never,
    ...(counts && { generated: { kind: "increment" } }),
  };
}
