import type { ErrorCode } from "../error/codes.js";
import type { Connection } from "./connection.js";
import type { Lock, LockRoom, LockRows } from "./lock.js";

/** How a dialect holds a session: its transactions and locks, its settings and limits, and what its refusals mean. */
export type DialectSession = {
  readonly transactions: Transactions;
  readonly lock: Lock;
  /** Left out: a transaction may hold as many locks as it takes. */
  readonly lockRoom?: LockRoom;
  /** Left out: nobody reaches this server through a pooler that would part a session from its locks. */
  readonly lockRows?: LockRows;
  /**
   * Keeps the server from ending the session because it is idle, between statements and inside a transaction, and gives
   * the way back. Left out: the server ends no session for that.
   */
  readonly keepAlive?: (connection: Connection) => Promise<() => Promise<void>>;
  /** Left out: nobody looks whether a revision leaves its session as it found it. */
  readonly state?: SessionState;
  /** Left out: every session is as the statements need it. */
  readonly settings?: SessionSettings;
  /** Left out: no limit can be set. */
  readonly limits?: Limits;
  /** Left out: the server tells nothing of a statement while it runs. */
  readonly watch?: Watch;
  /** How work is taken up again that stopped half way. Left out: of a statement that no transaction held, nobody knows whether it was carried out. */
  readonly resumption?: Resumption;
  /**
   * What a refusal means that is the server's, the network's or the operator's doing (connection lost, server read-only, right
   * missing, disk full); undefined for all others. `url` is the connection's.
   */
  readonly fault?: (error: DatabaseError, url: string) => Fault | undefined;
  /** What to do about a refusal with this code, as one sentence, where the server's own words do not tell. */
  readonly advice?: (code: string) => string | undefined;
};

/** How transactions are spoken. */
export type Transactions = {
  readonly begin: string;
  readonly commit: string;
  readonly rollback: string;
  /**
   * What is always refused when it runs outside a transaction, and changes nothing: so that the driver and the ORM make an
   * error of their classes. Left out: errors thrown again are of the class `Error`.
   */
  readonly refused?: string;
  /**
   * Prepares the connection before BEGIN (SQLite: foreign key enforcement off) and gives the way back,
   * which runs after COMMIT and after ROLLBACK alike.
   */
  readonly prepare: (connection: Connection) => Promise<() => Promise<void>>;
  /** Runs just before COMMIT; throws to prevent it (SQLite: `foreign_key_check`). */
  readonly verify: (connection: Connection) => Promise<void>;
  /** What `prepare` and its way back come to in a script. Left out: nothing. */
  readonly script?: ScriptPreparation;
};

/** Statements around the transaction of a script that somebody else runs. A comment may stand above each. */
export type ScriptPreparation = {
  readonly before: readonly string[];
  /** Just before COMMIT: rows that it gives are wrong, and the transaction should be rolled back. */
  readonly check: readonly string[];
  readonly after: readonly string[];
};

/** What a text of the author's own does that a revision may not, or not leave so. */
export type SessionEffect = {
  /** It begins or ends a transaction. */
  readonly transaction: boolean;
  /** It may change a setting of the session. */
  readonly setting: boolean;
  /** The settings that it changes for its transaction only, and which may stay so. */
  readonly transactionOnly: readonly string[];
  /** It drops or renames something. */
  readonly drops: boolean;
};

/** The state of a session that a revision must leave as it found it, and what changes it. */
export type SessionState = {
  /** Judged by its words alone; left out: none of these. A wrong guess costs a question to the database, no more. */
  readonly effectOf: (sql: string) => SessionEffect | undefined;
  /** The settings of the session that a revision could leave changed, by name. */
  readonly settings: (connection: Connection) => Promise<Readonly<Record<string, string>>>;
};

/** A session between two states: as the dialect's statements need it, and as whoever connected has it. */
export type SettledSession = {
  /** For the author's own SQL, and in the end. */
  readonly leave: () => Promise<void>;
  /** Back to what the dialect's statements need. */
  readonly settle: () => Promise<void>;
};

/** Settings under which the dialect's statements mean what they say, and what they read is read alike everywhere. */
export type SessionSettings = {
  /** Sets those that the session has otherwise; nothing where it has them all. */
  readonly settle: (connection: Connection) => Promise<SettledSession | undefined>;
  /** The same for a script, which begins and ends with these. */
  readonly script: { readonly before: readonly string[]; readonly after: readonly string[] };
};

/** How long the server may take. Left out: as the server itself is set. 0: without end. */
export type LimitValues = {
  /** For a statement to get a lock that another session holds. */
  readonly lockMilliseconds?: number;
  /** For one statement, its waiting included. */
  readonly statementMilliseconds?: number;
};

/** How a server is told not to wait for ever. */
export type Limits = {
  /**
   * Sets the limits: for the transaction that was just begun, or for the session where none is open. Gives the way
   * back, which runs after COMMIT and after ROLLBACK alike.
   */
  readonly set: (
    connection: Connection,
    values: LimitValues,
    inTransaction: boolean,
  ) => Promise<() => Promise<void>>;
  /**
   * Does the server by itself end queries only, and nothing that changes something? The run then ends from beside what lasts
   * too long, by `Watch.cancel`. Default: it ends everything.
   */
  readonly endsQueriesOnly?: (server: { readonly product?: string }) => boolean;
  /**
   * Does the driver's code mean that a lock was not to be had: not in time, or never, because two sessions waited for each other?
   * The statement has done nothing then, and may be tried again once its transaction is rolled back.
   */
  readonly isLockFailure: (code: string) => boolean;
};

/** A session that holds what another waits for. */
export type Blocker = {
  /** The server's number of the session. */
  readonly process: string;
  readonly user?: string;
  readonly application?: string;
  /** What it runs, or ran last. */
  readonly statement?: string;
  /** Since when its transaction, or else its session, lasts: ISO 8601, UTC. */
  readonly since?: string;
};

/** How far the server itself says that it is. */
export type StatementProgress = {
  /** In the server's words: `building index: scanning table`. */
  readonly phase: string;
  readonly done: number;
  /** 0 where the server does not tell. */
  readonly total: number;
};

/** What the server tells of the statement that a session runs now. */
export type Sight = {
  readonly blockers: readonly Blocker[];
  readonly progress?: StatementProgress;
};

/** Looking at one session from the connection of another. */
export type Watch = {
  readonly look: (connection: Connection, session: string) => Promise<Sight>;
  /** Ends the statement that the session runs now; its transaction can be rolled back. */
  readonly cancel: (connection: Connection, session: string) => Promise<void>;
};

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

/** What a database said when it refused a statement, in its own words. */
export type DatabaseError = {
  readonly message: string;
  /** SQLSTATE, the driver's name for the error, or its number. */
  readonly code?: string;
  readonly detail?: string;
  readonly hint?: string;
  readonly position?: string;
};

/** A refusal that is the server's, the network's or the operator's doing: no revision is wrong, and none is to be corrected. */
export type Fault = {
  /** `CONNECTION_LOST`, `DATABASE_READONLY`, `DATABASE_FULL`, `MISSING_RIGHT`, ...; one of a plugin's own has a colon in it. */
  readonly code: ErrorCode;
  /** What it means, as sentences, beside the server's own words. Empty where those say it all. */
  readonly message: string;
  /** What to do before the command is run again, without a full stop. */
  readonly suggestions: readonly string[];
};
