import type { ResolvedEnvironment } from "../config/resolved-environment.js";
import type { Rename } from "../diff/rename.js";
import type { Scope, Server } from "../plugin/catalog.js";
import type { Wanted } from "../plugin/source.js";
import { lockTableOf, ownTablesOf } from "../runner/own-tables.js";
import { compact } from "../schema/compact.js";
import { nameKey, type QualifiedName } from "../schema/name.js";
import type { Schema } from "../schema/schema.js";
import type { Table } from "../schema/table.js";
import { versionTablesOf } from "../project/version-table.js";
import type { DatabaseAccess } from "../project/database-access.js";
import type { DatabaseHooks } from "../project/database-hooks.js";

type Environment = Pick<ResolvedEnvironment, "schemas">;

/**
 * What of the database is read: the default schema, those of the entities or of the environment, those that tables are to
 * be moved from, less what the environment refuses.
 */
export function scopeOf(
  environment: Environment & Pick<DatabaseHooks, "includeName">,
  { schema }: Wanted,
  server: Server,
  renames: readonly Rename[] = [],
): Scope {
  const named = environment.schemas ?? [
    ...schema.schemas,
    ...schemasIn(schema),
    ...renames.flatMap((rename) => (rename.kind === "table" ? (rename.from.schema ?? []) : [])),
  ];
  const beyond = [...new Set(named)].filter((name) => name !== server.defaultSchema);
  const { includeName } = environment;
  const asked = (name: QualifiedName): boolean => {
    if (!isWithin(name, environment, server)) return false;
    const parent = name.schema === undefined ? undefined : { name: name.schema };
    return (
      includeName === undefined ||
      includeName(name.name, "table", parent) ||
      includeName(name.name, "view", parent)
    );
  };
  const filtered = includeName !== undefined || environment.schemas !== undefined;
  return compact({ schemas: beyond, includeName: filtered ? asked : undefined });
}

/** The schema without what lies in schemas that the environment does not compare. */
export function withinSchemas(schema: Schema, environment: Environment, server: Server): Schema {
  if (environment.schemas === undefined) return schema;
  const within = (name: QualifiedName): boolean => isWithin(name, environment, server);
  return {
    ...schema,
    tables: schema.tables.filter(within),
    views: schema.views.filter(within),
    enums: schema.enums.filter(within),
    sequences: schema.sequences.filter(within),
  };
}

/** The database without what is known and never touched: the ORM's tables, Athanor's own, what entities do not manage. */
export function setAside(
  inspected: Schema,
  access: DatabaseAccess,
  wanted: Wanted,
  server: Server,
): Schema {
  const { environment } = access;
  const names = [...wanted.reserved, ...wanted.unmanaged, ...keptTables(environment)];
  const schema = without(withinSchemas(inspected, environment, server), names, server);
  return {
    ...schema,
    tables: schema.tables.map((table) => withoutUnmanagedIndexes(table, wanted)),
  };
}

/** The database without what the ORM and Athanor keep for themselves. */
export function withoutKeepers(
  inspected: Schema,
  { environment }: DatabaseAccess,
  { reserved }: Wanted,
  server: Server,
): Schema {
  return without(inspected, [...reserved, ...keptTables(environment)], server);
}

function keptTables(environment: ResolvedEnvironment): readonly QualifiedName[] {
  return versionTablesOf(environment).flatMap((table): readonly QualifiedName[] => [
    ...Object.values<QualifiedName>(ownTablesOf(table)),
    lockTableOf(table),
  ]);
}

function without(schema: Schema, names: readonly QualifiedName[], server: Server): Schema {
  const aside = new Set(names.map((name) => nameKey(inDefault(name, server))));
  const kept = (name: QualifiedName): boolean => !aside.has(nameKey(name));
  return { ...schema, tables: schema.tables.filter(kept), views: schema.views.filter(kept) };
}

/** The default schema is never named. */
function inDefault(name: QualifiedName, server: Server): QualifiedName {
  return name.schema === server.defaultSchema ? { name: name.name } : name;
}

function withoutUnmanagedIndexes(table: Table, { unmanagedIndexes }: Wanted): Table {
  const own = unmanagedIndexes.filter((index) => nameKey(index.table) === nameKey(table));
  if (own.length === 0) return table;
  return {
    ...table,
    indexes: table.indexes.filter((i) => !own.some(({ name }) => name === i.name)),
  };
}

function isWithin(name: QualifiedName, { schemas }: Environment, server: Server): boolean {
  const schema = name.schema ?? server.defaultSchema;
  return schemas === undefined || schema === undefined || schemas.includes(schema);
}

function schemasIn({ tables, views, enums, sequences }: Schema): readonly string[] {
  return [tables, views, enums, sequences].flat().flatMap(({ schema }) => schema ?? []);
}
