import { AthanorError } from "../error/athanor-error.js";
import type { Connection } from "../plugin/connection.js";
import { readDatabaseError } from "./database-error.js";

/** What a run holds while nobody else may change the same version rows. */
export type Guard = {
  /** A connection beside the one that works, for questions to the server. */
  readonly observer: Connection;
  /** Throws `LOCK_LOST` where the lock is known to have passed to another. */
  readonly check: () => void;
  /** Asks the database, on the connection that works; within a transaction the lock then cannot pass on before its end. */
  readonly confirm: () => Promise<void>;
};

/** A lock that lasts as long as its session: `ask` puts any question to that session, which fails once it is gone. */
export function guardOfSession(observer: Connection, ask: () => Promise<unknown>): Guard {
  return {
    observer,
    check: () => undefined,
    confirm: async () => {
      try {
        await ask();
      } catch (cause) {
        throw sessionLost(cause);
      }
    },
  };
}

function sessionLost(cause: unknown): AthanorError {
  return new AthanorError({
    code: "LOCK_LOST",
    message: `The connection that holds this run's lock has ended (${readDatabaseError(cause).message}): another run may have begun. Nothing may be committed without the lock.`,
    suggestions: ["athanor current"],
    cause,
  });
}

export function lockLost(holder: string | undefined): AthanorError {
  const by = holder === undefined || holder === "" ? "another run" : holder;
  return new AthanorError({
    code: "LOCK_LOST",
    message: `The lease of this run's lock ended before the run did, and the lock has passed to ${by}. Nothing may be committed without it.`,
    suggestions: [
      "athanor current",
      'Give the lock more time in env.ts: lock: { kind: "row", lease: "5m" }',
    ],
    facts: holder === undefined ? {} : { holder },
  });
}
