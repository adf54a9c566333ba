import type { Connection, Row } from "../../../src/plugin/connection.js";
import type { Scope, Server } from "../../../src/plugin/catalog.js";
import { groupBy } from "../../../src/schema/group-by.js";
import type { Trigger } from "../../../src/schema/table.js";
import { quoteIdentifier } from "../quote-name.js";
import { requiredText } from "../row.js";
import { inDatabases } from "./place.js";
import { readRows, tableKey } from "./read-rows.js";

/** The triggers of the tables in scope, by table, in the order they fire. */
export async function readTriggers(
  connection: Connection,
  server: Server,
  scope: Scope,
): Promise<ReadonlyMap<string, readonly Trigger[]>> {
  const condition = inDatabases(server, scope, "EVENT_OBJECT_SCHEMA");
  const rows = await readRows(connection, triggerQuery, [condition]);
  const sorted = [...rows].sort((a, b) => Number(a["position"]) - Number(b["position"]));
  const tables = groupBy(sorted, (row) =>
    tableKey(requiredText(row, "database_name"), requiredText(row, "table_name")),
  );
  return new Map([...tables].map(([key, own]) => [key, own.map(triggerOf)]));
}

function triggerOf(row: Row): Trigger {
  const name = requiredText(row, "name");
  const moment = `${requiredText(row, "timing")} ${requiredText(row, "event")}`;
  const table = quoteIdentifier(requiredText(row, "table_name"));
  const body = requiredText(row, "body");
  const definition = `CREATE TRIGGER ${quoteIdentifier(name)} ${moment} ON ${table} FOR EACH ROW ${body}`;
  return { name, definition };
}

const triggerQuery = `
SELECT EVENT_OBJECT_SCHEMA AS database_name, EVENT_OBJECT_TABLE AS table_name, TRIGGER_NAME AS name,
  ACTION_TIMING AS timing, EVENT_MANIPULATION AS event, ACTION_ORDER AS position, ACTION_STATEMENT AS body
FROM information_schema.TRIGGERS WHERE`;
