import type { QualifiedName } from "../../schema/name.js";
import type { View } from "../../schema/view.js";
import { plain, writeFacets } from "./facet.js";
import type { IndexOptions } from "./index-options.js";
import { readIndex, writeIndex } from "./index-options.js";
import { describeNoun, readNoun } from "./noun.js";
import type { TableName } from "./table-name.js";
import { readName, writeName } from "./table-name.js";

/** A view as a revision file writes it. */
export type ViewOptions = {
  /** PostgreSQL. Default false. */
  readonly materialized?: boolean;
  /** Of a materialized view. */
  readonly indexes?: readonly IndexOptions[];
  /** The tables and views it reads, where it matters that they exist before it. */
  readonly dependsOn?: readonly TableName[];
} & Omit<View, "schema" | "name" | "materialized" | "indexes" | "dependsOn">;

export const view = describeNoun<Omit<View, keyof QualifiedName>, ViewOptions>(
  "view",
  {
    definition: plain,
    columns: plain,
    materialized: { unsaid: false },
    security: plain,
    definer: plain,
    indexes: {
      unsaid: [],
      read: (given) => given.map(readIndex),
      write: (indexes) => indexes.map(writeIndex),
    },
    triggers: plain,
    dependsOn: {
      read: (given, defaultSchema) => given.map((each) => readName(each, defaultSchema)),
      write: (names) => names.map(writeName),
    },
  },
  ["ifNotExists", "aside"],
);

export function readView(name: QualifiedName, options: ViewOptions, defaultSchema?: string): View {
  return { ...name, ...readNoun(view, options, defaultSchema) };
}

/** The shortest options that {@link readView} reads as this very view. */
export function writeView(held: View): ViewOptions {
  return writeFacets(view.facets, held);
}
