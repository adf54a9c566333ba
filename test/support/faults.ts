import { expect } from "chai";
import type { DatabaseError, Fault as Found } from "../../src/plugin/session.js";

/** What a server or a driver says, what it means, and what the first suggestion says. */
export type Fault = readonly [code: string, message: string, meaning: string, next: RegExp];

/** What a server says where the revision is wrong. */
export type Mistake = readonly [code: string, message: string];

type Told = {
  readonly fault: (error: DatabaseError) => Found | undefined;
  readonly faults: readonly Fault[];
  readonly mistakes: readonly Mistake[];
};

export function describeFaults(product: string, { fault, faults, mistakes }: Told): void {
  describe(`a refusal of ${product} that is no revision's`, () => {
    for (const [code, message, meaning, next] of faults) {
      it(`is ${meaning}: ${code} ${message}`, () => {
        const found = fault({ message, ...(code === "" ? {} : { code }) });
        expect(found?.code).to.equal(meaning);
        expect(found?.suggestions[0]).to.match(next).and.not.match(/[.]$/);
      });
    }

    for (const [code, message] of mistakes) {
      it(`is none where the revision is wrong: ${code} ${message}`, () => {
        expect(fault({ code, message })).to.equal(undefined);
      });
    }
  });
}
