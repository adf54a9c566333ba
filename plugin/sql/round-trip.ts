import type { RowQuestion } from "../../src/operation/row-question.js";

export type Unconvertible = Extract<RowQuestion, { readonly kind: "unconvertible" }>;

/**
 * How a value goes to the new type and comes back, in one product's SQL. The conditions are read over three columns: `old`,
 * the value that is stored; `there`, what becomes of it; `back`, what the way back makes of that.
 */
export type RoundTrip = {
  /** Over the table's own columns: values that the change refuses or cuts. They are not sent on the way. */
  readonly refused?: string;
  /** What is sent, and how it is judged. Left out: `refused` says it all. */
  readonly way?: Way;
};

export type Way = {
  /** Over the table's own columns: the value as the new type holds it. */
  readonly there: string;
  /** Over `there` and `old`: the value that comes back. It must fail for no value; NULL where nothing comes back. */
  readonly back: string;
  /** Is what came back another value? */
  readonly changed: string;
  /** Of those: does it mean the same, and is only spelled otherwise? Left out: none does. */
  readonly respelled?: string;
};

/** The columns that a way is read over. */
export const old = "athanor_old";
export const there = "athanor_there";
export const back = "athanor_back";

/**
 * Counts, of the rows that `sampleOf` gives, those whose values are refused or do not come back, and those that are respelled.
 * What is refused is judged on the table's own values: MySQL writes a TIMESTAMP into a derived table in its zone's time.
 */
export function roundTripText(
  column: string,
  { refused = "1 = 0", way }: RoundTrip,
  sampleOf: (what: string) => string,
): string {
  const isRefused = `CASE WHEN ${refused} THEN 1 ELSE 0 END AS athanor_refused`;
  if (way === undefined) {
    return `SELECT COALESCE(sum(athanor_refused), 0) AS count, count(*) AS seen FROM ${sampleOf(isRefused)}`;
  }
  const sent = `CASE WHEN ${refused} THEN NULL ELSE ${way.there} END`;
  const went = `SELECT looked.*, ${column} AS ${old}, ${isRefused}, ${sent} AS ${there} FROM ${sampleOf("*")}`;
  const came = `SELECT went.*, ${way.back} AS ${back} FROM (${went}) AS went`;
  const same = way.respelled ?? "1 = 0";
  const judged = `CASE WHEN athanor_refused = 1 THEN 2 WHEN ${way.changed} THEN CASE WHEN ${same} THEN 1 ELSE 2 END ELSE 0 END`;
  return `SELECT ${countWhere("verdict = 2")} AS count, ${countWhere("verdict = 1")} AS respelled, count(*) AS seen FROM (SELECT ${judged} AS verdict FROM (${came}) AS came) AS judged`;
}

/** What an author wrote, over a value that it is to find under the name of its column. */
export function overValue(expression: string, name: string, value: string): string {
  return `(SELECT ${expression} FROM (SELECT ${value} AS ${name}) AS given)`;
}

/** Rows for which it is unknown do not count. */
export function countWhere(condition: string): string {
  return `COALESCE(sum(CASE WHEN ${condition} THEN 1 ELSE 0 END), 0)`;
}
