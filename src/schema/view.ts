import type { Index } from "./index-definition.js";
import type { QualifiedName } from "./name.js";
import type { Trigger } from "./table.js";

/** A view at rest. `definition` is the SELECT alone, without a final semicolon. */
export type View = QualifiedName & {
  readonly definition: string;
  /** The columns' own names, where the view gives them: `CREATE VIEW v (a, b) AS ...` (SQLite). */
  readonly columns?: readonly string[];
  readonly materialized: boolean;
  /** MySQL and MariaDB: it runs with the rights of whoever asks. Left out: with those of whoever made it. Never compared. */
  readonly security?: "INVOKER";
  /**
   * MySQL and MariaDB: the other user whose rights it runs with, as the server writes it (`app@%`). Left out: the session's
   * own. Never compared.
   */
  readonly definer?: string;
  /** Indexes of a materialized view. */
  readonly indexes: readonly Index[];
  /** SQLite: what stands in for INSERT, UPDATE and DELETE on it. Carried over, never compared. */
  readonly triggers?: readonly Trigger[];
  /** The tables and views it reads, where known: they exist before it. */
  readonly dependsOn?: readonly QualifiedName[];
};
