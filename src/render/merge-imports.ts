import type { ImportedNames } from "../plugin/plugin.js";

/** What a revision file is written in. */
export type Language = "typescript" | "esm" | "commonjs";

/** One import for all that comes from one module. JavaScript imports no types. */
export function mergeImports(
  imports: readonly ImportedNames[],
  language: Language,
): readonly ImportedNames[] {
  const merged = new Map<string, ImportedNames>();
  for (const added of imports) {
    const { from, defaultName = "", typeOnly = false } = added;
    if (typeOnly && language !== "typescript") continue;
    const key = JSON.stringify([from, defaultName, typeOnly]);
    const names = new Set([...(merged.get(key)?.names ?? []), ...added.names]);
    merged.set(key, { ...added, names: [...names] });
  }
  return [...merged.values()];
}
