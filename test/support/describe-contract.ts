import type { ContractSubject } from "../../src/testing/subject.js";
import { dialectContract } from "../../src/testing/contract.js";

/** The contract of a dialect, as tests. */
export function describeContract(subject: ContractSubject): void {
  describe(`the dialect contract on ${subject.name}`, () => {
    for (const { title, lacks, run } of dialectContract(subject)) {
      if (lacks === undefined) it(title, run);
      else it(`${title} (the database lacks ${lacks})`);
    }
  });
}
