import type { AthanorError } from "../error/athanor-error.js";
import type { Server } from "../plugin/catalog.js";
import type { Connection } from "../plugin/connection.js";
import type { Journal } from "./journal/journal.js";
import type { RunRecord } from "./run-record.js";
import type { ProgressEvent, RunTarget } from "./run-request.js";

/** An event as it is handed in: the session adds the name of its database. */
export type WithoutDatabase<Event> = Event extends unknown ? Omit<Event, "database"> : never;

/** What is asked of one database while a run works on it, and the record of what was done there. */
export type Session = {
  readonly target: RunTarget;
  readonly server: Server;
  readonly guard: Guard;
  readonly record: RunRecord;
  readonly dryRun: boolean;
  readonly transaction: Pick<Transaction, "active" | "begin" | "enter" | "leave">;
  readonly commit: () => Promise<void>;
  readonly rollback: () => Promise<void>;
  /** True where what is done now stays whatever happens later. */
  readonly durable: () => boolean;
  /** Takes the failure of a call made after its revision had ended; false where no commit is left to prevent. */
  readonly reportLateCall: (error: AthanorError) => boolean;
  /** Throws the failure reported so. */
  readonly checkLateCalls: () => void;
  readonly tell: (event: WithoutDatabase<ProgressEvent>) => void;
  /** What the present revision has done. Left out: between revisions, and where nothing is kept. */
  readonly journal?: Journal;
};

/** What a run holds while nobody else may change the same version rows. */
export type Guard = {
  /** A connection beside the one that works, for questions to the server. */
  readonly observer: Connection;
  /** Throws `LOCK_LOST` where the lock is known to have passed to another. */
  readonly check: () => void;
  /** Asks the database, on the connection that works; within a transaction the lock then cannot pass on before its end. */
  readonly confirm: () => Promise<void>;
};

/** The transactions of one connection, spoken the dialect's way. */
export type Transaction = {
  /** True between `begin` and the end of `commit` or `rollback`. */
  readonly active: () => boolean;
  readonly begin: () => Promise<void>;
  /** Prepares the connection as `begin` does, but leaves each statement to itself until `leave`. */
  readonly enter: () => Promise<void>;
  readonly leave: () => Promise<void>;
  /** Verifies, then commits. Where this throws, the transaction may still be open: roll back. */
  readonly commit: () => Promise<void>;
  readonly rollback: () => Promise<void>;
};
