import type { SessionState, SessionEffect } from "../../src/plugin/session.js";
import { effectBy } from "../sql/session-effect.js";
import { splitStatements } from "./text/split-statements.js";
import { tokenize } from "./text/token.js";

const suspicious = /\b(?:begin|commit|end|rollback|pragma|drop|alter)\b/i;

/** What PRAGMA changes on the connection alone; what it writes into the file is the revision's business. */
const settings = [
  "foreign_keys",
  "legacy_alter_table",
  "ignore_check_constraints",
  "recursive_triggers",
  "query_only",
  "writable_schema",
  "locking_mode",
  "synchronous",
];

export const sessionState: SessionState = {
  effectOf: effectBy(suspicious, splitStatements, effectsIn),
  settings: async (connection) => {
    const entries: [string, string][] = [];
    for (const name of settings) {
      const [row] = await connection.query(`PRAGMA ${name}`);
      entries.push([name, String(row?.[name])]);
    }
    return Object.fromEntries(entries);
  },
};

function effectsIn(statement: string): readonly Partial<SessionEffect>[] {
  const words = tokenize(statement).map(({ text }) => text.toLowerCase());
  switch (words[0]) {
    case "begin":
    case "commit":
    case "end":
      return [{ transaction: true }];
    case "rollback":
      return words.includes("to") ? [] : [{ transaction: true }];
    case "pragma":
      return [{ setting: true }];
    case "drop":
    case "alter":
      return [{ drops: true }];
    default:
      return [];
  }
}
