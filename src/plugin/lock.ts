import type { Operation } from "../operation/operation.js";
import type { QualifiedName } from "../schema/name.js";
import type { Connection } from "./connection.js";
import type { Statement } from "./ddl.js";

export type LockRequest = {
  readonly connection: Connection;
  /** Database, schema and version table: what must not be upgraded twice at once. */
  readonly key: string;
  readonly timeoutMilliseconds: number;
  /** The session of {@link Server} that is to work under the lock. */
  readonly worker?: string;
  /** Ends the waiting: throws what the signal was aborted with. */
  readonly signal?: AbortSignal;
  /** Called once when the lock is held by another; `holder` in the server's own words, where it tells. */
  readonly onWait: (holder: string | undefined) => void;
};

/** Takes the database's own lock, or throws `LOCK_TIMEOUT`. The result frees it. */
export type Lock = (request: LockRequest) => Promise<() => Promise<void>>;

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

/** Who wants the row, and for how long. */
export type LockClaim = {
  /** Unlike every other run's. */
  readonly owner: string;
  /** For people: `deploy@web-1`. */
  readonly holder: string;
  readonly leaseMilliseconds: number;
};

/**
 * A lock that is one row of a table, for servers that are reached through a pooler: such a row belongs to no session.
 * All times are of the server's clock; whose lease has ended loses the row to the next who wants it.
 */
export type LockRows = {
  /** Creates the table and its one row, free, where they are missing. */
  readonly create: (table: QualifiedName) => readonly Statement[];
  /** Takes the row where it is free, its lease has ended, or it is the owner's already. */
  readonly take: (table: QualifiedName, claim: LockClaim) => Statement;
  /** Begins the lease anew where the row is the owner's. Within a transaction nobody can take the row until it ends. */
  readonly extend: (table: QualifiedName, claim: LockClaim) => Statement;
  readonly free: (table: QualifiedName, owner: string) => Statement;
  /** Gives one row: `owner` (empty: free), `holder`, `acquired_at` and `expires_in`, in milliseconds. */
  readonly read: (table: QualifiedName) => Statement;
};
