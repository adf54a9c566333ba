import type { Connection, Row } from "../../../src/plugin/connection.js";
import type { Scope, Server } from "../../../src/plugin/catalog.js";
import { requiredText } from "../row.js";
import { onTables } from "./place.js";
import { readRows, tableKey } from "./read-rows.js";
import type { Relation } from "./relation.js";

/** How each divided table is divided, by table: ``RANGE (year(`day`))``. Nothing is asked where none is. */
export async function readPartitions(
  connection: Connection,
  server: Server,
  scope: Scope,
  relations: readonly Relation[],
): Promise<ReadonlyMap<string, string>> {
  if (!relations.some(({ isPartitioned }) => isPartitioned)) return new Map();
  const columns = { database: "TABLE_SCHEMA", table: "TABLE_NAME" };
  const rows = await readRows(connection, partitionQuery, onTables(server, scope, columns));
  const divided = rows.filter((row) => requiredText(row, "method") !== "");
  return new Map(divided.map((row) => [keyOf(row), partitionText(row)]));
}

function keyOf(row: Row): string {
  return tableKey(requiredText(row, "database_name"), requiredText(row, "table_name"));
}

function partitionText(row: Row): string {
  return `${requiredText(row, "method")} (${requiredText(row, "expression")})`;
}

const partitionQuery = `
SELECT DISTINCT TABLE_SCHEMA AS database_name, TABLE_NAME AS table_name, PARTITION_METHOD AS method,
  PARTITION_EXPRESSION AS expression
FROM information_schema.PARTITIONS WHERE`;
