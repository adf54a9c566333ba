import type { Deed } from "../../src/plugin/conduct.js";

/** What the statements do together; undefined where it is nothing. */
export function deedOf(deeds: readonly Partial<Deed>[]): Deed | undefined {
  if (deeds.length === 0) return undefined;
  return {
    transaction: deeds.some(({ transaction }) => transaction === true),
    setting: deeds.some(({ setting }) => setting === true),
    passing: deeds.flatMap(({ passing = [] }) => passing),
    drops: deeds.some(({ drops }) => drops === true),
  };
}
