import type { Transactions } from "../../src/plugin/dialect.js";

/** For rows only: every statement that changes the schema commits what is open. */
export const transactions: Transactions = {
  begin: "START TRANSACTION",
  commit: "COMMIT",
  rollback: "ROLLBACK",
  prepare: async () => async () => undefined,
  verify: async () => undefined,
};
