import type { Connection } from "../../src/plugin/connection.js";
import type { Limits, LimitValues } from "../../src/plugin/session.js";

/** lock_not_available, deadlock_detected: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const lockFailures: readonly string[] = ["55P03", "40P01"];

/**
 * `lock_timeout` and `statement_timeout`, `SET LOCAL` within a transaction: the server takes them back by itself, whatever
 * stands between it and us.
 */
export const limits: Limits = {
  set: (connection, values, inTransaction) =>
    inTransaction ? setLocally(connection, values) : setForSession(connection, values),
  isLockFailure: (code) => lockFailures.includes(code),
};

async function setLocally(connection: Connection, values: LimitValues) {
  const settings = settingsOf(values);
  if (settings.length > 0) {
    const calls = settings.map(([name, value]) => `set_config('${name}', '${value}', true)`);
    await connection.query(`SELECT ${calls.join(", ")}`);
  }
  return async () => undefined;
}

async function setForSession(connection: Connection, values: LimitValues) {
  const restores: string[] = [];
  for (const [name, value] of settingsOf(values)) {
    const [row] = await connection.query(
      `SELECT current_setting('${name}') AS before, set_config('${name}', '${value}', false)`,
    );
    restores.push(`SELECT set_config('${name}', '${String(row?.["before"])}', false)`);
  }
  return async () => {
    for (const restore of restores) await connection.query(restore);
  };
}

function settingsOf(values: LimitValues): readonly (readonly [string, string])[] {
  const { lockMilliseconds, statementMilliseconds } = values;
  const all = { lock_timeout: lockMilliseconds, statement_timeout: statementMilliseconds };
  return Object.entries(all).flatMap(([name, milliseconds]) =>
    milliseconds === undefined ? [] : [[name, `${Math.ceil(milliseconds)}ms`] as const],
  );
}
