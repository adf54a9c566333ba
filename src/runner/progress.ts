import type { Blocker, StatementProgress } from "../plugin/session.js";
import type { Destruction } from "./destruction.js";
import type { Revision } from "../revision/revision.js";
import type { Step } from "../revision/step.js";

type Moved = { readonly revision: string; readonly direction: Step["direction"] };

/** What a run tells while it runs, as it happens. Times are in milliseconds. */
export type ProgressEvent =
  | {
      /** Another run holds the database's lock. */
      readonly kind: "waiting";
      readonly database: string;
      /** In the server's own words, where it tells. */
      readonly holder?: string;
    }
  | {
      readonly kind: "planned";
      readonly database: string;
      readonly revisions: readonly string[];
    }
  | (Moved & {
      readonly kind: "revisionStarted";
      readonly database: string;
      readonly message: Revision["message"];
      readonly path: string;
    })
  | (Moved & {
      readonly kind: "revisionFinished";
      readonly database: string;
      readonly milliseconds: number;
      readonly statements: number;
    })
  | { readonly kind: "statementStarted"; readonly database: string; readonly sql: string }
  | {
      readonly kind: "statementFinished";
      readonly database: string;
      readonly sql: string;
      readonly milliseconds: number;
      readonly rows: number;
    }
  | {
      /** A statement waits for what other sessions hold. Told again as long as it does. */
      readonly kind: "statementBlocked";
      readonly database: string;
      readonly sql: string;
      readonly blockers: readonly Blocker[];
    }
  | (StatementProgress & {
      /** How far the server says that a statement is. Told again as long as it lasts. */
      readonly kind: "statementProgress";
      readonly database: string;
      readonly sql: string;
    })
  | {
      /** What could not get a lock is tried again after a pause. */
      readonly kind: "retrying";
      readonly database: string;
      /** The statement alone, which has changed nothing; or all since the last commit, which was rolled back. */
      readonly repeated: "statement" | "transaction";
      /** Who was last seen to hold it, where the server tells. */
      readonly blockers: readonly Blocker[];
      readonly retriesLeft: number;
    }
  | {
      /** An operation is about to destroy values of rows that are there, and nobody was to be asked. */
      readonly kind: "destroys";
      readonly database: string;
      readonly destruction: Destruction;
    }
  | {
      /** A column is about to be dropped in which every row holds the default: the way back gives each value again. */
      readonly kind: "destroysNothing";
      readonly database: string;
      /** The operation, as one sentence. */
      readonly operation: string;
      readonly rows: number;
    }
  | {
      /** A backfill goes through the rows of a table, batch by batch. */
      readonly kind: "rowsFilled";
      readonly database: string;
      readonly table: string;
      /** Rows gone through, of those that were found when it began. */
      readonly rows: number;
      readonly of: number;
      /** Estimated from the batches so far. */
      readonly millisecondsLeft: number;
    }
  | { readonly kind: "committed"; readonly database: string }
  | { readonly kind: "rolledBack"; readonly database: string };

export type OnProgress = (event: ProgressEvent) => void;
