import type { JournalEntry, JournalKey } from "../../plugin/version-store.js";
import type { StatementEffect } from "../../plugin/session.js";
import type { Note } from "./pages.js";

/**
 * How a statement is run. `shared`: in the transaction that is open, or in none. `own`: in a transaction of its own.
 * `alone`: between two lines, each committed, for no transaction may hold it.
 */
export type Manner = "shared" | "own" | "alone";

/** Writes the lines of one journal, each committed together with what it stands for. */
export type Book = {
  readonly open: () => Promise<void>;
  /** A line that is written when the next thing is committed. */
  readonly note: (line: Note) => void;
  /** Makes ready for a statement that is not recorded. `managed`: one of several that an ORM makes of one call. */
  readonly enter: (effect: StatementEffect, managed: boolean) => Promise<Manner>;
  /** Runs a body in one transaction with the lines that it notes, unless one is open. */
  readonly together: <Result>(body: () => Promise<Result>) => Promise<Result>;
  /** Runs a body each of whose statements is committed by itself. */
  readonly outside: (body: () => Promise<void>) => Promise<void>;
  /** Commits, and begins anew. */
  readonly commit: () => Promise<void>;
  /** Where a body was left that was run outside the run's transaction: begins that again. */
  readonly resume: () => Promise<void>;
  /** Commits, and begins nothing. */
  readonly leave: () => Promise<void>;
  /** Writes and commits a line ahead of what it stands for, which is done outside a transaction. */
  readonly start: (line: JournalEntry) => Promise<void>;
  /** Writes that it is done, and begins anew. */
  readonly finish: (line: JournalEntry) => Promise<void>;
  /** Takes back a line that was started, and the questions that led to it. */
  readonly strike: (line: JournalEntry) => Promise<void>;
  /** Does the last work and forgets these journals, in one transaction. */
  readonly close: (last: () => Promise<void>, journals: readonly JournalKey[]) => Promise<void>;
  /** Undoes what is not committed, as far as it is for a book to do. */
  readonly abandon: () => Promise<void>;
  /** Runs the statement of an ORM that begins or ends a transaction of its own; `undefined`: it does neither. */
  readonly control: <Answer>(
    sql: string,
    run: () => Promise<Answer>,
  ) => Promise<Answer> | undefined;
  /** Statements that are written and done. */
  readonly kept: () => number;
};
