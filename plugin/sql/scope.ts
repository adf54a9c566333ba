import type { Scope } from "../../src/plugin/catalog.js";

/** The schemas beyond the default one that a scope names, by itself or by a table in them. */
export function schemasIn(scope: Scope): readonly string[] {
  const ofTables = (scope.tables ?? []).flatMap(({ schema }) => schema ?? []);
  return [...new Set([...(scope.schemas ?? []), ...ofTables])];
}
