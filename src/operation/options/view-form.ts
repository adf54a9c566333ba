import { compact } from "../../schema/compact.js";
import type { QualifiedName } from "../../schema/name.js";
import type { View } from "../../schema/view.js";
import { readIndex, writeIndex } from "./index-form.js";
import { checkOptions } from "./known-options.js";
import { readName, writeName } from "./table-name.js";
import type { ViewOptions } from "./view-options.js";

export function readView(name: QualifiedName, options: ViewOptions, defaultSchema?: string): View {
  checkOptions("view", options);
  return compact({
    ...name,
    definition: options.definition,
    columns: options.columns,
    materialized: options.materialized ?? false,
    security: options.security,
    definer: options.definer,
    indexes: (options.indexes ?? []).map(readIndex),
    triggers: options.triggers,
    dependsOn: options.dependsOn?.map((dependency) => readName(dependency, defaultSchema)),
  });
}

/** The shortest options that {@link readView} reads as this very view. */
export function writeView(view: View): ViewOptions {
  return compact({
    definition: view.definition,
    columns: view.columns,
    materialized: view.materialized ? true : undefined,
    security: view.security,
    definer: view.definer,
    indexes: view.indexes.length === 0 ? undefined : view.indexes.map(writeIndex),
    triggers: view.triggers,
    dependsOn: view.dependsOn?.map(writeName),
  });
}
