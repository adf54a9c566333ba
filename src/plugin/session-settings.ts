import type { Connection } from "./connection.js";

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
