import type { QualifiedName } from "../schema/name.js";
import { nameKey } from "../schema/name.js";
import type { Schema } from "../schema/schema.js";
import { identifiersIn } from "../schema/sql-identifier.js";
import type { View } from "../schema/view.js";

/** The tables and views, by key, that each view reads. */
export type ViewReads = (view: View) => ReadonlySet<string>;

/**
 * What a view says it depends on, and every table and view that its definition names: databases tell the first, and
 * the entities' word on it may be incomplete. One name too many does no harm.
 */
export function viewReads(schemas: readonly Schema[]): ViewReads {
  let relations: ReadonlyMap<string, Set<string>> | undefined;
  const known = new Map<View, ReadonlySet<string>>();
  return (view) => {
    relations ??= relationsByBareName(schemas);
    const found = known.get(view) ?? readsOf(view, relations);
    known.set(view, found);
    return found;
  };
}

function readsOf(view: View, relations: ReadonlyMap<string, Set<string>>): ReadonlySet<string> {
  const reads = new Set((view.dependsOn ?? []).map(nameKey));
  for (const name of identifiersIn(view.definition)) {
    for (const key of relations.get(name) ?? []) reads.add(key);
  }
  reads.delete(nameKey(view));
  return reads;
}

function relationsByBareName(schemas: readonly Schema[]): ReadonlyMap<string, Set<string>> {
  const relations = new Map<string, Set<string>>();
  const add = (relation: QualifiedName): void => {
    const keys = relations.get(relation.name) ?? new Set();
    relations.set(relation.name, keys.add(nameKey(relation)));
  };
  for (const schema of schemas) {
    schema.tables.forEach(add);
    schema.views.forEach(add);
  }
  return relations;
}
