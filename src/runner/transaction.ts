import type { Connection } from "../plugin/connection.js";
import type { Transactions } from "../plugin/dialect.js";

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

export function createTransaction(connection: Connection, words: Transactions): Transaction {
  let active = false;
  let restore: (() => Promise<void>) | undefined;
  const prepare = async (): Promise<void> => {
    restore = await words.prepare(connection);
  };
  const finish = async (): Promise<void> => {
    active = false;
    const back = restore;
    restore = undefined;
    await back?.();
  };
  return {
    active: () => active,
    begin: async () => {
      await prepare();
      await connection.begin(words.begin);
      active = true;
    },
    enter: prepare,
    leave: async () => {
      if (restore === undefined || active) return;
      await words.verify(connection).finally(finish);
    },
    commit: async () => {
      await words.verify(connection);
      await connection.commit();
      await finish();
    },
    rollback: () => (active ? connection.rollback() : Promise.resolve()).finally(finish),
  };
}
