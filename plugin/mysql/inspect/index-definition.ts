import type { Connection, Row } from "../../../src/plugin/connection.js";
import type { Scope, Server } from "../../../src/plugin/catalog.js";
import { compact } from "../../../src/schema/compact.js";
import type { PrimaryKey } from "../../../src/schema/constraint.js";
import { groupBy } from "../../../src/schema/group-by.js";
import type { Index, IndexKey } from "../../../src/schema/index-definition.js";
import { numberOf, requiredText, textOf } from "../row.js";
import { isMariaDb } from "../server.js";
import { since } from "../../sql/since.js";
import { stripParentheses } from "../text/expression.js";
import { byName } from "./by-name.js";
import { expressionText } from "./expression-text.js";
import { onTables, readRows, tableKey } from "./namespace.js";
/** The primary key of a table and its other indexes, sorted by name, those of foreign keys among them. */
export type TableKeys = {
  readonly primaryKey: PrimaryKey | undefined;
  readonly indexes: readonly Index[];
};

/** The keys of the tables in scope, by table. */
export async function readKeys(
  connection: Connection,
  server: Server,
  scope: Scope,
): Promise<ReadonlyMap<string, TableKeys>> {
  const columns = { database: "TABLE_SCHEMA", table: "TABLE_NAME" };
  const rows = await readRows(connection, keyQuery(server), onTables(server, scope, columns));
  const tables = groupBy(rows, (row) =>
    tableKey(requiredText(row, "database_name"), requiredText(row, "table_name")),
  );
  return new Map([...tables].map(([key, own]) => [key, keysOf(own, server)]));
}

function keysOf(rows: readonly Row[], server: Server): TableKeys {
  const sorted = [...rows].sort((a, b) => Number(a["position"]) - Number(b["position"]));
  const groups = [...groupBy(sorted, (row) => requiredText(row, "name"))];
  const primary = groups.find(([name]) => name === "PRIMARY")?.[1];
  const others = groups.filter(([name]) => name !== "PRIMARY");
  return {
    primaryKey: primary && {
      kind: "primaryKey",
      columns: primary.map((row) => requiredText(row, "column_name")),
    },
    indexes: others.map(([name, own]) => indexOf(name, own, server)).sort(byName),
  };
}

function indexOf(name: string, rows: readonly Row[], server: Server): Index {
  const [first = {}] = rows;
  const method = requiredText(first, "method");
  const flag = (is: boolean): true | undefined => (is ? true : undefined);
  const spatial = flag(method === "SPATIAL" || method === "RTREE");
  return compact({
    name,
    keys: rows.map((row) => keyOf(row, spatial === true, server)),
    unique: Number(first["non_unique"]) === 0,
    using: method === "HASH" ? "hash" : undefined,
    spatial,
    fulltext: flag(method === "FULLTEXT"),
    comment: requiredText(first, "comment") || undefined,
    invisible: flag(requiredText(first, "hidden") === "YES"),
  });
}

function keyOf(row: Row, isSpatial: boolean, server: Server): IndexKey {
  const expression = textOf(row, "expression");
  return compact({
    column: textOf(row, "column_name"),
    expression:
      expression === undefined ? undefined : stripParentheses(expressionText(expression, server)),
    descending: requiredText(row, "direction") === "D" ? (true as const) : undefined,
    length: isSpatial ? undefined : numberOf(row, "prefix"),
  });
}

const ignoresIndexes = since("mariadb 10.6");

/** MariaDB hides indexes from 10.6; MySQL knows expressions as keys from 8.0.13. */
function keyQuery(server: Server): string {
  const ignored = ignoresIndexes(server) ? "IGNORED" : "'NO'";
  const own = isMariaDb(server)
    ? `NULL AS expression, ${ignored} AS hidden`
    : "EXPRESSION AS expression, IF(IS_VISIBLE = 'NO', 'YES', 'NO') AS hidden";
  return `
SELECT TABLE_SCHEMA AS database_name, TABLE_NAME AS table_name, INDEX_NAME AS name,
  NON_UNIQUE AS non_unique, SEQ_IN_INDEX AS position, COLUMN_NAME AS column_name,
  COLLATION AS direction, SUB_PART AS prefix, INDEX_TYPE AS method, INDEX_COMMENT AS comment, ${own}
FROM information_schema.STATISTICS WHERE`;
}
