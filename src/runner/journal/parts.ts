import type { StatementEffect } from "../../plugin/session.js";
import type { JournalEntry, JournalKey } from "../../plugin/version-store.js";
import type { Session } from "../session.js";
import type { PendingEntry } from "./answer.js";
import type { Begun, JournalReader } from "./reader.js";
import type { JournalCursor } from "./cursor.js";

export type JournalInit = {
  readonly session: Session;
  readonly begun: Begun;
  readonly key: JournalKey;
  /** The first line of a new journal: what was begun. */
  readonly head: Pick<JournalEntry, "kind" | "hash" | "subject">;
  /** What was written down earlier; empty at the first attempt. */
  readonly lines: readonly JournalEntry[];
  /** Takes what is recorded for done, whatever the file now says of it. */
  readonly trust: boolean;
  /** Refuses what is not recorded, unless it ends an operation that is. */
  readonly onlyRecorded?: boolean;
  /** Further journals that are forgotten with this one. */
  readonly also?: readonly JournalKey[];
};

/** The parts of one journal: what was recorded, what is being recorded, and where in the revision it stands. */
export type JournalParts = {
  readonly init: JournalInit;
  readonly reader: JournalReader;
  readonly writer: JournalWriter;
  readonly cursor: JournalCursor;
};

/**
 * How a statement is run. `shared`: in the transaction that is open, or in none. `own`: in a transaction of its own.
 * `alone`: between two lines, each committed, for no transaction may hold it.
 */
export type StatementTransaction = "shared" | "own" | "alone";

/** Writes the lines of one journal, each committed together with what it stands for. */
export type JournalWriter = {
  readonly open: () => Promise<void>;
  /** A line that is written when the next thing is committed. */
  readonly append: (line: PendingEntry) => void;
  /** Makes ready for a statement that is not recorded. `managed`: one of several that an ORM makes of one call. */
  readonly enter: (effect: StatementEffect, managed: boolean) => Promise<StatementTransaction>;
  /** Runs a body in one transaction with the lines that it appends, unless one is open. */
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
  /** Undoes what is not committed, as far as it is for the writer to do. */
  readonly abandon: () => Promise<void>;
  /** Runs the statement of an ORM that begins or ends a transaction of its own; `undefined`: it does neither. */
  readonly control: <Answer>(
    sql: string,
    run: () => Promise<Answer>,
  ) => Promise<Answer> | undefined;
  /** Statements that are written and done. */
  readonly kept: () => number;
};

export type Mark = {
  readonly forget: () => void;
  /** What they tell of was rolled back; whoever repeats it needs the answers all the same. */
  readonly undo: () => void;
};

/** The lines of one journal that wait, and those that are written. */
export type JournalBuffer = {
  readonly append: (line: PendingEntry) => void;
  /** Where the lines stand that wait, and what may become of those behind it. */
  readonly mark: () => Mark;
  /** Does any of them tell of a statement? */
  readonly haveStatement: () => boolean;
  /** Writes what waits, and commits it so. */
  readonly write: <Answer>(commit: () => Promise<Answer>) => Promise<Answer>;
  readonly finish: (line: JournalEntry) => Promise<void>;
  readonly strike: (line: JournalEntry) => Promise<void>;
  readonly forget: () => void;
  /** Forgets what waits, and takes these journals out of the database, the own one first. */
  readonly clear: (journals: readonly JournalKey[]) => Promise<void>;
  /** Statements that are written and done. */
  readonly kept: () => number;
};
