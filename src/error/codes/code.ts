/** What is known of an error code: its words for people, and the type of its facts for programs. */
export type CodeEntry<Facts extends object = None> = {
  /** What happened, as whole sentences. */
  readonly meaning: string;
  /** What to do next, as whole sentences. */
  readonly remedy: string;
  /** Of the type alone: no entry holds any. */
  readonly facts?: Facts;
};

/** No facts of its own. */
export type None = Readonly<Record<never, never>>;

/**
 * One entry of the table of codes. `Facts`: what an error of the code carries, left out where that is nothing.
 *
 * @example UNKNOWN_TAG: code<{ readonly tag: string }>("There is no tag of this name.", "See `athanor tag`.")
 */
export function code<Facts extends object = None>(
  meaning: string,
  remedy: string,
): CodeEntry<Facts> {
  return { meaning, remedy };
}

export type Texts = readonly string[];

export type Direction = "upgrade" | "downgrade";

/** The name of a table, view, enum or sequence; without `schema` it is in the default one. */
export type Name = { readonly schema?: string; readonly name: string };

/** Rows that have no value in a column that a revision makes required. */
export type RowsWithoutValue = {
  readonly revision: string;
  /** `users.notes`: how `--backfill` names it. */
  readonly place: string;
};
