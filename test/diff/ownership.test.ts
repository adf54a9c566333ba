import { expect } from "chai";
import fc from "fast-check";
import type { DiffObject } from "../../src/diff/diff-object.js";
import { diff } from "../../src/diff/diff.js";
import { applyAll } from "../../src/operation/apply.js";
import { reverseAll } from "../../src/operation/reverse.js";
import { without } from "../../src/schema/without.js";
import { arbitrarySchemaPair, plainVocabulary } from "../support/arbitrary-schema.js";
import { normalize } from "../support/normalize-schema.js";
import { performStrictly } from "../support/strict-database.js";

/**
 * A default of a table that is not ours may name an enum value that goes, and a view that is not ours may read a table
 * that goes: the database refuses, which is for their owner to solve.
 */
const withoutViews = without(plainVocabulary, "view");
const vocabulary = { ...withoutViews, enumTypes: false };

/** A quarter of all things, chosen by name, is of others. */
function isOurs({ kind, name }: DiffObject): boolean {
  const letters = [...JSON.stringify([kind, name])].map((letter) => letter.charCodeAt(0));
  return letters.reduce((sum, letter) => (sum * 31 + letter) % 65_521, 7) % 4 !== 0;
}

const settings = { numRuns: Number(process.env["PROPERTY_RUNS"] ?? 60) };

describe("a difference that drops only what is ours", () => {
  it("can be followed, and leads back", () => {
    fc.assert(
      fc.property(arbitrarySchemaPair(vocabulary), ([from, to]) => {
        const { operations } = diff({ from, to, owns: isOurs });
        const there = performStrictly(from, operations);
        const back = applyAll(there, reverseAll(operations));
        expect(normalize(back)).to.deep.equal(normalize(from));
      }),
      settings,
    );
  });

  it("leaves nothing for a second time", () => {
    fc.assert(
      fc.property(arbitrarySchemaPair(vocabulary), ([from, to]) => {
        const there = performStrictly(from, diff({ from, to, owns: isOurs }).operations);
        expect(diff({ from: there, to, owns: isOurs }).operations).to.deep.equal([]);
      }),
      settings,
    );
  });
});
