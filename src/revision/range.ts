import { AthanorError } from "../error/athanor-error.js";
import { parseAddress, startsFromRows } from "./address.js";
import type { Address } from "./address.js";
import type { Graph } from "./graph.js";
import type { Revision } from "./revision.js";
import { resolveAddress } from "./target.js";
import type { Target } from "./target.js";

export type Ends = { readonly lower: string; readonly upper: string };

/**
 * The revisions of `a:b`, both ends with them, oldest first. An end left out is open.
 *
 * `-3` and `+2` count from the other end; where that is open, from the rows.
 *
 * @throws AthanorError `MALFORMED_RANGE`, `RANGE_NOT_DESCENT`, and what resolving an identifier throws
 * @example resolveRange(graph, "v1.3:v1.4")
 */
export function resolveRange(
  graph: Graph,
  text: string,
  rows?: readonly string[],
): readonly Revision[] {
  const { lower, upper } = resolveEnds(graph, splitRange(text), rows);
  const top = upper.kind === "base" ? new Set<string>() : graph.ancestors(upper.ids);
  const bottom = bottomOf(graph, lower);
  const within = graph.revisions.filter(({ id }) => top.has(id) && bottom.has(id));
  if (within.length === 0 && isNamed(lower)) throw notDescent(text);
  return within;
}

/** @throws AthanorError `MALFORMED_RANGE` */
export function splitRange(text: string): Ends {
  const [lower, upper, ...more] = text.split(":");
  if (lower !== undefined && upper !== undefined && more.length === 0) return { lower, upper };
  throw new AthanorError({
    code: "MALFORMED_RANGE",
    message: `"${text}" is no range. A range is two revisions with one ":" between them, either of which may be left out.`,
    suggestions: ["athanor history -r <revision>:<revision>", `athanor history -r ${lower ?? ""}:`],
    facts: { range: text },
  });
}

/** Does a range count from the version rows? Then it takes a database to resolve it. */
export function rangeNeedsRows(text: string): boolean {
  const { lower, upper } = splitRange(text);
  const [low, high] = [parseEnd(lower, "base"), parseEnd(upper, "heads")];
  const needs = (end: Address, other: Address, isOpen: boolean) =>
    startsFromRows(end) && !(isRelative(end) && !isOpen && !isRelative(other));
  return needs(low, high, upper === "") || needs(high, low, lower === "");
}

function resolveEnds(
  graph: Graph,
  ends: Ends,
  rows: readonly string[] | undefined,
): { readonly lower: Target; readonly upper: Target } {
  const [low, high] = [parseEnd(ends.lower, "base"), parseEnd(ends.upper, "heads")];
  const resolve = (address: Address) =>
    resolveAddress(
      {
        graph,
        text: address.text,
        command: "athanor history -r",
        ...(rows === undefined ? {} : { rows }),
      },
      address,
    );
  if (isRelative(low) && ends.upper !== "" && !isRelative(high)) {
    const upper = resolve(high);
    return { lower: resolve(anchor(low, upper)), upper };
  }
  const lower = resolve(low);
  const counted = isRelative(high) && ends.lower !== "" && !isRelative(low);
  return { lower, upper: resolve(counted ? anchor(high, lower) : high) };
}

function parseEnd(text: string, open: string): Address {
  return parseAddress(text === "" ? open : text);
}

function isRelative({ symbol, steps }: Address): boolean {
  return symbol === undefined && steps !== undefined;
}

/** Counts from the other end instead of from the rows. */
function anchor(address: Address, end: Target): Address {
  if (end.kind === "base") return { ...address, symbol: "base" };
  const [only, ...others] = end.ids;
  return only === undefined || others.length > 0 ? address : { ...address, symbol: only };
}

function bottomOf(graph: Graph, lower: Target): ReadonlySet<string> {
  if (lower.kind === "base") return graph.descendants(lower.above);
  return graph.descendants(lower.ids.length > 0 ? lower.ids : graph.bases.map(({ id }) => id));
}

function isNamed(target: Target): boolean {
  return target.kind === "revisions" && target.ids.length > 0;
}

export function notDescent(text: string, suggestions?: readonly string[]): AthanorError {
  const ends = splitRange(text);
  const [lower, upper] = [ends.lower || "base", ends.upper || "heads"];
  return new AthanorError({
    code: "RANGE_NOT_DESCENT",
    message: `"${text}" is no line of descent: "${upper}" does not build on "${lower}". The older end comes first in a history and in "upgrade", the newer in "downgrade".`,
    suggestions: suggestions ?? [`athanor history -r ${upper}:${lower}`, "athanor history --graph"],
    facts: { range: text },
  });
}
