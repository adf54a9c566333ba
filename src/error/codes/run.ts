import { code, type Direction, type RowsWithoutValue, type Texts } from "./code.js";

type Stopped = { readonly revision: string; readonly direction: Direction };

/** Upgrades, downgrades and stamps: what ends a run. */
export const runCodes = {
  COMMIT_FAILED: code(
    "The database refused the commit, or the connection ended before it answered.",
    "See `athanor current`: it tells whether the revision is applied. Then run the command again.",
  ),
  DESTRUCTION_REFUSED: code<{ readonly destruction: DestroyedRows }>(
    "An operation would destroy values of rows, and `destructive` does not allow that here.",
    "Save the values first. Where the loss is meant, use `--allow-destructive`.",
  ),
  DRY_RUN_CANNOT_COMMIT: code(
    "The revision commits on its way, so a dry run could not take it back and stopped before it.",
    "Read the SQL instead: `athanor upgrade --sql`.",
  ),
  FOREIGN_VERSION_TABLE: code<{ readonly table: string }>(
    "The table that should hold Athanor's version rows belongs to another tool.",
    "Name another one in `env.ts`: `versionTable`.",
  ),
  INTERRUPTED: code<{ readonly signal?: string }>(
    "A signal ended the run. The open transaction was rolled back.",
    "See `athanor current`, and run the command again.",
  ),
  JOURNAL_IN_DOUBT: code<
    Stopped & { readonly path: string; readonly position: number; readonly sql: string }
  >(
    "The run ended while a statement ran, and the database cannot tell whether it was carried out.",
    "Look yourself. Run the statement by hand if it was not, then go on with `--trust-journal`.",
  ),
  JOURNAL_MISMATCH: code<
    Stopped & {
      readonly path: string;
      readonly position: number;
      readonly ran: string;
      readonly now: string | undefined;
    }
  >(
    "A half-done revision was edited in the part that had already run.",
    "Restore that part of the file. Where it comes to the same, go on with `--trust-journal`.",
  ),
  JOURNAL_MISSING: code<{ readonly table: string }>(
    "The revision commits on its way, and the table that records how far it has come could not be created.",
    "Run `athanor ensure-version` as a role that may create tables there.",
  ),
  LOCK_LOST: code<{ readonly holder?: string }>(
    "The run lost its lock, so another run may have begun. Nothing more was committed.",
    "See `athanor current`, and run the command again. With a lock in a row, give it a longer `lease`.",
  ),
  LOCK_NOT_AVAILABLE: code(
    "A statement did not get its lock within `lockTimeout`, each time it was tried.",
    "End the sessions that the message names, or run it when the table is quiet.",
  ),
  LOCK_TIMEOUT: code<{
    readonly timeoutMilliseconds: number;
    readonly holder?: string | undefined;
    readonly key?: string;
    readonly url?: string;
  }>(
    "Another upgrade of this database held the lock for longer than `lock.timeout`. Nothing was changed.",
    "Wait for it to end, and run the command again.",
  ),
  MIGRATION_ENDS_TRANSACTION: code<{ readonly migration: string; readonly method: string }>(
    "An adopted migration begins or ends a transaction of its own.",
    'Give its revision `export const transaction = false`, and run it with `{ transaction: "own" }`.',
  ),
  OTHER_VERSION_TABLE: code<{ readonly table: string; readonly revision: string }>(
    "Another version table of this database says that revisions are applied, and the one in `env.ts` is empty.",
    "Correct `versionTable` in `env.ts`. Where the other is out of use, remove it and stamp.",
  ),
  OWN_TABLE_GONE: code<{ readonly table: string }>(
    "The revision drops or renames a table in which Athanor keeps what is applied.",
    "Take that statement out of the revision.",
  ),
  POOLED_SESSIONS: code(
    "A connection pooler shares one session between connections, and a lock would protect nothing there.",
    'Connect to the server itself, or use `lock: { kind: "row" }` in `env.ts`.',
  ),
  REVISION_FAILED: code(
    "The code of a revision threw an error that is not Athanor's and not the database's.",
    "Correct the revision at the place that is named, and run the command again.",
  ),
  REVISION_UNFINISHED: code<Stopped>(
    "An earlier run stopped half way in a revision, and it must be finished or taken back first.",
    "Go on in the same direction, or go back. Where the database has all of it, stamp it.",
  ),
  ROLLBACK_FAILED: code(
    "The run failed, and rolling back failed too, mostly because the connection is gone.",
    "See `athanor current`: the server rolls back what was not committed.",
  ),
  ROWS_IN_THE_WAY: code<{
    readonly database: string;
    readonly refusals: readonly object[];
    readonly columns: readonly RowsWithoutValue[];
  }>(
    "Rows break a rule that a revision would add. Nothing was run.",
    "Change those rows, then run the command again.",
  ),
  ROWS_NEED_VALUES: code<{
    readonly database: string;
    readonly columns: readonly RowsWithoutValue[];
  }>(
    "A revision makes a column required, and rows have no value in it. Nothing was run.",
    "Say what they get: `--backfill table.column=EXPRESSION`.",
  ),
  SESSION_CHANGED: code<{
    readonly changed: readonly {
      readonly name: string;
      readonly from: string | undefined;
      readonly to: string | undefined;
    }[];
  }>(
    "A revision leaves settings of its session changed, and the next revision would run under them.",
    "Set them back at its end, or change them for one transaction only (`SET LOCAL`).",
  ),
  STATEMENT_FAILED: code<{ readonly sql: string }>(
    "The database refused a statement.",
    "Read the database's own words and the statement. Correct the revision or the rows, then run the command again.",
  ),
  TRANSACTION_IN_REVISION: code(
    "A revision begins or ends a transaction itself, which would part it from its version row.",
    "Use `export const transaction = false` or `op.autocommit` instead.",
  ),
  TRANSACTION_IN_THE_WAY: code(
    "`env.ts` hands over a query runner with an open transaction, which this database would commit.",
    "Upgrade before the transaction begins, or hand over the data source.",
  ),
  UNSUPPORTED_LOCK: code<{ readonly dialect: string }>(
    'This database has no lock of the kind `"row"` and needs none.',
    'Take `kind: "row"` out of `lock` in `env.ts`.',
  ),
  VERSION_ROWS_CHANGED: code<{ readonly expected: Texts; readonly found: Texts }>(
    "Something else changed the version rows while the run was at work.",
    "See `athanor current`. Let one run at a time change them.",
  ),
  VERSION_TABLE_SHARED: code<{
    readonly databases: Texts;
    readonly url: string;
    readonly table: string;
  }>(
    "Two databases of `env.ts` are the same one and share a version table.",
    "Give each a `versionTable` of its own.",
  ),
};

/** Values that an operation is about to destroy. */
export type DestroyedRows = {
  readonly database: string;
  /** The operation, as one sentence. */
  readonly operation: string;
  /** Of the hazard. */
  readonly code: string;
  readonly message: string;
  readonly rows: number;
  /** There may be more rows. */
  readonly sampled: boolean;
};
