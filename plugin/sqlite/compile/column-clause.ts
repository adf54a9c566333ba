import { AthanorError } from "../../../src/error/athanor-error.js";
import type { Column } from "../../../src/schema/column.js";
import type { PrimaryKey } from "../../../src/schema/constraint.js";
import type { Table } from "../../../src/schema/table.js";
import { quoteIdentifier } from "../../sql/quote.js";
import { columnTypeText } from "../column-type.js";
import { conflictClause } from "./constraint-clause.js";
import { defaultText } from "../column-default.js";

/**
 * A column as it stands in CREATE TABLE: `"id" integer PRIMARY KEY AUTOINCREMENT NOT NULL`.
 *
 * @throws AthanorError `UNSUPPORTED_OPERATION` for a column that counts up by itself and is not the primary key.
 */
export function columnClause(column: Column, table: Table): string {
  const key = inlineKey(table);
  const isKey = key?.columns[0] === column.name;
  const counts = column.generated?.kind === "increment";
  if (counts) requireCounting(column, table);
  const primary = isKey ? keyClause(key, counts) : [];
  return [quoteIdentifier(column.name), typeOf(column), ...primary, ...traits(column)]
    .filter((part) => part !== "")
    .join(" ");
}

/** @throws AthanorError `UNSUPPORTED_OPERATION` unless the column is all of the primary key of a table with a rowid. */
export function requireCounting(column: Column, table: Table): void {
  const isKey = inlineKey(table)?.columns[0] === column.name;
  if (!isKey || table.options?.withoutRowid === true) throw cannotCount(column, table);
}

/** A column as it stands behind ALTER TABLE ... ADD COLUMN. */
export function addedColumnClause(column: Column): string {
  const parts = [quoteIdentifier(column.name), typeOf(column), ...traits(column)];
  return parts.filter((part) => part !== "").join(" ");
}

/** A primary key of one column stands with the column; only there can it count, and only there is DESC kept apart. */
export function inlineKey({ primaryKey }: Table): PrimaryKey | undefined {
  const single = primaryKey?.columns.length === 1 && primaryKey.collations === undefined;
  return single ? primaryKey : undefined;
}

// Only what is declared "integer" can count; TypeORM declares it so whatever the entity says.
function typeOf(column: Column): string {
  return column.generated?.kind === "increment" ? "integer" : columnTypeText(column.type);
}

function keyClause(key: PrimaryKey, counts: boolean): readonly string[] {
  const name = key.name === undefined ? "" : `CONSTRAINT ${quoteIdentifier(key.name)}`;
  const direction = key.descending?.[0] === true && !counts ? "DESC" : "";
  return [
    name,
    "PRIMARY KEY",
    direction,
    conflictClause(key).trim(),
    counts ? "AUTOINCREMENT" : "",
  ];
}

function traits(column: Column): readonly string[] {
  const conflict = column.onConflict === undefined ? "" : ` ON CONFLICT ${column.onConflict}`;
  return [
    column.collation === undefined ? "" : `COLLATE ${quoteIdentifier(column.collation)}`,
    column.nullable ? "" : `NOT NULL${conflict}`,
    valueClause(column),
  ];
}

function valueClause({ generated, default: value }: Column): string {
  if (generated?.kind === "expression") {
    return `AS (${generated.expression}) ${generated.stored ? "STORED" : "VIRTUAL"}`;
  }
  return value === undefined ? "" : `DEFAULT ${defaultText(value)}`;
}

function cannotCount(column: Column, table: Table): AthanorError {
  return new AthanorError({
    code: "UNSUPPORTED_OPERATION",
    message: `The column "${column.name}" of "${table.name}" is to count up by itself, which in SQLite only the single column of a primary key can.`,
    suggestions: [`Make "${column.name}" the whole primary key, or give its values yourself.`],
    facts: { dialect: "sqlite", table: table.name, column: column.name },
  });
}
