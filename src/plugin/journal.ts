import type { Connection } from "./connection.js";

/** What a statement does to the transaction around it and to what a second attempt would find. */
export type StatementEffect =
  /** Reads only: may be asked again. */
  | "read"
  /** Takes part in the transaction around it: changes rows, or definitions where those take part in transactions. */
  | "rows"
  /** Commits by itself, whole or not at all: a table is made, or it is not. No transaction may hold it. */
  | "definition"
  /** Changes nothing but this session (a variable, a temporary table): lost with it, so done again at each resumption. */
  | "session"
  /** None of these for certain: a call of a procedure that does what it likes. */
  | "unknown";

/** What the journal must know of a database to take up again a revision that stopped half way. */
export type Resumption = {
  readonly effectOf: (sql: string) => StatementEffect;
  /**
   * Asked before a statement is tried for the second time, because nobody lived to see what became of the first attempt:
   * waits until that has ended, and looks whether it was carried out. `undone`: nothing of it is left that would be in the
   * way of a second attempt. `undefined`, or left out: the statement is tried again, and {@link Resumption.isDone} asked
   * where it is refused.
   */
  readonly outcomeOf?: (
    connection: Connection,
    sql: string,
  ) => Promise<"done" | "undone" | undefined>;
  /** Does the refusal of the second attempt mean that the first was carried out (what it makes is there, what it drops is gone)? */
  readonly isDone: (
    sql: string,
    refusal: { readonly message: string; readonly code?: string },
  ) => boolean;
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
