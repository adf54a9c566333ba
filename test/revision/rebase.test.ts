import { expect } from "chai";
import { parentsForRebase } from "../../src/revision/rebase.js";
import { describeUnnamedHeads, waysOut } from "../../src/revision/ways-out.js";
import { catchError } from "../support/catch-error.js";
import { graphOf, HISTORIES } from "../support/history.js";

describe("parentsForRebase", () => {
  const cases = [
    ["c2", ["d1"], ["d1"]],
    ["c2", ["L1@head"], ["d1"]],
    ["c2", ["base"], []],
    ["d2", ["c2", "d1"], ["c2", "d1"]],
    ["d2", ["d1", "L1@head"], ["d1"]],
  ] as const;
  for (const [id, onto, expected] of cases) {
    it(`of ${id} onto ${onto.join(" and ")} gives ${expected.join(", ") || "none"}`, () => {
      expect(parentsForRebase(graphOf(HISTORIES.FORK), id, onto)).to.deep.equal(expected);
    });
  }

  it("refuses what builds on the revision", () => {
    const failure = catchError(() => parentsForRebase(graphOf(HISTORIES.LIN), "b", ["d"]));
    expect(failure.code).to.equal("REBASE_CYCLE");
    expect(failure.message).to.include(`"d" already builds on "b"`);
  });
});

describe("the ways out of two heads", () => {
  it("are a merge, and a rebase of the beginning of the second line", () => {
    expect(waysOut(graphOf(HISTORIES.FORK), ["d1", "d2"])).to.deep.equal([
      "athanor merge d1 d2",
      "athanor rebase c2 --onto d1",
    ]);
  });

  it("are a merge only where the second line is merged itself", () => {
    const graph = graphOf("a<-x; a<-p; a<-q; m(p,q)");
    expect(waysOut(graph, ["x", "m"])).to.deep.equal(["athanor merge x m"]);
  });

  it("are told for heads that no label tells apart", () => {
    const graph = graphOf("a<-x; a<-y; b[L]<-c");
    const [note, ...others] = describeUnnamedHeads(graph);
    expect(note).to.include(`"x"`).and.to.include(`"y"`).and.not.to.include(`"c"`);
    expect(others).to.deep.equal([]);
  });
});
