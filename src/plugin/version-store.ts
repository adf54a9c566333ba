import type { QualifiedName } from "../schema/name.js";
import type { Connection } from "./connection.js";
import type { Statement } from "./ddl.js";

/** One line of the audit trail. */
export type LogEntry = {
  readonly revision: string;
  readonly direction: "upgrade" | "downgrade" | "stamp";
  /** ISO 8601, UTC. */
  readonly appliedAt: string;
  /** The operating system's user and host: `deploy@web-1`. */
  readonly appliedBy: string;
  readonly durationMilliseconds: number;
  /** Of the revision file, SHA-256 in hex; empty for a stamp. */
  readonly checksum: string;
  /** Version of Athanor. */
  readonly version: string;
  readonly outcome: "done" | "failed";
  readonly statements: number;
};

/** The tables that Athanor keeps. */
export type OwnTables = {
  readonly version: QualifiedName;
  /** Beside it: `<version table>` with `_log` for `_version`. */
  readonly log: QualifiedName;
  /** With `_journal`. Left out where definitions take part in transactions, and the journal is made when it is needed. */
  readonly journal?: QualifiedName;
};

/**
 * The version rows, the log beside them, and the journal of what is half done.
 *
 * All three must be tables whose rows take part in transactions: a revision is finished by moving the version row, writing
 * the log and clearing the journal in one.
 */
export type VersionStore = {
  readonly exists: (connection: Connection, table: QualifiedName) => Promise<boolean>;
  /** The rows, sorted. Empty where the table does not exist. */
  readonly read: (connection: Connection, table: QualifiedName) => Promise<readonly string[]>;
  /** The rows of each other table of the default schema that is made like a version table. */
  readonly readOthers: (
    connection: Connection,
    table: QualifiedName,
  ) => Promise<readonly { readonly name: string; readonly rows: readonly string[] }[]>;
  /** Of each revision the last line of each outcome, newest first: what is read grows with the revisions, not with the runs. */
  readonly readLastLines: (
    connection: Connection,
    log: QualifiedName,
  ) => Promise<readonly LogEntry[]>;
  /** Creates the tables where they are missing. */
  readonly create: (tables: OwnTables) => readonly Statement[];
  readonly createJournal: (journal: QualifiedName) => Statement;
  /**
   * For a script that somebody else runs: fails, saying why, unless the version rows are these and, where a journal is
   * named, nothing is half done. The tables exist; the journal may be missing where definitions take part in transactions.
   */
  readonly expect: (
    tables: Pick<OwnTables, "version" | "journal">,
    revisions: readonly string[],
  ) => readonly Statement[];
  readonly insert: (table: QualifiedName, revision: string) => Statement;
  readonly remove: (table: QualifiedName, revision: string) => Statement;
  /** One statement for all of the entries, which are a hundred at most. */
  readonly appendLog: (log: QualifiedName, entries: readonly LogEntry[]) => Statement;
  /** All of it, each journal in the order of its work. Empty where the table does not exist. */
  readonly readJournal: (
    connection: Connection,
    journal: QualifiedName,
  ) => Promise<readonly JournalEntry[]>;
  /** One statement for all of the entries, which are a hundred at most. */
  readonly appendJournal: (journal: QualifiedName, entries: readonly JournalEntry[]) => Statement;
  /** Makes `started` `done`. */
  readonly finishJournal: (journal: QualifiedName, entry: JournalEntry) => Statement;
  /** Takes out this line and those after it. */
  readonly removeJournal: (journal: QualifiedName, entry: JournalEntry) => Statement;
  /** Forgets the journal of one way of a revision; without `key`, all of them. */
  readonly clearJournal: (journal: QualifiedName, key?: JournalKey) => Statement;
};

/** Which journal a line belongs to: one way of one revision. */
export type JournalKey = {
  readonly revision: string;
  readonly direction: "upgrade" | "downgrade";
};

/** One line of the journal of a revision that has begun and is not finished. */
export type JournalEntry = JournalKey & {
  /** From 0, in the order of the work. */
  readonly position: number;
  /**
   * `step`: the first line; that the revision was begun on its own account. `undo`: the first line too; that it was begun to
   * take back the other direction, which had stopped half way. `state`: what the database was asked about itself.
   * `statement`: what it was told to do.
   */
  readonly kind: "step" | "undo" | "state" | "statement";
  /** SHA-256 in hex of the question or of the statement with its parameters. */
  readonly hash: string;
  /** The question or the statement, for people. */
  readonly subject: string;
  /**
   * `started`: nobody saw its end. `undone`: the ORM rolled it back in a transaction of its own. `refused`: the author
   * caught what the ORM was refused with.
   */
  readonly outcome: "started" | "done" | "undone" | "refused";
  /** What the database answered or refused with, as text that the runner can read again. Empty: nothing. */
  readonly answer: string;
};
