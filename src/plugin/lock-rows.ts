import type { QualifiedName } from "../schema/name.js";
import type { Statement } from "./statement.js";

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
