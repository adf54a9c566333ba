import type { Server } from "../../../src/plugin/catalog.js";
import type { Column } from "../../../src/schema/column.js";
import type { CheckConstraint } from "../../../src/schema/constraint.js";
import { defaultText } from "../column-default.js";
import { columnTypeText, normalizeType } from "../column-type.js";
import { quoteIdentifier } from "../quote-name.js";
import { quoteText } from "../text/quote-text.js";
import { unsupported } from "./unsupported.js";

/** What a column's definition says beside the column itself. */
export type ColumnPlace = {
  readonly server?: Server | undefined;
  /** The checks of its table: MariaDB writes some of them with their column. */
  readonly checks?: readonly CheckConstraint[];
};

/**
 * All of a column as CREATE TABLE, ADD, MODIFY and CHANGE spell it: what is left out there is lost.
 *
 * `` `id` int unsigned NOT NULL AUTO_INCREMENT COMMENT 'it''s' ``
 */
export function columnClause(column: Column, { server, checks = [] }: ColumnPlace): string {
  const parts = [
    quoteIdentifier(column.name),
    columnTypeText(normalizeType(column.type)),
    column.compressed === true ? "COMPRESSED" : "",
    column.charset === undefined ? "" : `CHARACTER SET ${column.charset}`,
    column.collation === undefined ? "" : `COLLATE ${column.collation}`,
    ...valueParts(column, server),
    column.invisible === true ? "INVISIBLE" : "",
    column.comment === undefined ? "" : `COMMENT ${quoteText(column.comment)}`,
    ...checks.filter((check) => check.column === column.name).map(checkPart),
  ];
  return parts.filter((part) => part !== "").join(" ");
}

function valueParts(column: Column, server: Server | undefined): readonly string[] {
  const { generated, nullable, default: held, onUpdate } = column;
  if (generated?.kind === "expression") {
    const storage = generated.stored ? "STORED" : "VIRTUAL";
    // MariaDB knows no NOT NULL here; MySQL takes a column without it for one that may be NULL.
    const required = !nullable && server?.product === "mysql" ? "NOT NULL" : "";
    return [`GENERATED ALWAYS AS (${generated.expression}) ${storage}`, required];
  }
  if (generated?.kind === "identity") throw noIdentity(column);
  return [
    nullable ? "NULL" : "NOT NULL",
    held === undefined ? "" : `DEFAULT ${defaultText(held, normalizeType(column.type))}`,
    onUpdate === undefined ? "" : `ON UPDATE ${onUpdate}`,
    generated === undefined ? "" : "AUTO_INCREMENT",
  ];
}

function checkPart({ expression }: CheckConstraint): string {
  return `CHECK (${expression})`;
}

function noIdentity(column: Column): Error {
  return unsupported(
    `identity columns ("${column.name}")`,
    'Say generated: "increment", which is AUTO_INCREMENT.',
  );
}
