import type { HazardCode } from "../operation/hazard-codes.js";
import type { Connection } from "../plugin/connection.js";
import type { Dialect } from "../plugin/dialect.js";
import type { PluginKinds } from "../plugin/plugin.js";
import type { LimitValues, SettledSession, Blocker, StatementProgress } from "../plugin/session.js";
import type { RevisionModule } from "../revision/revision-module.js";
import type { Revision } from "../revision/revision.js";
import type { Plan, Step } from "../revision/step.js";
import type { QualifiedName } from "../schema/name.js";

/** `all`: one transaction a run; `each`: one a revision; `none`: none. */
export type TransactionMode = "all" | "each" | "none";

export const transactionModes: readonly TransactionMode[] = ["all", "each", "none"];

/** A revision file, loaded, and the SHA-256 of its text in hex. */
export type LoadedRevision = { readonly module: RevisionModule; readonly checksum: string };

/** What the log says beside the facts of the run itself, and chance. */
export type RunWorld = {
  readonly now: () => Date;
  /** As `Math.random`. */
  readonly random: () => number;
  /** `deploy@web-1`. */
  readonly user: string;
  /** Version of Athanor. */
  readonly version: string;
};

/** One database, and how it is worked on: what every kind of run needs. */
export type RunTarget = {
  /** Open; the caller closes it. */
  readonly connection: Connection;
  readonly dialect: Dialect;
  /** The session, where it had to be changed for the dialect's statements. */
  readonly settled?: SettledSession;
  /** The kinds of operations that plugins add. Left out: none. */
  readonly kinds?: PluginKinds;
  /** The database's name in `env.ts`; `"default"` where there is one only. */
  readonly database: string;
  readonly versionTable: QualifiedName;
  /** Names of the version tables of the environment's other databases: they may lie beside this one. */
  readonly otherVersionTables?: readonly string[];
  /** To wait for another run. */
  readonly lockTimeoutMilliseconds: number;
  /** The lock is a row with a lease of so many milliseconds, instead of the session's. */
  readonly lease?: number;
  /** For the statements of the run. Left out: as the server is set. */
  readonly limits?: LimitValues;
  /** How often what could not get a lock is tried again. Left out: never. */
  readonly lockRetries?: number;
  /** What becomes of operations that destroy values. Default `"allow"`. */
  readonly destructive?: DestructionPolicy;
  /** Is asked under `"warn"`. Left out: the destruction is reported, and run. */
  readonly confirmDestruction?: ConfirmDestruction;
  /** By place (`users.notes`), the SQL of what rows get in a column that becomes required. Left out: nothing. */
  readonly fills?: ReadonlyMap<string, string>;
  readonly world: RunWorld;
  readonly onProgress?: OnProgress;
  /** Ends the run before its next statement: rolled back, lock freed, `INTERRUPTED`. */
  readonly signal?: AbortSignal;
};

export type OnVersionApply = (
  step: Step,
  context: { readonly database: string },
) => Promise<void> | void;

export type RunRequest = RunTarget & {
  readonly direction: Step["direction"];
  /** As it was typed, for advice. Left out: `"head"`, or `"-1"`. */
  readonly target?: string;
  /** Called with the version rows once the lock is held, so that two runs never plan from the same rows. */
  readonly plan: (rows: readonly string[]) => Plan;
  readonly load: (revision: Revision) => Promise<LoadedRevision>;
  /** The `-x KEY=VALUE` arguments. */
  readonly arguments: Readonly<Record<string, string>>;
  readonly transaction: TransactionMode;
  /** Takes what a half-done revision has recorded for done, whatever its file now says of it. */
  readonly trustJournal?: boolean;
  /** Runs everything and rolls it back. */
  readonly dryRun?: boolean;
  /** Runs after each revision's version rows, inside the same transaction. Its failure fails the revision. */
  readonly onVersionApply?: OnVersionApply;
};

/**
 * What becomes of an operation that destroys values of rows that are there. `allow`: it is run. `warn`: the person at the
 * terminal is asked; where there is nobody, it is reported and run. `refuse`: the run ends before it.
 */
export type DestructionPolicy = "allow" | "warn" | "refuse";

/** Answers whether to go on. */
export type ConfirmDestruction = (destruction: Destruction) => Promise<boolean>;

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

/** Values that an operation is about to destroy. */
export type Destruction = {
  /** The database's name in `env.ts`; `"default"` where there is one only. */
  readonly database: string;
  /** The operation, as one sentence. */
  readonly operation: string;
  /** `DROPS_COLUMN`. */
  readonly code: HazardCode;
  /** `drops the column "bio" and its values`. */
  readonly message: string;
  /** Rows that lose something, of the first ten thousand of the table. */
  readonly rows: number;
  /** There may be more. */
  readonly sampled: boolean;
};

/** What surrounds a step: the run's transaction, one of its own, or none. */
export type Span = "shared" | "own" | "none";

/** Where definitions take no part in transactions, the journal of each revision sees to them. */
export function spanOf(
  { transaction, dialect }: Pick<RunRequest, "transaction" | "dialect">,
  module: Pick<RevisionModule, "transaction">,
): Span {
  if (transaction === "none" || module.transaction === false) return "none";
  if (!dialect.capabilities.transactionalDdl) return "none";
  return transaction === "each" ? "own" : "shared";
}
