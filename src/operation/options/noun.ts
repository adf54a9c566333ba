import { closest, distance } from "fastest-levenshtein";
import { AthanorError } from "../../error/athanor-error.js";
import type { Facets } from "./facet.js";
import { optionsOf, readFacets } from "./facet.js";

/** A noun of the schema as the calls of `op` take it. */
export type Noun<Held, Options> = {
  /** What messages call it: `index key`. */
  readonly called: string;
  /** All options that its calls know. */
  readonly options: readonly string[];
  readonly facets: Facets<Held, Options>;
};

/** `beside`: the options of its calls that say nothing of the noun itself. */
export function describeNoun<Held, Options>(
  called: string,
  facets: Facets<Held, Options>,
  beside: readonly string[] = [],
): Noun<Held, Options> {
  return { called, options: [...beside, ...optionsOf(facets)], facets };
}

/** The noun that the options describe. `defaultSchema` is what the names in them leave out. Throws `UNKNOWN_OPTION`. */
export function readNoun<Held, Options extends object>(
  { called, options: known, facets }: Noun<Held, Options>,
  options: Options,
  defaultSchema?: string,
): Held {
  checkOptions(called, known, options);
  return readFacets(facets, options, defaultSchema);
}

/**
 * Revision files run without a type check, where a mistyped option would be silently without effect.
 *
 * Throws `UNKNOWN_OPTION`, naming the nearest known one.
 */
function checkOptions(what: string, names: readonly string[], options: object): void {
  const strange = Object.keys(options).find((name) => !names.includes(name));
  if (strange === undefined) return;
  const likely = nearest(strange, names);
  throw new AthanorError({
    code: "UNKNOWN_OPTION",
    message: `"${strange}" is no option of a ${what}. Its options: ${names.join(", ")}.`,
    suggestions: likely === undefined ? [] : [`${likely}: ...`],
    facts: { option: strange, of: what, known: names },
  });
}

/** The name that was probably meant; none where all are far from it. */
export function nearest(strange: string, names: readonly string[]): string | undefined {
  if (names.length === 0) return undefined;
  const likely = closest(strange, names);
  return distance(strange, likely) <= Math.max(2, strange.length / 3) ? likely : undefined;
}
