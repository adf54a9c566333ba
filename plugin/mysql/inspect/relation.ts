import type { Connection, Row } from "../../../src/plugin/connection.js";
import type { Scope, Server } from "../../../src/plugin/catalog.js";
import { compact } from "../../../src/schema/compact.js";
import type { QualifiedName } from "../../../src/schema/name.js";
import type { TableOptions } from "../../../src/schema/table.js";
import { statedWriting } from "../collation.js";
import { requiredText, textOf } from "../row.js";
import { onTables, schemaOf, readRows, tableKey, scratchPrefix } from "./namespace.js";
/** A table as `information_schema.TABLES` knows it. */
export type Relation = {
  readonly key: string;
  readonly name: QualifiedName;
  /** What its columns are written in unless they say otherwise. */
  readonly collation: string | undefined;
  readonly engine: string | undefined;
  readonly comment: string | undefined;
  readonly rowFormat: string | undefined;
  readonly isPartitioned: boolean;
};

/** The tables in scope, those with system versions included; no views, sequences or temporary tables. */
export async function readRelations(
  connection: Connection,
  server: Server,
  scope: Scope,
): Promise<readonly Relation[]> {
  if (scope.tables?.length === 0) return [];
  const columns = { database: "TABLE_SCHEMA", table: "TABLE_NAME" };
  const rows = await readRows(connection, tableQuery, onTables(server, scope, columns));
  const named = scope.tables && new Set(scope.tables.map((name) => keyOf(server, name)));
  return rows
    .filter((row) => kinds.includes(requiredText(row, "kind")))
    .map((row) => relationOf(row, server))
    .filter(({ key, name }) => {
      if (name.name.startsWith(scratchPrefix) && named === undefined) return false;
      return (named?.has(key) ?? true) && (scope.includeName?.(name) ?? true);
    });
}

export function keyOf(server: Server, { schema, name }: QualifiedName): string {
  return tableKey(schema ?? server.defaultSchema ?? "", name);
}

/** Options that differ from those of the table's database. */
export function optionsOf(
  { engine, collation, rowFormat }: Relation,
  usual: string | undefined,
  partitionBy: string | undefined,
): TableOptions | undefined {
  const options = compact({
    engine: engine === undefined || /^innodb$/i.test(engine) ? undefined : engine,
    ...statedWriting(collation, usual),
    rowFormat,
    partitionBy,
  });
  return Object.keys(options).length === 0 ? undefined : options;
}

function relationOf(row: Row, server: Server): Relation {
  const [database, name] = [requiredText(row, "database_name"), requiredText(row, "name")];
  const created = requiredText(row, "create_options");
  return {
    key: tableKey(database, name),
    name: { ...schemaOf(server, database), name },
    collation: textOf(row, "collation"),
    engine: textOf(row, "engine"),
    comment: requiredText(row, "comment") || undefined,
    rowFormat: /row_format=(\w+)/i.exec(created)?.[1]?.toUpperCase(),
    isPartitioned: /\bpartitioned\b/i.test(created),
  };
}

const kinds: readonly string[] = ["BASE TABLE", "SYSTEM VERSIONED"];

const tableQuery = `
SELECT TABLE_SCHEMA AS database_name, TABLE_NAME AS name, TABLE_TYPE AS kind, ENGINE AS engine,
  TABLE_COLLATION AS collation, TABLE_COMMENT AS comment, CREATE_OPTIONS AS create_options
FROM information_schema.TABLES WHERE`;

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
  return new Map(divided.map((row) => [partitionedTable(row), partitionText(row)]));
}

function partitionedTable(row: Row): string {
  return tableKey(requiredText(row, "database_name"), requiredText(row, "table_name"));
}

function partitionText(row: Row): string {
  return `${requiredText(row, "method")} (${requiredText(row, "expression")})`;
}

const partitionQuery = `
SELECT DISTINCT TABLE_SCHEMA AS database_name, TABLE_NAME AS table_name, PARTITION_METHOD AS method,
  PARTITION_EXPRESSION AS expression
FROM information_schema.PARTITIONS WHERE`;
