import type { Connection } from "./connection.js";

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
