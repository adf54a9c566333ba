import { expect } from "chai";
import { statementFailure } from "../../../src/runner/work/ask.js";
import type { Session } from "../../../src/runner/session.js";

const session = (advice: string | undefined): Session =>
  ({ target: { dialect: { session: { advice: () => advice } } } }) as unknown as Session;

const cases = [
  { said: "No.", advice: "Ask again.", message: "No. Ask again." },
  { said: "No", advice: "Ask again.", message: "No. Ask again." },
  { said: "No.", advice: undefined, message: "No." },
];

describe("the failure of a statement", () => {
  for (const { said, advice, message } of cases)
    it(`says "${message}" where the database says "${said}"`, () => {
      const cause = new Error(said);
      const failure = statementFailure(session(advice), { sql: "SELECT 1" }, cause);
      expect(failure.message).to.equal(message);
    });
});
