import type { Connection } from "../../src/plugin/connection.js";
import type { Transactions } from "../../src/plugin/session.js";
import { requiredText } from "./row.js";

/** Of the combined modes only ANSI sets quotes and backslashes too. */
const removed = ["NO_BACKSLASH_ESCAPES", "ANSI_QUOTES", "ANSI"];

/**
 * For rows only: every statement that changes the schema commits what is open.
 *
 * While Athanor works, nothing that does not fit is cut off silently, and backslashes
 * and quotes mean what they mean by default: https://dev.mysql.com/doc/refman/8.0/en/sql-mode.html
 */
export const transactions: Transactions = {
  begin: "START TRANSACTION",
  commit: "COMMIT",
  rollback: "ROLLBACK",
  refused: "ROLLBACK TO SAVEPOINT nowhere",
  prepare,
  verify: async () => undefined,
  script: {
    before: [
      `SET @athanor_sql_mode = @@sql_mode`,
      `SET SESSION sql_mode = ${strictMode("@@sql_mode")}`,
    ],
    check: [],
    after: ["SET SESSION sql_mode = @athanor_sql_mode"],
  },
};

async function prepare(connection: Connection): Promise<() => Promise<void>> {
  const [row = {}] = await connection.query("SELECT @@SESSION.sql_mode AS mode");
  const before = requiredText(row, "mode");
  await connection.query(`SET SESSION sql_mode = ${strictMode("?")}`, [before]);
  return async () => {
    await connection.query("SET SESSION sql_mode = ?", [before]);
  };
}

/** Runs the body where backslashes and quotes mean, and are printed as, what they are by default. */
export async function withPlainQuotes<Result>(
  connection: Connection,
  body: () => Promise<Result>,
): Promise<Result> {
  const [row = {}] = await connection.query("SELECT @@SESSION.sql_mode AS mode");
  const modes = requiredText(row, "mode").split(",");
  if (!removed.some((name) => modes.includes(name))) return body();
  const leave = await prepare(connection);
  return body().finally(leave);
}

function strictMode(mode: string): string {
  const all = `CONCAT(',', ${mode}, ',STRICT_ALL_TABLES,')`;
  const kept = removed.reduce((text, name) => `REPLACE(${text}, ',${name},', ',')`, all);
  return `TRIM(BOTH ',' FROM ${kept})`;
}
