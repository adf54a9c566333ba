import { expect } from "chai";
import { createGraph } from "../../src/revision/graph.js";
import { createIdentifier } from "../../src/revision/identifier.js";
import { resolveRevisions } from "../../src/revision/resolve.js";
import { checkRows, minimalRows } from "../../src/revision/rows.js";
import { planStamp } from "../../src/revision/stamp.js";
import { planUpgrade } from "../../src/revision/upgrade.js";
import { catchError } from "../support/catch-error.js";
import { graphOf, HISTORIES } from "../support/history.js";

describe("resolveRevisions", () => {
  const graph = graphOf("4f1d2c3b<-4f9a0000[billing]<-77aa0000", {
    "v1.4": "4f9a0000",
    old: "dead",
  });
  const cases: readonly (readonly [string, string, (readonly string[])?])[] = [
    ["4f1d2c3b", "4f1d2c3b"],
    ["7", "77aa0000"],
    ["4f9", "4f9a0000"],
    ["billing", "4f9a0000"],
    ["v1.4", "4f9a0000"],
    ["v1.4-1", "4f1d2c3b"],
    ["v1.4+1", "77aa0000"],
    ["head", "77aa0000"],
    ["heads", "77aa0000"],
    ["base", ""],
    ["billing@head", "77aa0000"],
    ["current", "4f9a0000", ["4f9a0000"]],
    ["current", "", []],
    ["-1", "4f1d2c3b", ["4f9a0000"]],
  ];
  for (const [identifier, expected, rows] of cases) {
    it(`"${identifier}" names {${expected}}`, () => {
      const found = resolveRevisions(graph, identifier, rows);
      expect(found.map(({ id }) => id).join()).to.equal(expected);
    });
  }

  it("lists the candidates of an ambiguous beginning", () => {
    const failure = catchError(() => resolveRevisions(graph, "4f"));
    expect(failure.code).to.equal("AMBIGUOUS_REVISION");
    expect(failure.message).to.include(`"4f1d2c3b"`).and.to.include(`"4f9a0000"`);
  });

  it("suggests names near to an unknown one", () => {
    const failure = catchError(() => resolveRevisions(graph, "biling"));
    expect(failure.code).to.equal("UNKNOWN_REVISION");
    expect(failure.message).to.include(`"billing"`);
    expect(failure.suggestions[0]).to.equal("athanor show billing");
  });

  const slips = [
    ["haed", "head"],
    ["4f1e", "4f1d2c3b"],
    ["billin", "billing"],
    ["v1.5", "v1.4"],
    ["biling@head", "billing@head"],
    ["v1.5-1", "v1.4-1"],
    ["head~1", "head-1"],
    ["HEAD~", "head-1"],
    ["4f1d2c3b^^", "4f1d2c3b-2"],
  ] as const;
  for (const [typed, meant] of slips) {
    it(`suggests "${meant}" for "${typed}"`, () => {
      const failure = catchError(() => planUpgrade(graph, [], typed));
      expect(failure.suggestions[0]).to.equal(`athanor upgrade ${meant}`);
    });
  }

  it("says that a tag's revision was deleted", () => {
    const failure = catchError(() => resolveRevisions(graph, "old"));
    expect(failure.code).to.equal("TAG_WITHOUT_REVISION");
    expect(failure.message).to.include(`"old"`).and.to.include(`"dead"`);
  });

  it("cannot count from the rows where there are none to see", () => {
    expect(catchError(() => resolveRevisions(graph, "+1")).code).to.equal("ROWS_NEEDED");
  });

  it("finds no head in an empty history", () => {
    expect(resolveRevisions(createGraph([]), "head")).to.deep.equal([]);
  });
});

describe("version rows", () => {
  it("are what nothing else applied stands on", () => {
    const graph = graphOf(HISTORIES.XDEP);
    expect(minimalRows(graph, graph.ancestors(["c2", "b3"]))).to.deep.equal(["b3", "c2"]);
  });

  it("that no file has are explained, with the way out", () => {
    const failure = catchError(() => checkRows(graphOf(HISTORIES.LIN), ["gone"]));
    expect(failure.message)
      .to.include(`"gone"`)
      .and.to.include("git branch")
      .and.to.include("deleted");
    expect(failure.suggestions.join()).to.include("athanor stamp --purge");
  });

  it("that overlap are explained, with the way out", () => {
    const failure = catchError(() => checkRows(graphOf(HISTORIES.FORK), ["b", "d1", "d2"]));
    expect(failure.message).to.include(`"b"`).and.to.include(`"d1"`).and.to.include(`"d2"`);
    expect(failure.suggestions[0]).to.equal("athanor stamp --purge d1 d2");
  });

  it("of any kind give way to a stamp that purges", () => {
    expect(planStamp(graphOf(HISTORIES.LIN), ["gone", "b"], ["c"], { purge: true })).to.deep.equal({
      removes: ["b", "gone"],
      inserts: ["c"],
      rows: ["c"],
    });
  });

  it("that a stamp keeps are neither removed nor inserted", () => {
    expect(planStamp(graphOf(HISTORIES.FORK), ["d1", "c2"], ["L2@head"])).to.deep.equal({
      removes: ["c2"],
      inserts: ["d2"],
      rows: ["d1", "d2"],
    });
  });
});

describe("createIdentifier", () => {
  it("gives twelve hexadecimal digits", () => {
    expect(createIdentifier(Math.random)).to.match(/^[0-9a-f]{12}$/u);
  });

  it("asks the random source that it is handed", () => {
    const digits = [0, 1, 15.99, 10].map((digit) => digit / 16);
    let asked = 0;
    expect(createIdentifier(() => digits[asked++ % 4] ?? 0)).to.equal("01fa01fa01fa");
  });
});
