import type { Row } from "../../src/plugin/connection.js";
import { compact } from "../../src/schema/compact.js";
import type { Counting, Sequence } from "../../src/schema/sequence.js";
import { flagOf, textOf } from "./row.js";

/** The sequence without what a bare CREATE SEQUENCE would choose by itself. */
export function normalizeSequence(sequence: Sequence): Sequence {
  const { name, schema, type = "bigint", ...counting } = sequence;
  const known = aliases[type.toLowerCase()] ?? type.toLowerCase();
  const held = known === "bigint" ? undefined : known;
  return compact({ schema, name, type: held, ...normalizeCounting(counting, held) });
}

/** The same of how it counts, where its numbers are of this type. */
export function normalizeCounting(counting: Counting, type?: string): Counting {
  const { start, increment, minimum, maximum, cache, cycle } = counting;
  const usual = resolveCounting(compact({ increment }), type);
  const first = firstOf({ ...usual, ...compact({ minimum, maximum }) });
  return compact({
    start: start === first ? undefined : start,
    increment: increment === "1" ? undefined : increment,
    minimum: minimum === usual.minimum ? undefined : minimum,
    maximum: maximum === usual.maximum ? undefined : maximum,
    cache: cache === "1" ? undefined : cache,
    cycle: cycle === true ? true : undefined,
  });
}

/**
 * How a column of this type counts, where it is not as the server would choose. Bounds beyond the type, of a sequence that
 * was made with a wider one, are those of the type: no other number fits in the column.
 */
export function columnCounting(counting: Counting, type: string): Counting | undefined {
  const [lowest, highest] = ranges[type] ?? widest;
  const { minimum, maximum } = counting;
  const within = {
    ...counting,
    minimum: minimum !== undefined && BigInt(minimum) < BigInt(lowest) ? lowest : minimum,
    maximum: maximum !== undefined && BigInt(maximum) > BigInt(highest) ? highest : maximum,
  };
  const held = normalizeCounting(compact(within), type);
  return Object.keys(held).length === 0 ? undefined : held;
}

/** All of how a sequence counts, with what the server chooses by itself. `type` left out: `bigint`. */
export function resolveCounting(counting: Counting, type?: string): Required<Counting> {
  const { increment = "1", cache = "1", cycle = false } = counting;
  const [lowest, highest] = (type === undefined ? undefined : ranges[type]) ?? widest;
  const ascending = !increment.startsWith("-");
  const { minimum = ascending ? "1" : lowest, maximum = ascending ? highest : "-1" } = counting;
  const { start = firstOf({ increment, minimum, maximum }) } = counting;
  return { increment, minimum, maximum, start, cache, cycle };
}

/** How a sequence counts, as a row of the catalog tells. */
export function countingOf(row: Row): Counting {
  return compact({
    start: textOf(row, "start"),
    increment: textOf(row, "increment"),
    minimum: textOf(row, "minimum"),
    maximum: textOf(row, "maximum"),
    cache: textOf(row, "cache"),
    cycle: flagOf(row, "cycle"),
  });
}

/** The clauses that say it: all that are stated, or those in which one way of counting differs from another. */
export function countingClauses(counting: Partial<Required<Counting>>): readonly string[] {
  const { increment, minimum, maximum, start, cache, cycle } = counting;
  const options = [
    ["INCREMENT BY", increment],
    ["MINVALUE", minimum],
    ["MAXVALUE", maximum],
    ["START WITH", start],
    ["CACHE", cache],
  ] as const;
  const given = options.flatMap(([words, value]) =>
    value === undefined ? [] : [`${words} ${value}`],
  );
  return cycle === undefined ? given : [...given, cycle ? "CYCLE" : "NO CYCLE"];
}

/** A way of counting, with the type of its numbers. */
export type Typed = { readonly counting: Counting; readonly type: string | undefined };

/** In what one way of counting differs from another. Another type changes bounds that are those of the old one: so they are always part of it. */
export function changedCounting(from: Typed, to: Typed): Partial<Required<Counting>> {
  const old = resolveCounting(from.counting, from.type);
  const wanted = resolveCounting(to.counting, to.type);
  const { minimum, maximum } = wanted;
  const changed = Object.entries(wanted).filter(
    ([key, value]) => old[key as keyof Counting] !== value,
  );
  return { ...Object.fromEntries(changed), ...(from.type === to.type ? {} : { minimum, maximum }) };
}

type Bounds = Required<Pick<Counting, "increment" | "minimum" | "maximum">>;

function firstOf({ increment, minimum, maximum }: Bounds): string {
  return increment.startsWith("-") ? maximum : minimum;
}

const widest = ["-9223372036854775808", "9223372036854775807"] as const;

const ranges: Readonly<Record<string, readonly [lowest: string, highest: string]>> = {
  smallint: ["-32768", "32767"],
  integer: ["-2147483648", "2147483647"],
};

const aliases: Readonly<Record<string, string>> = {
  int: "integer",
  int2: "smallint",
  int4: "integer",
  int8: "bigint",
};
