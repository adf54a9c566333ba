import type { Index } from "./index-definition.js";
import type { QualifiedName } from "./name.js";
import type { Trigger } from "./table.js";

/** A view at rest. */
export type View = QualifiedName & {
  /** The SELECT alone, without a final semicolon. */
  readonly definition: string;
  /** The columns' own names. SQLite. Left out: those of the SELECT. */
  readonly columns?: readonly string[];
  readonly materialized: boolean;
  /** With whose rights it runs; left out: with those of its definer (MySQL and MariaDB). Never compared. */
  readonly security?: "INVOKER";
  /**
   * The user whose rights it runs with, as the server writes it: `app@%` (MySQL and MariaDB). Left out: the one who makes it.
   * To name another user takes SET USER (SET_ANY_DEFINER on MySQL). Never compared.
   */
  readonly definer?: string;
  /** Indexes of a materialized view. */
  readonly indexes: readonly Index[];
  /** SQLite: INSTEAD OF triggers, by name and by the statement that creates each. Never compared. */
  readonly triggers?: readonly Trigger[];
  /** The tables and views it reads, where known: they exist before it. */
  readonly dependsOn?: readonly QualifiedName[];
};
