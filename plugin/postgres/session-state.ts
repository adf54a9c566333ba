import type { SessionState, SessionEffect } from "../../src/plugin/session.js";
import { effectBy } from "../sql/session-effect.js";
import { nameIn, tokenize } from "../sql/tokens.js";
import { requiredText } from "./row.js";

const suspicious =
  /\b(?:set|reset|set_config|discard|begin|start|commit|end|rollback|abort|prepare|drop|alter)\b/i;

/** Names mean something else under another search path, for its transaction alone as well. */
const neverTransactionOnly = "search_path";

export const sessionState: SessionState = {
  effectOf: effectBy(suspicious, statementsOf, effectsIn),
  settings: async (connection) => {
    const rows = await connection.query(settingsQuery);
    return Object.fromEntries(
      rows.map((row) => [requiredText(row, "name"), requiredText(row, "setting")]),
    );
  },
};

/** The words of each statement, folded; strings stay as they are, for `set_config` has its name in one. */
function statementsOf(sql: string): readonly (readonly string[])[] {
  const statements: string[][] = [[]];
  for (const token of tokenize(sql)) {
    if (token.kind === "space" || token.kind === "comment") continue;
    if (token.text === ";") statements.push([]);
    else statements.at(-1)?.push(nameIn(token) ?? token.text);
  }
  return statements.filter((words) => words.length > 0);
}

function effectsIn(words: readonly string[]): readonly Partial<SessionEffect>[] {
  const [first = "", second = "", third = ""] = words;
  switch (first) {
    case "begin":
    case "start":
    case "commit":
    case "end":
    case "abort":
      return [{ transaction: true }];
    case "rollback":
      return words.includes("to") ? [] : [{ transaction: true }];
    case "prepare":
      return second === "transaction" ? [{ transaction: true }] : [];
    case "drop":
    case "alter":
      return [{ drops: true }];
    case "set":
      return setEffect(second, third);
    case "reset":
    case "discard":
      return [{ setting: true }];
    default:
      return configEffects(words);
  }
}

function setEffect(second: string, third: string): readonly Partial<SessionEffect>[] {
  if (second === "constraints" || second === "transaction") return [];
  const isTransactionOnly = second === "local" && third !== neverTransactionOnly;
  return [isTransactionOnly ? { setting: true, transactionOnly: [third] } : { setting: true }];
}

/** `set_config('name', value, true)` is SET LOCAL. */
function configEffects(words: readonly string[]): readonly Partial<SessionEffect>[] {
  const at = words.indexOf("set_config");
  if (at === -1) return [];
  const name = (words[at + 2] ?? "").replaceAll("'", "").toLowerCase();
  const isTransactionOnly =
    words[words.indexOf(")", at) - 1] === "true" && name !== neverTransactionOnly;
  return [isTransactionOnly ? { setting: true, transactionOnly: [name] } : { setting: true }];
}

const settingsQuery = `
SELECT name, setting FROM pg_settings WHERE source = 'session'
UNION ALL SELECT 'search_path', current_setting('search_path')
UNION ALL SELECT 'role', current_user::text`;
