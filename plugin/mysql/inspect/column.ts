import type { Connection, Row } from "../../../src/plugin/connection.js";
import type { Scope, Server } from "../../../src/plugin/catalog.js";
import type { Column, Generated } from "../../../src/schema/column.js";
import type { ColumnDefault } from "../../../src/schema/column-default.js";
import type { ColumnType } from "../../../src/schema/column-type.js";
import { compact } from "../../../src/schema/compact.js";
import { groupBy } from "../../../src/schema/group-by.js";
import { statedWriting } from "../collation.js";
import { bytesDefault, momentText, readDefault, readValue } from "../column-default.js";
import { isCharacter, isMoment, parseType } from "../column-type.js";
import { numberOf, requiredText, textOf } from "../row.js";
import { isMariaDb } from "../server.js";
import { stripParentheses } from "../text/expression.js";
import { expressionText } from "./expression-text.js";
import { onTables, readRows, tableKey } from "./namespace.js";

/** The rows of the columns in scope, by table, in the tables' own order. */
export async function readColumns(
  connection: Connection,
  server: Server,
  scope: Scope,
): Promise<ReadonlyMap<string, readonly Row[]>> {
  const select = columnQuery(server);
  const columns = { database: "TABLE_SCHEMA", table: "TABLE_NAME" };
  const rows = await readRows(connection, select, onTables(server, scope, columns));
  const sorted = [...rows].sort((a, b) => Number(a["position"]) - Number(b["position"]));
  return groupBy(sorted, (row) =>
    tableKey(requiredText(row, "database_name"), requiredText(row, "table_name")),
  );
}

/** What a column is judged by beyond its own row. */
export type Surroundings = {
  readonly server: Server;
  /** The table's collation. */
  readonly collation: string | undefined;
  /** The columns whose CHECK says that they hold JSON. */
  readonly json: ReadonlySet<string>;
  /** The types that were met before, by their text: a database has few. */
  readonly types: Map<string, ColumnType>;
  /** Defaults in SQL where the row itself does not tell all of them. */
  readonly shownDefaults: ReadonlyMap<string, string> | undefined;
};

export function columnOf(row: Row, surroundings: Surroundings): Column {
  const name = requiredText(row, "name");
  const type = typeOf(row, surroundings);
  const extra = requiredText(row, "extra");
  const generated = generatedOf(row, extra, surroundings.server);
  const stated = isCharacter(type) ? textOf(row, "collation") : undefined;
  return compact({
    name,
    type,
    nullable: requiredText(row, "nullable") === "YES",
    default: generated === undefined ? defaultOf(row, type, surroundings) : undefined,
    generated,
    ...statedWriting(stated, surroundings.collation),
    comment: requiredText(row, "comment") || undefined,
    onUpdate: onUpdateOf(extra, type),
    invisible: /\bINVISIBLE\b/i.test(extra) ? (true as const) : undefined,
    compressed: /\bCOMPRESSED\b/.test(requiredText(row, "type")) ? (true as const) : undefined,
  });
}

/** MariaDB keeps JSON as text with a CHECK: https://mariadb.com/kb/en/json-data-type/ */
function typeOf(row: Row, { json, types }: Surroundings): ColumnType {
  const parsed = parsedOnce(requiredText(row, "type"), types);
  const srid = numberOf(row, "srid");
  const isJson =
    parsed.name === "longtext" &&
    textOf(row, "collation") === "utf8mb4_bin" &&
    json.has(requiredText(row, "name"));
  return isJson ? { name: "json" } : compact({ ...parsed, srid });
}

function parsedOnce(text: string, known: Map<string, ColumnType>): ColumnType {
  const found = known.get(text) ?? parseType(text);
  known.set(text, found);
  return found;
}

function generatedOf(row: Row, extra: string, server: Server): Generated | undefined {
  if (/\bauto_increment\b/i.test(extra)) return { kind: "increment" };
  if (!/\b(VIRTUAL|STORED|PERSISTENT)( GENERATED)?\b/i.test(extra)) return undefined;
  const expression = stripParentheses(expressionText(requiredText(row, "expression"), server));
  return { kind: "expression", expression, stored: !/\bVIRTUAL\b/i.test(extra) };
}

function onUpdateOf(extra: string, type: ColumnType): string | undefined {
  const found = /\bon update (\w+(?:\(\d*\))?)/i.exec(extra)?.[1];
  return found === undefined ? undefined : (momentText(found, type) ?? found);
}

/** MariaDB reports SQL. MySQL reports the bare value, or an expression that it marks as one. */
function defaultOf(
  row: Row,
  type: ColumnType,
  { server, shownDefaults }: Surroundings,
): ColumnDefault | undefined {
  const text = textOf(row, "default_text");
  if (text === undefined) return undefined;
  if (isMariaDb(server)) return readDefault(text, type);
  const isExpression = /\bDEFAULT_GENERATED\b/.test(requiredText(row, "extra"));
  if (isExpression || (isMoment(type) && momentText(text, type) !== undefined)) {
    return readDefault(expressionText(text, server), type);
  }
  const shown = shownDefaults?.get(requiredText(row, "name"));
  if (shown === undefined) return readValue(text, type);
  return bytesDefault(shown) ?? readDefault(shown, type);
}

function columnQuery(server: Server): string {
  const srid = isMariaDb(server) ? "NULL" : "SRS_ID";
  return `
SELECT TABLE_SCHEMA AS database_name, TABLE_NAME AS table_name, COLUMN_NAME AS name,
  ORDINAL_POSITION AS position, COLUMN_DEFAULT AS default_text, IS_NULLABLE AS nullable,
  COLUMN_TYPE AS type, COLLATION_NAME AS collation, EXTRA AS extra, COLUMN_COMMENT AS comment,
  GENERATION_EXPRESSION AS expression, ${srid} AS srid
FROM information_schema.COLUMNS WHERE`;
}
