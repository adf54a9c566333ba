import type { Operation } from "../operation/operation.js";
import type { Connection } from "./connection.js";

/** How many locks a server has room for. */
export type LockSlots = {
  /** Those of all sessions together. */
  readonly count: number;
  /** How the server comes to that number: `max_locks_per_transaction 64 * (max_connections 100 + ...)`. */
  readonly told: string;
  /** How it gets room for as many, as a clause: `raise max_locks_per_transaction to 120`. */
  readonly raise: (locks: number) => string;
};

/** The locks that a transaction holds until its end, where a server has room for a set number of them. */
export type LockRoom = {
  readonly slots: (connection: Connection) => Promise<LockSlots>;
  /** A name for each lock that an operation takes; what two operations lock has one name. */
  readonly lockedBy: (operation: Operation) => readonly string[];
};
