import type { SessionState, SessionEffect } from "../../src/plugin/session.js";

/** What the statements do together; undefined where it is nothing. */
function joinEffects(effects: readonly Partial<SessionEffect>[]): SessionEffect | undefined {
  if (effects.length === 0) return undefined;
  return {
    transaction: effects.some(({ transaction }) => transaction === true),
    setting: effects.some(({ setting }) => setting === true),
    transactionOnly: effects.flatMap(({ transactionOnly = [] }) => transactionOnly),
    drops: effects.some(({ drops }) => drops === true),
  };
}

/** What the SQL of an author does; only what holds a suspicious word is read at all. */
export function effectBy<Part>(
  suspicious: RegExp,
  split: (sql: string) => readonly Part[],
  effectsIn: (statement: Part) => readonly Partial<SessionEffect>[],
): SessionState["effectOf"] {
  return (sql) =>
    suspicious.test(sql) ? joinEffects(split(sql).flatMap((part) => effectsIn(part))) : undefined;
}
