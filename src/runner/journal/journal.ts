import type { AnyOperation } from "../../operation/plugin-operation.js";
import type { Statement } from "../../plugin/ddl.js";

/**
 * Stands between one revision and its database. Every question to the database and every statement is
 * written down as soon as something of the revision is committed before its end, so that it can be taken up again where it
 * stopped: its function runs anew from the beginning, gets the recorded answers, and does nothing twice.
 */
export type Journal = {
  /** What the database is asked about itself. */
  readonly state: <Answer>(question: string, ask: () => Promise<Answer>) => Promise<Answer>;
  readonly open: () => Promise<void>;
  /** Runs a statement, or gives the recorded answer of one that has run. Throws `JOURNAL_MISMATCH`, `JOURNAL_IN_DOUBT`. */
  readonly statement: <Answer>(
    statement: Pick<Statement, "sql" | "parameters" | "transactional">,
    run: () => Promise<Answer>,
    nothing: Answer,
  ) => Promise<Answer>;
  /** The same for one of several statements that an ORM makes of one call, and that only it may come between. */
  readonly managed: Journal["statement"];
  /** Runs what carries out one operation. */
  readonly operation: (operation: AnyOperation, body: () => Promise<void>) => Promise<void>;
  /** Runs a body whose statements are one change: in one transaction, where they take part in one. */
  readonly together: (body: () => Promise<void>) => Promise<void>;
  /** Is there something recorded ahead, or may nothing else be done? */
  readonly isReplaying: () => boolean;
  readonly commit: () => Promise<void>;
  /** Commits what went before, and then each statement of the body by itself. */
  readonly outside: (body: () => Promise<void>) => Promise<void>;
  /** Does the last work and forgets the journal, in one transaction. */
  readonly finish: (last: () => Promise<void>) => Promise<void>;
  /** Undoes what is not committed. */
  readonly abandon: () => Promise<void>;
  /** Statements that are done whatever happens now. */
  readonly kept: () => number;
};
