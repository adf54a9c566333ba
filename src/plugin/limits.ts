import type { Connection } from "./connection.js";

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
