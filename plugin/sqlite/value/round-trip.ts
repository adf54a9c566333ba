import type { Column } from "../../../src/schema/column.js";
import { compact } from "../../../src/schema/compact.js";
import { quoteIdentifier } from "../../sql/quote.js";
import {
  back,
  old,
  overValue,
  there,
  type Unconvertible,
  type RoundTrip,
  type Way,
} from "../../sql/round-trip.js";
import { held, isAnother, isRespelled, short } from "./affinity.js";
import { affinityOf, columnTypeText, type Affinity } from "../column-type.js";

type Change = Pick<Unconvertible, "from" | "to" | "using" | "reverseUsing">;

/** A value goes to the new column and comes back as SQLite stores it in either. */
export function roundTrip(change: Change): RoundTrip | undefined {
  const { from, to, using } = change;
  if (using === undefined && affinityOf(from.type) === affinityOf(to.type)) return undefined;
  return compact({
    refused: using === undefined ? refusedValues(from, to) : undefined,
    way: wayOf(change),
  });
}

function wayOf({ from, to, using, reverseUsing }: Change): Way {
  const [earlier, later] = [quoteIdentifier(from.name), quoteIdentifier(to.name)];
  const sent = using === undefined ? earlier : overValue(`(${using})`, later, earlier);
  const came = reverseUsing === undefined ? there : overValue(`(${reverseUsing})`, earlier, there);
  return {
    there: stored(sent, to),
    back: stored(came, from),
    changed: isAnother(old, back),
    respelled: isRespelled(old, back),
  };
}

function stored(value: string, { type }: Column): string {
  return `(SELECT ${held("given", affinityOf(type))} FROM (SELECT ${value} AS given))`;
}

/** The condition of the values that would not arrive whole and in the new type; none where all do. */
export function lostValues(from: Column, to: Column, becomesStrict: boolean): string | undefined {
  const refused = refusedValues(from, to, becomesStrict);
  if (affinityOf(from.type) === affinityOf(to.type)) return refused;
  const { there: sent, back: came, changed } = wayOf({ from, to });
  const went = `SELECT ${quoteIdentifier(from.name)} AS ${old}, ${sent} AS ${there}`;
  const same = isRespelled(old, back);
  const lost = `(SELECT ${changed} AND NOT ${same} FROM (SELECT ${old}, ${came} AS ${back} FROM (${went})))`;
  return refused === undefined ? lost : `${refused} OR ${lost}`;
}

/** The condition of the values that the new type refuses; none where it refuses none. */
function refusedValues(from: Column, to: Column, becomesStrict = false): string | undefined {
  const affinity = affinityOf(to.type);
  if (affinityOf(from.type) === affinity && !becomesStrict) return undefined;
  return refusals[affinity](quoteIdentifier(from.name), columnTypeText(to.type));
}

type Refusal = (value: string, type: string) => string | undefined;

const refusals: Readonly<Record<Affinity, Refusal>> = {
  TEXT: (value) =>
    `typeof(${value}) = 'blob' OR (typeof(${value}) = 'real' AND CAST(CAST(${value} AS TEXT) AS REAL) <> ${value})`,
  INTEGER: (value) =>
    `typeof(${value}) = 'blob' OR (typeof(${value}) = 'text' AND (${differsAsNumber(value)} OR typeof(CAST(${value} AS NUMERIC)) <> 'integer')) OR (typeof(${value}) = 'real' AND CAST(${value} AS INTEGER) <> ${value})`,
  REAL: (value) =>
    `${notNumeric(value)} OR (typeof(${value}) = 'integer' AND CAST(CAST(${value} AS REAL) AS INTEGER) <> ${value})`,
  NUMERIC: (value, type) => (/num|dec|bool|money/.test(type) ? notNumeric(value) : undefined),
  BLOB: () => undefined,
};

function notNumeric(value: string): string {
  return `typeof(${value}) = 'blob' OR (typeof(${value}) = 'text' AND ${differsAsNumber(value)})`;
}

/** True unless the text is the number as SQLite would write it, but for blanks around it and zeros at the end of a fraction. */
function differsAsNumber(value: string): string {
  const bare = `trim(${value}, char(9, 10, 13, 32))`;
  return `${short(`CAST(CAST(${value} AS NUMERIC) AS TEXT)`)} <> ${short(bare)}`;
}
