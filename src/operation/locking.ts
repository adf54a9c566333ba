import type { Facets } from "./options/facet.js";
import { flag, optionsOf, plain, readFacets } from "./options/facet.js";

/**
 * How much a change of a table may hold up those who use it. MySQL and MariaDB; without effect elsewhere.
 *
 * `online` is short for `lock: "none"` and, on MariaDB, `algorithm: "inplace"`; what is stated beside it takes its place.
 */
export type Locking = {
  /** Others read and write meanwhile. Where the database could only copy the table, the change fails instead. Default false. */
  readonly online?: boolean;
  /** How the database goes about it; where it cannot, the change fails. Left out: as the database sees fit. */
  readonly algorithm?: "instant" | "nocopy" | "inplace" | "copy";
  /** What others are kept from; where that is not enough, the change fails. Left out: as little as the database needs. */
  readonly lock?: "none" | "shared" | "exclusive";
};

const facets: Facets<Locking, Locking> = { online: flag, algorithm: plain, lock: plain };

/** The options of a call that say how it locks. */
export const lockingOptions = optionsOf(facets);

/** The locking out of anything that may have one, without what is not stated. */
export function lockingOf(locking: Locking): Locking {
  return readFacets(facets, locking);
}
