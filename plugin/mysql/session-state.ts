import type { SessionState, SessionEffect } from "../../src/plugin/session.js";
import { effectBy } from "../sql/session-effect.js";
import { textOf } from "./row.js";
import { splitStatements } from "./text/split-statements.js";
import { tokenize } from "./text/token.js";

const suspicious = /\b(?:set|use|begin|start|commit|rollback|drop|alter|rename|lock|unlock)\b/i;

/** What a revision could leave changed that others of the same session would run under. */
const settings = ["sql_mode", "foreign_key_checks", "unique_checks", "autocommit", "time_zone"];

export const sessionState: SessionState = {
  effectOf: effectBy(suspicious, splitStatements, effectsIn),
  settings: async (connection) => {
    const variables = settings.map((name) => `@@SESSION.${name} AS ${name}`).join(", ");
    const [row = {}] = await connection.query(
      `SELECT DATABASE() AS current_database, ${variables}`,
    );
    return Object.fromEntries(Object.keys(row).map((name) => [name, textOf(row, name) ?? ""]));
  },
};

function effectsIn(statement: string): readonly Partial<SessionEffect>[] {
  const words = tokenize(statement)
    .filter(({ kind }) => kind !== "space" && kind !== "comment")
    .map(({ text }) => text.toLowerCase());
  switch (words[0]) {
    case "begin":
    case "start":
    case "commit":
      return [{ transaction: true }];
    case "rollback":
      return words.includes("to") ? [] : [{ transaction: true }];
    // Both end the transaction, and under locks Athanor's own tables are out of reach.
    case "lock":
    case "unlock":
      return /^tables?$/.test(words[1] ?? "") ? [{ transaction: true }] : [];
    case "set":
    case "use":
      return [{ setting: true }];
    case "drop":
    case "alter":
    case "rename":
      return [{ drops: true }];
    default:
      return [];
  }
}
