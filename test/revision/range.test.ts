import { expect } from "chai";
import { rangeNeedsRows, resolveRange } from "../../src/revision/range.js";
import { catchError } from "../support/catch-error.js";
import { graphOf, HISTORIES } from "../support/history.js";

type History = keyof typeof HISTORIES;

describe("resolveRange", () => {
  const cases: readonly (readonly [History, string, string | undefined, string])[] = [
    ["LIN", "b:d", undefined, "b,c,d"],
    ["LIN", "b:b", undefined, "b"],
    ["LIN", "c:", undefined, "c,d,e"],
    ["LIN", ":c", undefined, "a,b,c"],
    ["LIN", ":", undefined, "a,b,c,d,e"],
    ["LIN", "base:head", undefined, "a,b,c,d,e"],
    ["LIN", "base:base", undefined, ""],
    ["LIN", "-2:head", undefined, "c,d,e"],
    ["LIN", "b:+2", undefined, "b,c,d"],
    ["LIN", "base:+2", undefined, "a,b"],
    ["LIN", "head-1:", undefined, "d,e"],
    ["LIN", "-2:current", "d", "b,c,d"],
    ["LIN", "current:+1", "c", "c,d"],
    ["LIN", "-1:+1", "c", "b,c,d"],
    ["LIN", "current-1:head", "c", "b,c,d,e"],
    ["LIN", "a:current+1", "c", "a,b,c,d"],
    ["LIN", "-1:", "c", "b,c,d,e"],
    ["LIN", ":current", "", ""],
    ["LIN", "current:", "", "a,b,c,d,e"],
    ["LIN", "current:head", "b", "b,c,d,e"],
    ["FORK", "b:d2", undefined, "b,c2,d2"],
    ["FORK", "b:heads", undefined, "b,c1,d1,c2,d2"],
    ["FORK", "c1:heads", undefined, "c1,d1"],
    ["FORK", "L1@base:L1@head", undefined, "c1,d1"],
    ["FORK", "c1:current", "d1,d2", "c1,d1"],
    ["FORK", ":L2@head", undefined, "a,b,c2,d2"],
    ["MERGE", "c2:f", undefined, "c2,d2,e,f"],
    ["XDEP", "base3:d2", undefined, "base3,a3,c2,d2"],
  ];
  for (const [history, range, rows, expected] of cases) {
    it(`${history} ${range}${rows === undefined ? "" : `, {${rows}}`} holds {${expected}}`, () => {
      const given = rows === undefined ? undefined : rows.split(",").filter((row) => row !== "");
      const found = resolveRange(graphOf(HISTORIES[history]), range, given);
      expect(found.map(({ id }) => id).join()).to.equal(expected);
    });
  }

  it("takes tags", () => {
    const graph = graphOf(HISTORIES.LIN, { "v1.3": "b", "v1.4": "d" });
    expect(
      resolveRange(graph, "v1.3:v1.4")
        .map(({ id }) => id)
        .join(),
    ).to.equal("b,c,d");
  });

  const broken: readonly (readonly [History, string, string])[] = [
    ["LIN", "d:b", "RANGE_NOT_DESCENT"],
    ["LIN", "b:base", "RANGE_NOT_DESCENT"],
    ["FORK", "c1:d2", "RANGE_NOT_DESCENT"],
    ["LIN", "b", "MALFORMED_RANGE"],
    ["LIN", "a:b:c", "MALFORMED_RANGE"],
    ["LIN", "a:x", "UNKNOWN_REVISION"],
    ["LIN", "current:", "ROWS_NEEDED"],
    ["LIN", "-9:head", "TOO_MANY_STEPS"],
    ["FORK", "a:head", "MULTIPLE_HEADS"],
  ];
  for (const [history, range, code] of broken) {
    it(`${history} ${range} fails: ${code}`, () => {
      const failure = catchError(() => resolveRange(graphOf(HISTORIES[history]), range));
      expect(failure.code).to.equal(code);
      expect(failure.suggestions).not.to.be.empty;
    });
  }
});

describe("rangeNeedsRows", () => {
  for (const range of [
    "current:",
    ":current",
    "L1@current:head",
    "-2:",
    ":+2",
    "-1:+1",
    "current-1:head",
  ])
    it(`is true of ${range}`, () => expect(rangeNeedsRows(range)).to.equal(true));
  for (const range of ["a:b", ":", "-2:head", "a:+2", "base:head-1", "L1@base:L1@head"])
    it(`is false of ${range}`, () => expect(rangeNeedsRows(range)).to.equal(false));
});
