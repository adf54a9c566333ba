import { compact } from "../../src/schema/compact.js";
import type { Sequence } from "../../src/schema/sequence.js";

/** The sequence without what a bare CREATE SEQUENCE would choose by itself. */
export function normalizeSequence(sequence: Sequence): Sequence {
  const { increment = "1", minimum, maximum, start, cache } = sequence;
  const ascending = !increment.startsWith("-");
  const [low, high] = ascending ? ["1", widest] : [narrowest, "-1"];
  const first = ascending ? (minimum ?? low) : (maximum ?? high);
  return compact({
    ...sequence,
    start: start === first ? undefined : start,
    increment: increment === "1" ? undefined : increment,
    minimum: minimum === low ? undefined : minimum,
    maximum: maximum === high ? undefined : maximum,
    cache: cache === "1" ? undefined : cache,
    cycle: sequence.cycle === true ? true : undefined,
  });
}

const widest = "9223372036854775807";
const narrowest = "-9223372036854775808";
