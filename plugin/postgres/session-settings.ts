import type { SessionSettings } from "../../src/plugin/session.js";
import { requiredText } from "./row.js";

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
