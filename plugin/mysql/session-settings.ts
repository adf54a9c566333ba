import type { Connection } from "../../src/plugin/connection.js";
import type { Limits, LimitValues, DialectSession } from "../../src/plugin/session.js";
import { requiredText, textOf } from "./row.js";

const lockFailures: readonly string[] = ["ER_LOCK_WAIT_TIMEOUT", "ER_LOCK_DEADLOCK"];

/** A year, the most that `lock_wait_timeout` takes. */
const withoutEnd = 31_536_000;

/**
 * `lock_wait_timeout` for tables and `innodb_lock_wait_timeout` for rows, in whole seconds. A statement's own limit is
 * `max_statement_time` on MariaDB; MySQL's `max_execution_time` is heeded by SELECT alone.
 */
export const limits: Limits = {
  set: async (connection, values) => {
    const restores: (readonly [string, string])[] = [];
    for (const [name, value] of await settingsOf(connection, values)) {
      const [row = {}] = await connection.query(`SELECT @@SESSION.${name} AS before_then`);
      restores.push([name, requiredText(row, "before_then")]);
      await connection.query(`SET SESSION ${name} = ${value}`);
    }
    return async () => {
      for (const [name, value] of restores) {
        await connection.query(`SET SESSION ${name} = ${Number(value)}`);
      }
    };
  },
  endsQueriesOnly: ({ product }) => product === "mysql",
  isLockFailure: (code) => lockFailures.includes(code),
};

async function settingsOf(
  connection: Connection,
  { lockMilliseconds, statementMilliseconds }: LimitValues,
): Promise<readonly (readonly [string, number])[]> {
  const lock = lockMilliseconds === undefined ? undefined : secondsOf(lockMilliseconds);
  const locks: readonly (readonly [string, number])[] =
    lock === undefined
      ? []
      : [
          ["lock_wait_timeout", lock],
          ["innodb_lock_wait_timeout", lock],
        ];
  if (statementMilliseconds === undefined) return locks;
  const [row = {}] = await connection.query("SELECT VERSION() AS version");
  const statement: readonly [string, number] = /mariadb/i.test(textOf(row, "version") ?? "")
    ? ["max_statement_time", statementMilliseconds / 1000]
    : ["max_execution_time", Math.ceil(statementMilliseconds)];
  return [...locks, statement];
}

function secondsOf(milliseconds: number): number {
  return milliseconds === 0 ? withoutEnd : Math.max(1, Math.ceil(milliseconds / 1000));
}

/** In seconds, the most that every system takes. */
const longest = 2_147_483;

/** `wait_timeout`, and MariaDB's limits for a transaction that pauses. */
export const keepAlive: NonNullable<DialectSession["keepAlive"]> = async (connection) => {
  const rows = await connection.query(
    "SHOW SESSION VARIABLES WHERE Variable_name IN ('wait_timeout', 'idle_transaction_timeout', 'idle_write_transaction_timeout', 'idle_readonly_transaction_timeout')",
  );
  const before = rows
    .map((row) => [requiredText(row, "Variable_name"), Number(row["Value"])] as const)
    .filter(([name, seconds]) => seconds !== unlimited(name));
  const set = async (values: readonly (readonly [string, number])[]): Promise<void> => {
    const settings = values.map(([name, seconds]) => `SESSION ${name} = ${seconds}`);
    if (settings.length > 0) await connection.query(`SET ${settings.join(", ")}`);
  };
  await set(before.map(([name]) => [name, unlimited(name)]));
  return () => set(before);
};

function unlimited(name: string): number {
  return name === "wait_timeout" ? longest : 0;
}
