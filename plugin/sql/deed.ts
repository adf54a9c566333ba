import type { Conduct, Deed } from "../../src/plugin/session.js";

/** What the statements do together; undefined where it is nothing. */
function deedOf(deeds: readonly Partial<Deed>[]): Deed | undefined {
  if (deeds.length === 0) return undefined;
  return {
    transaction: deeds.some(({ transaction }) => transaction === true),
    setting: deeds.some(({ setting }) => setting === true),
    passing: deeds.flatMap(({ passing = [] }) => passing),
    drops: deeds.some(({ drops }) => drops === true),
  };
}

/** What the SQL of an author does; only what holds a suspicious word is read at all. */
export function judgeBy<Part>(
  suspicious: RegExp,
  split: (sql: string) => readonly Part[],
  deedIn: (statement: Part) => readonly Partial<Deed>[],
): Conduct["judge"] {
  return (sql) =>
    suspicious.test(sql) ? deedOf(split(sql).flatMap((part) => deedIn(part))) : undefined;
}
