import { expect } from "chai";
import { planOffline } from "../../src/revision/offline.js";
import { catchError } from "../support/catch-error.js";
import { graphOf, HISTORIES } from "../support/history.js";

type History = keyof typeof HISTORIES;

describe("planOffline", () => {
  const cases: readonly (readonly [History, "upgrade" | "downgrade", string, string, string])[] = [
    ["LIN", "upgrade", "head", "", "a,b,c,d,e"],
    ["LIN", "upgrade", "a:c", "a", "b,c"],
    ["LIN", "upgrade", "a:", "a", "b,c,d,e"],
    ["LIN", "upgrade", ":b", "", "a,b"],
    ["LIN", "upgrade", "base:b", "", "a,b"],
    ["LIN", "upgrade", "b:+2", "b", "c,d"],
    ["LIN", "upgrade", "head-1:head", "d", "e"],
    ["LIN", "upgrade", "c:c", "c", ""],
    ["LIN", "downgrade", "c:a", "c", "c,b"],
    ["LIN", "downgrade", "c:base", "c", "c,b,a"],
    ["LIN", "downgrade", "e:-2", "e", "e,d"],
    ["LIN", "downgrade", "-2", "e", "e,d"],
    ["LIN", "downgrade", "b", "e", "e,d,c"],
    ["FORK", "downgrade", "b", "d1,d2", "d1,c1,d2,c2"],
    ["FORK", "upgrade", "L1@base:L1@head", "b", "c1,d1"],
    ["FORK", "upgrade", "b:heads", "b", "c1,d1,c2,d2"],
    ["FORK", "downgrade", "heads:b", "d1,d2", "d1,c1,d2,c2"],
    ["XDEP", "upgrade", "b2:d2", "b2", "base3,a3,c2,d2"],
    ["NORM", "upgrade", "a3:b2", "a3", "b1,b2"],
  ];
  for (const [history, direction, text, from, executed] of cases) {
    it(`${history} ${direction} ${text} starts from {${from}} and runs {${executed}}`, () => {
      const plan = planOffline(graphOf(HISTORIES[history]), direction, text);
      expect(plan.from.join()).to.equal(from);
      expect(plan.steps.map(({ revision }) => revision.id).join()).to.equal(executed);
    });
  }

  const broken: readonly (readonly [History, "upgrade" | "downgrade", string, string])[] = [
    ["LIN", "upgrade", "c:a", "RANGE_NOT_DESCENT"],
    ["LIN", "upgrade", "c:base", "UPGRADE_GOES_DOWN"],
    ["LIN", "downgrade", "a:c", "RANGE_NOT_DESCENT"],
    ["LIN", "downgrade", "b:head", "RANGE_NOT_DESCENT"],
    ["FORK", "upgrade", "c1:d2", "RANGE_NOT_DESCENT"],
    ["LIN", "upgrade", "-1:head", "ROWS_NEEDED"],
    ["LIN", "upgrade", "a:b:c", "MALFORMED_RANGE"],
  ];
  for (const [history, direction, text, code] of broken) {
    it(`${history} ${direction} ${text} fails: ${code}`, () => {
      const failure = catchError(() => planOffline(graphOf(HISTORIES[history]), direction, text));
      expect(failure.code).to.equal(code);
    });
  }
});
