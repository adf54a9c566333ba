import { distance } from "fastest-levenshtein";
import { compareText } from "./order.js";

const MOST = 3;

/** Up to three names that a slip of the hand could have turned into `name`, the nearest first. */
export function nearestNames(name: string, names: readonly string[]): readonly string[] {
  // Two letters that changed places count as two slips.
  const limit = name.length < 4 ? 1 : Math.max(2, Math.floor(name.length / 3));
  const slip = (candidate: string) =>
    Math.min(distance(name, candidate), beginningSlip(name, candidate));
  return names
    .map((candidate) => ({ candidate, distance: slip(candidate) }))
    .filter((pair) => pair.distance <= limit)
    .sort(
      (one, other) => one.distance - other.distance || compareText(one.candidate, other.candidate),
    )
    .slice(0, MOST)
    .map(({ candidate }) => candidate);
}

/** People type the beginning of an id. With more than one slip, half of a long history would be near. */
function beginningSlip(name: string, candidate: string): number {
  const slips = name.length < 4 ? 2 : distance(name, candidate.slice(0, name.length));
  return slips > 1 ? Number.POSITIVE_INFINITY : slips;
}
