import fc from "fast-check";
import type { Revision } from "../../src/revision/revision.js";
import { createRevision } from "./history.js";

const DAYS = 5;

/** Histories of up to fourteen revisions with branches, merges, dependencies, labels, and dates that follow no order. */
export const arbitraryRevisions: fc.Arbitrary<readonly Revision[]> = fc
  .array(
    fc.record({
      down: fc.array(fc.nat(20), { maxLength: 3 }),
      dependsOn: fc.array(fc.nat(20), { maxLength: 2 }),
      isBase: fc.boolean(),
      isLabelled: fc.integer({ min: 0, max: 3 }),
      day: fc.integer({ min: 0, max: DAYS }),
    }),
    { maxLength: 14 },
  )
  .map((seeds) =>
    seeds.map((seed, index) => {
      // Towards the youngest: long lines are the common case.
      const earlier = (back: number) => `r${Math.max(0, index - 1 - (back % 6))}`;
      const own = (list: readonly number[]) => (index === 0 ? [] : [...new Set(list.map(earlier))]);
      return createRevision(`r${index}`, {
        down: seed.isBase && seed.down.length > 1 ? [] : own(seed.down),
        dependsOn: seed.isLabelled === 1 ? own(seed.dependsOn) : [],
        labels: seed.isLabelled === 0 ? [`L${index}`] : [],
        created: seed.day === DAYS ? "" : `2026-01-0${seed.day + 1}T00:00:00Z`,
      });
    }),
  );
