import { AthanorError } from "../error/athanor-error.js";
import { compact } from "../schema/compact.js";
import { readDatabaseError } from "./database-error.js";
import { limitsOf } from "./limits.js";
import type { RunTarget } from "./run-request.js";

/** A commit that the database refused, or that was never answered. */
export const commitFailureCode = "COMMIT_FAILED";

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

export function createTransaction(target: RunTarget): Transaction {
  const { connection, dialect } = target;
  const { transactions: words } = dialect.session;
  const limit = limitsOf(target);
  let active = false;
  const restores: (() => Promise<void>)[] = [];
  const prepare = async (): Promise<void> => {
    restores.push(await words.prepare(connection));
  };
  const finish = async (): Promise<void> => {
    active = false;
    for (const back of restores.splice(0).reverse()) await back();
  };
  return {
    active: () => active,
    begin: async () => {
      await prepare();
      await connection.begin(words.begin);
      active = true;
      restores.push(await limit(true));
    },
    enter: async () => {
      await prepare();
      restores.push(await limit(false));
    },
    leave: async () => {
      if (restores.length === 0 || active) return;
      await words.verify(connection).finally(finish);
    },
    commit: async () => {
      await words.verify(connection);
      await connection.commit().catch(throwCommitFailure);
      await finish();
    },
    rollback: () => (active ? connection.rollback() : Promise.resolve()).finally(finish),
  };
}

/** Some rules are only looked at in the end. */
export function throwCommitFailure(cause: unknown): never {
  const { message, code, detail, hint } = readDatabaseError(cause);
  throw new AthanorError({
    code: commitFailureCode,
    message,
    facts: compact({ databaseMessage: message, databaseCode: code, detail, hint }),
    cause,
  });
}
