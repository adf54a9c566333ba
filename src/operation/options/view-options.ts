import type { IndexOptions } from "./index-options.js";
import type { TableName } from "./table-name.js";

/** A view as a revision file writes it. */
export type ViewOptions = {
  /** The SELECT alone, without a final semicolon. */
  readonly definition: string;
  /** The columns' own names. SQLite. Left out: those of the SELECT. */
  readonly columns?: readonly string[];
  /** PostgreSQL. Default false. */
  readonly materialized?: boolean;
  /** With whose rights it runs; left out: with those of whoever made it (MySQL and MariaDB). */
  readonly security?: "INVOKER";
  /**
   * The user whose rights it runs with, as the server writes it: `app@%` (MySQL and MariaDB). Left out: whoever makes it. To
   * name another user takes SET USER (SET_ANY_DEFINER on MySQL).
   */
  readonly definer?: string;
  /** Of a materialized view. */
  readonly indexes?: readonly IndexOptions[];
  /** SQLite: INSTEAD OF triggers, by name and by the statement that creates each. */
  readonly triggers?: readonly { readonly name: string; readonly definition: string }[];
  /** The tables and views it reads, where it matters that they exist before it. */
  readonly dependsOn?: readonly TableName[];
};
