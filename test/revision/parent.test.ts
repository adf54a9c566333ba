import { expect } from "chai";
import { createGraph } from "../../src/revision/graph.js";
import { parentForNew, parentsForMerge } from "../../src/revision/parent.js";
import { catchError } from "../support/catch-error.js";
import { graphOf, HISTORIES } from "../support/history.js";

describe("parentForNew", () => {
  it("is none in an empty history", () => {
    expect(parentForNew(createGraph([]))).to.deep.equal([]);
  });

  it("is none for a new base", () => {
    expect(parentForNew(graphOf(HISTORIES.LIN), { head: "base" })).to.deep.equal([]);
  });

  it("is the one revision without a child", () => {
    expect(parentForNew(graphOf(HISTORIES.MERGE))).to.deep.equal(["f"]);
  });

  it("is the head that was named, by branch or beginning of an id", () => {
    const graph = graphOf(HISTORIES.FORK);
    expect([
      parentForNew(graph, { head: "L2@head" }),
      parentForNew(graph, { head: "d1" }),
    ]).to.deep.equal([["d2"], ["d1"]]);
  });

  it("is an effective head too, since that has no child", () => {
    expect(parentForNew(graphOf(HISTORIES.NORM), { head: "a3" })).to.deep.equal(["a3"]);
  });

  it("may have children where a splice is asked for", () => {
    expect(parentForNew(graphOf(HISTORIES.LIN), { head: "c", splice: true })).to.deep.equal(["c"]);
  });

  it("must be named where several revisions have no child; the error lists them, their files and the ways out", () => {
    const failure = catchError(() => parentForNew(graphOf(HISTORIES.FORK)));
    expect(failure.code).to.equal("MULTIPLE_HEADS");
    expect(failure.message)
      .to.include(`"d1" (L1)`)
      .and.to.include(`"d2" (L2) in "versions/d2.ts", which revises "c2"`);
    expect(failure.suggestions).to.deep.equal([
      "athanor revision --head d1",
      "athanor revision --head d2",
      "athanor merge d1 d2",
      "athanor rebase c2 --onto d1",
    ]);
  });

  it("must have no child without a splice", () => {
    const failure = catchError(() => parentForNew(graphOf(HISTORIES.LIN), { head: "c" }));
    expect(failure.code).to.equal("NOT_A_HEAD");
    expect(failure.message).to.include(`"c"`).and.to.include(`"d"`);
    expect(failure.suggestions[0]).to.equal("athanor revision --splice --head c");
  });

  it("is one revision, not several", () => {
    const failure = catchError(() => parentForNew(graphOf(HISTORIES.FORK), { head: "heads" }));
    expect(failure.code).to.equal("MULTIPLE_HEADS");
  });
});

describe("parentsForMerge", () => {
  it("are all heads, or those that were named", () => {
    const graph = graphOf(HISTORIES.FORK);
    expect(parentsForMerge(graph, ["heads"])).to.deep.equal(["d1", "d2"]);
    expect(parentsForMerge(graph, ["d2", "L1@head"])).to.deep.equal(["d2", "d1"]);
  });

  const broken = [
    ["of one revision", "LIN", ["e"], false, "NOTHING_TO_MERGE"],
    ["of one revision named twice", "FORK", ["d1", "L1@head"], false, "NOTHING_TO_MERGE"],
    ["of a revision and its ancestor", "LIN", ["e", "b"], true, "MERGE_OF_ONE_LINE"],
    ["of a revision and what it depends on", "NORM", ["b4", "a3"], false, "MERGE_OF_ONE_LINE"],
    ["of a revision that has a child, without a splice", "FORK", ["c1", "d2"], false, "NOT_A_HEAD"],
    ["of a revision that nobody knows", "FORK", ["d1", "zz"], false, "UNKNOWN_REVISION"],
  ] as const;
  for (const [title, history, identifiers, splice, code] of broken) {
    it(`are refused: ${title}`, () => {
      const merge = () => parentsForMerge(graphOf(HISTORIES[history]), identifiers, { splice });
      expect(catchError(merge).code).to.equal(code);
    });
  }

  it("may have children where a splice is asked for", () => {
    const graph = graphOf(HISTORIES.FORK);
    expect(parentsForMerge(graph, ["c1", "d2"], { splice: true })).to.deep.equal(["c1", "d2"]);
  });
});
