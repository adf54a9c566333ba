import type { Connection, Row } from "../../../src/plugin/connection.js";
import type { Scope, Server } from "../../../src/plugin/catalog.js";
import { compareNames } from "../../../src/schema/name.js";
import { emptySchema, type Schema } from "../../../src/schema/schema.js";
import { withPlainQuotes } from "../transactions.js";
import { assembleTable, type Catalog } from "./table.js";
import { readColumns } from "./column.js";
import { readChecks, readForeignKeys } from "./constraint.js";
import { readKeys } from "./index-definition.js";
import { readRelations, readPartitions } from "./relation.js";
import { readViews } from "./view.js";
import { readDatabases, inDatabases, readRows, tableKey } from "./namespace.js";
import { readParsers, readShownDefaults } from "./show-create.js";
import { groupBy } from "../../../src/schema/group-by.js";
import type { Trigger } from "../../../src/schema/table.js";
import { quoteIdentifier } from "../quote-name.js";
import { requiredText } from "../row.js";

/**
 * Reads the databases in scope in eleven queries, whatever they hold; one more where tables are divided into
 * partitions, one for each table with a full text index where the server knows other parsers than its own, and on MySQL
 * one for each table with a default that `information_schema` does not give in full.
 */
export function inspect(connection: Connection, server: Server, scope: Scope): Promise<Schema> {
  // MariaDB prints names in CHECKs, and both in SHOW CREATE, as the session would write them.
  return withPlainQuotes(connection, () => readSchema(connection, server, scope));
}

async function readSchema(connection: Connection, server: Server, scope: Scope): Promise<Schema> {
  const databases = await readDatabases(connection, server, scope);
  const views = await readViews(connection, server, scope);
  const catalog = await readCatalog(connection, server, scope, databases);
  return {
    ...emptySchema,
    schemas: [...databases.keys()].filter((name) => name !== server.defaultSchema),
    tables: catalog.relations
      .map((relation) => assembleTable(relation, catalog, server))
      .sort(compareNames),
    views,
  };
}

async function readCatalog(
  connection: Connection,
  server: Server,
  scope: Scope,
  databases: ReadonlyMap<string, string>,
): Promise<Catalog> {
  const relations = await readRelations(connection, server, scope);
  if (relations.length === 0) return { ...emptyCatalog, databases, types: new Map() };
  const keys = await readKeys(connection, server, scope);
  const columns = await readColumns(connection, server, scope);
  return {
    relations,
    databases,
    columns,
    keys,
    foreignKeys: await readForeignKeys(connection, server, scope),
    checks: await readChecks(connection, server, scope),
    triggers: await readTriggers(connection, server, scope),
    partitions: await readPartitions(connection, server, scope, relations),
    parsers: await readParsers(connection, relations, keys),
    shownDefaults: await readShownDefaults(connection, server, relations, columns),
    types: new Map(),
  };
}

const none: ReadonlyMap<string, readonly never[]> = new Map();

const emptyCatalog: Omit<Catalog, "databases" | "types"> = {
  relations: [],
  columns: new Map<string, readonly Row[]>(),
  keys: new Map(),
  foreignKeys: none,
  checks: none,
  triggers: none,
  partitions: new Map(),
  parsers: new Map(),
  shownDefaults: new Map(),
};

/** The triggers of the tables in scope, by table, in the order they fire. */
async function readTriggers(
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
