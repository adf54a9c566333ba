import type { Index, IndexKey } from "../../schema/index-definition.js";
import { lockingOptions } from "../locking.js";
import { flag, plain, writeFacets } from "./facet.js";
import { describeNoun, readNoun } from "./noun.js";

/** One key of an index: a column, or an expression in the database's own SQL. */
export type IndexKeyOptions = ({ readonly column: string } | { readonly expression: string }) &
  Omit<IndexKey, "column" | "expression">;

/**
 * An index as a revision file writes it.
 *
 * @example { name: "IDX_users_email", columns: ["email"], unique: true }
 * @example { name: "IDX_recent", columns: [{ column: "createdAt", descending: true }, { expression: "lower(email)" }] }
 */
export type IndexOptions = {
  readonly columns: readonly (string | IndexKeyOptions)[];
  /** Default false. */
  readonly unique?: boolean;
} & Omit<Index, "keys" | "unique">;

export const indexKey = describeNoun<IndexKey, IndexKey>("index key", {
  column: plain,
  expression: plain,
  descending: flag,
  nulls: plain,
  collation: plain,
  operatorClass: plain,
  length: plain,
});

export const index = describeNoun<Index, IndexOptions>(
  "index",
  {
    name: plain,
    keys: {
      option: "columns",
      read: (given) => given.map(readKey),
      write: (keys) => keys.map(writeKey),
    },
    unique: { unsaid: false },
    where: plain,
    using: plain,
    include: plain,
    nullsNotDistinct: flag,
    spatial: flag,
    fulltext: flag,
    parser: plain,
    comment: plain,
    invisible: flag,
    parameters: plain,
    invalid: flag,
  },
  ["ifNotExists", ...lockingOptions, "concurrently"],
);

export function readIndex(options: IndexOptions): Index {
  return readNoun(index, options);
}

/** The shortest options that {@link readIndex} reads as this very index. */
export function writeIndex(held: Index): IndexOptions {
  return writeFacets(index.facets, held);
}

function readKey(given: string | IndexKeyOptions): IndexKey {
  return typeof given === "string" ? { column: given } : readNoun(indexKey, given);
}

function writeKey({ column, expression = "", ...traits }: IndexKey): string | IndexKeyOptions {
  const written = writeFacets(indexKey.facets, traits);
  if (column === undefined) return { expression, ...written };
  return Object.keys(written).length === 0 ? column : { column, ...written };
}
