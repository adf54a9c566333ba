import { expect } from "chai";
import fc from "fast-check";
import { diff } from "../src/diff/diff.js";
import type { Operation } from "../src/operation/operation.js";
import { reverse, reverseAll } from "../src/operation/reverse.js";
import type { Schema } from "../src/schema/schema.js";
import type { Vocabulary } from "./support/arbitrary-schema.js";
import {
  arbitrarySchema,
  arbitrarySchemaPair,
  plainVocabulary,
} from "./support/arbitrary-schema.js";
import { normalize } from "./support/normalize-schema.js";
import { performStrictly } from "./support/strict-database.js";

const vocabularies: Readonly<Record<string, Vocabulary>> = {
  "named constraints": plainVocabulary,
  "constraints without names": { ...plainVocabulary, named: false },
};

function operationsBetween(from: Schema, to: Schema): readonly Operation[] {
  return diff({ from, to }).operations;
}

const runs = { numRuns: Number(process.env["PROPERTY_RUNS"] ?? 60) };

for (const [title, vocabulary] of Object.entries(vocabularies)) {
  describe(`the laws, with ${title}`, () => {
    it("1: a schema does not differ from itself", () => {
      fc.assert(
        fc.property(arbitrarySchema(vocabulary), (schema) => {
          const copy = structuredClone(schema);
          expect(operationsBetween(schema, copy)).to.deep.equal([]);
        }),
        runs,
      );
    });

    it("1: the order of the lists makes no difference", () => {
      fc.assert(
        fc.property(arbitrarySchema(vocabulary), (schema) => {
          expect(operationsBetween(schema, normalize(schema))).to.deep.equal([]);
        }),
        runs,
      );
    });

    it("2: the difference applied to the first gives the second, and a database can follow", () => {
      fc.assert(
        fc.property(arbitrarySchemaPair(vocabulary), ([from, to]) => {
          const result = performStrictly(from, operationsBetween(from, to));
          expect(normalize(result)).to.deep.equal(normalize(to));
        }),
        runs,
      );
    });

    it("3: the reverse applied to the second gives the first, and a database can follow", () => {
      fc.assert(
        fc.property(arbitrarySchemaPair(vocabulary), ([from, to]) => {
          const operations = operationsBetween(from, to);
          const there = performStrictly(from, operations);
          const back = performStrictly(there, reverseAll(operations));
          expect(normalize(back)).to.deep.equal(normalize(from));
        }),
        runs,
      );
    });

    it("3: reversing twice changes nothing", () => {
      fc.assert(
        fc.property(arbitrarySchemaPair(vocabulary), ([from, to]) => {
          const operations = operationsBetween(from, to);
          expect(operations.map((operation) => reverse(reverse(operation)))).to.deep.equal(
            operations,
          );
        }),
        runs,
      );
    });
  });
}
