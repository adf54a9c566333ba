import type { DialectCatalog, Scope } from "../../../src/plugin/catalog.js";
import { compact } from "../../../src/schema/compact.js";
import { compareNames, type QualifiedName } from "../../../src/schema/name.js";
import { emptySchema, type Schema } from "../../../src/schema/schema.js";
import type { Table, Trigger } from "../../../src/schema/table.js";
import type { View } from "../../../src/schema/view.js";
import { lookup } from "../../sql/lookup.js";
import { explaining } from "../fault.js";
import { foldCase } from "../quote-name.js";
import { readCatalog, type CatalogEntry } from "./catalog.js";
import { readIndex } from "./index-definition.js";
import { readTable } from "./table.js";
import { mentionedNames, readView } from "./view.js";
import { foldedKey, resolveNames } from "./resolve-names.js";

/**
 * Reads the database: one query for each file of it, and the statements found there.
 *
 * @throws AthanorError `DATABASE_UNREADABLE`, `DATABASE_LOCKED`
 */
export const inspect: DialectCatalog["inspect"] = async (connection, server, scope) => {
  const entries = await explaining(connection, () => readCatalog(connection, server, scope));
  const tables = readTables(entries, scope);
  const parents = unresolvedParents(tables);
  const others =
    scope.tables === undefined || parents.length === 0
      ? []
      : readTables(await readCatalog(connection, server, { ...scope, tables: parents }), {});
  const resolved = resolveAll(tables, [...tables, ...others]);
  return schemaOf(resolved, readViews(entries, scope), entries, scope);
};

function readTables(entries: readonly CatalogEntry[], scope: Scope): readonly Table[] {
  const hanging = groupByTable(entries);
  return entries
    .filter(
      ({ type, name, schema }) => type === "table" && included(scope, compact({ schema, name })),
    )
    .map((entry) => tableOf(entry, hanging.get(keyOf(entry.schema, entry.name)) ?? []));
}

function tableOf({ schema, name, sql }: CatalogEntry, hanging: readonly CatalogEntry[]): Table {
  const indexes = hanging.filter(({ type }) => type === "index");
  return compact({
    schema,
    ...readTable(sql, name),
    indexes: indexes.map((index) => readIndex(index.sql, index.name)),
    triggers: triggersOf(hanging),
  });
}

function triggersOf(hanging: readonly CatalogEntry[]): readonly Trigger[] | undefined {
  const triggers = hanging.filter(({ type }) => type === "trigger");
  if (triggers.length === 0) return undefined;
  return triggers.map(({ name, sql }) => ({ name, definition: sql }));
}

/** The indexes and triggers of each table. */
function groupByTable(
  entries: readonly CatalogEntry[],
): ReadonlyMap<string, readonly CatalogEntry[]> {
  const groups = new Map<string, CatalogEntry[]>();
  for (const entry of entries) {
    if (entry.type !== "index" && entry.type !== "trigger") continue;
    const key = keyOf(entry.schema, entry.table);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [entry]);
    else group.push(entry);
  }
  return groups;
}

function keyOf(schema: string | undefined, name: string): string {
  return schema === undefined ? foldCase(name) : `${foldCase(schema)}\0${foldCase(name)}`;
}

function included({ includeName }: Scope, name: QualifiedName): boolean {
  return includeName === undefined || includeName(name);
}

/** Tables that foreign keys point at without naming columns: their primary keys must be known. */
function unresolvedParents(tables: readonly Table[]): readonly QualifiedName[] {
  const keys = tables.flatMap(({ schema, foreignKeys }) =>
    foreignKeys
      .filter(({ referencedColumns }) => referencedColumns.length === 0)
      .map(({ references }) => compact({ schema, name: references.name })),
  );
  return [...new Map(keys.map((name) => [keyOf(name.schema, name.name), name])).values()];
}

function resolveAll(tables: readonly Table[], known: readonly Table[]): readonly Table[] {
  const find = lookup(known, foldedKey);
  return tables.map((table) => resolveNames(table, find));
}

function readViews(entries: readonly CatalogEntry[], scope: Scope): readonly View[] {
  const views = entries.filter(
    ({ type, name, schema }) => type === "view" && included(scope, compact({ schema, name })),
  );
  if (views.length === 0) return [];
  const hanging = groupByTable(entries);
  return views.map(({ schema, name, sql }) => {
    const triggers = triggersOf(hanging.get(keyOf(schema, name)) ?? []);
    return compact({ schema, ...readView(sql, name), triggers });
  });
}

function schemaOf(
  tables: readonly Table[],
  views: readonly View[],
  entries: readonly CatalogEntry[],
  scope: Scope,
): Schema {
  const names = [...entries.filter(({ type }) => type === "table" || type === "view")];
  const withDependencies = views.map((view) => ({
    ...view,
    dependsOn: mentionedNames(
      view.definition,
      names.filter((name) => !isSelf(name, view)),
    ).map(({ schema, name }) => compact({ schema, name })),
  }));
  return {
    ...emptySchema,
    schemas: [...(scope.schemas ?? [])],
    tables: [...tables].sort(compareNames),
    views: viewsInScope(withDependencies, scope).sort(compareNames),
  };
}

function isSelf(name: QualifiedName, view: View): boolean {
  return name.schema === view.schema && name.name === view.name;
}

/** With a scope: the views named in it, and those that read from it, directly or through other views. */
function viewsInScope(views: readonly View[], { tables }: Scope): View[] {
  if (tables === undefined) return [...views];
  const reached = new Set(tables.map(({ schema, name }) => keyOf(schema, name)));
  let before = -1;
  while (before !== reached.size) {
    before = reached.size;
    for (const view of views) {
      const reads = (view.dependsOn ?? []).some(({ schema, name }) =>
        reached.has(keyOf(schema, name)),
      );
      if (reads) reached.add(keyOf(view.schema, view.name));
    }
  }
  return views.filter(({ schema, name }) => reached.has(keyOf(schema, name)));
}
