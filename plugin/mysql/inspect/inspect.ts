import type { Connection, Row } from "../../../src/plugin/connection.js";
import type { Scope, Server } from "../../../src/plugin/catalog.js";
import { compareNames } from "../../../src/schema/name.js";
import { emptySchema, type Schema } from "../../../src/schema/schema.js";
import { withPlainQuotes } from "../transactions.js";
import { assembleTable, type Catalog } from "./assemble-table.js";
import { readColumns } from "./column.js";
import { readChecks, readForeignKeys } from "./constraint.js";
import { readDatabases } from "./database.js";
import { readKeys } from "./index-definition.js";
import { readParsers } from "./parser.js";
import { readPartitions } from "./partition.js";
import { readRelations } from "./relation.js";
import { readShownDefaults } from "./shown-default.js";
import { readTriggers } from "./trigger.js";
import { readViews } from "./view.js";

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
