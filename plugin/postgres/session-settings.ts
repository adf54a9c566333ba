import type {
  SessionSettings,
  Limits,
  LimitValues,
  DialectSession,
} from "../../src/plugin/session.js";
import { requiredText } from "./row.js";
import type { Connection } from "../../src/plugin/connection.js";

/**
 * What the statements are written for, and how catalogs are read. A role or a database may have any of it otherwise:
 * literals would be read with another meaning, expressions printed in words that another session reads as something else.
 * The order of day and month stays, and so do time zone and currency: they are the values' own matter. A role that may
 * only read stays so: somebody decided that.
 */
const needed: Readonly<Record<string, string>> = {
  // Drivers read and write nothing else.
  client_encoding: "UTF8",
  standard_conforming_strings: "on",
  array_nulls: "on",
  transform_null_equals: "off",
  quote_all_identifiers: "off",
  bytea_output: "hex",
  DateStyle: "ISO",
  IntervalStyle: "postgres",
  extra_float_digits: "1",
  xmloption: "content",
  // Where policies would hide rows, a statement fails: rows that are not seen would be counted as none, and not filled.
  row_security: "off",
};

const names = Object.keys(needed);

export const sessionSettings: SessionSettings = {
  settle: async (connection) => {
    const rows = await connection.query(
      // No policy holds a superuser: with nothing to change, the author's own SQL costs no more questions.
      `SELECT name, setting FROM pg_settings WHERE name = ANY($1::text[]) AND NOT (name = 'row_security' AND
        (SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user)) ORDER BY name`,
      [names],
    );
    const held = rows.map((row) => [requiredText(row, "name"), requiredText(row, "setting")]);
    const changed = held.flatMap(([name = "", value = ""]) =>
      serves(name, value) ? [] : [{ name, theirs: value, ours: needed[name] ?? value }],
    );
    if (changed.length === 0) return undefined;
    const set = async (values: readonly (readonly [name: string, value: string])[]) => {
      const calls = values.map((_, at) => `set_config($${at * 2 + 1}, $${at * 2 + 2}, false)`);
      await connection.query(`SELECT ${calls.join(", ")}`, values.flat());
    };
    const settle = () => set(changed.map(({ name, ours }) => [name, ours]));
    await settle();
    return { settle, leave: () => set(changed.map(({ name, theirs }) => [name, theirs])) };
  },
  script: {
    before: names.map((name) => `SET ${name} = ${needed[name] ?? ""}`),
    after: names.map((name) => `RESET ${name}`),
  },
};

function serves(name: string, value: string): boolean {
  if (name === "DateStyle") return value.startsWith("ISO");
  if (name === "extra_float_digits") return Number(value) >= 1;
  return value === needed[name];
}

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

/** `idle_session_timeout` (from 14) and `idle_in_transaction_session_timeout`, where they are set. */
export const keepAlive: NonNullable<DialectSession["keepAlive"]> = async (connection) => {
  const rows = await connection.query(
    "SELECT name, setting, set_config(name, '0', false) FROM pg_settings WHERE name IN ('idle_session_timeout', 'idle_in_transaction_session_timeout') AND setting <> '0'",
  );
  return async () => {
    for (const row of rows) {
      await connection.query("SELECT set_config($1, $2, false)", [
        requiredText(row, "name"),
        requiredText(row, "setting"),
      ]);
    }
  };
};
