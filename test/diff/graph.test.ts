import { expect } from "chai";
import { addEdge, createGraph, sortGraph } from "../../src/diff/graph.js";
import { orderRenamings } from "../../src/diff/renaming.js";
import { match } from "../../src/diff/match.js";

function sorted(
  edges: readonly (readonly [number, number])[],
  listed: readonly number[],
): readonly number[] {
  const graph = createGraph(listed.length);
  for (const [first, second] of edges) addEdge(graph, first, second);
  return sortGraph(graph, listed);
}

describe("sortGraph", () => {
  it("keeps the listed order where nothing speaks against it", () => {
    expect(sorted([], [2, 0, 1])).to.deep.equal([2, 0, 1]);
  });

  it("puts first what an edge says", () => {
    expect(
      sorted(
        [
          [2, 0],
          [1, 2],
        ],
        [0, 1, 2],
      ),
    ).to.deep.equal([1, 2, 0]);
  });

  it("returns to the listed order as soon as it can", () => {
    expect(sorted([[3, 0]], [0, 1, 2, 3])).to.deep.equal([1, 2, 3, 0]);
  });

  it("breaks a circle at the first listed", () => {
    expect(
      sorted(
        [
          [0, 1],
          [1, 2],
          [2, 0],
        ],
        [1, 2, 0],
      ),
    ).to.deep.equal([1, 2, 0]);
  });
});

describe("match", () => {
  const named = (...names: string[]) => names.map((text) => ({ key: text.charAt(0), text }));
  const found = (from: string[], to: string[]) => {
    const { added, removed, kept } = match(
      named(...from),
      named(...to),
      (item) => item.key,
      (a, b) => a.text === b.text,
    );
    return {
      added: added.map((i) => i.text),
      removed: removed.map((i) => i.text),
      kept: kept.map((pair) => [pair.from.text, pair.to.text]),
    };
  };

  it("pairs what has the same key", () => {
    expect(found(["a1", "b1"], ["b2", "c1"])).to.deep.equal({
      added: ["c1"],
      removed: ["a1"],
      kept: [["b1", "b2"]],
    });
  });

  it("pairs those that are alike first", () => {
    expect(found(["a1", "a2"], ["a2", "a3"])).to.deep.equal({
      added: [],
      removed: [],
      kept: [
        ["a2", "a2"],
        ["a1", "a3"],
      ],
    });
  });

  it("pairs one to one", () => {
    expect(found(["a1", "a2"], ["a2"])).to.deep.equal({
      added: [],
      removed: ["a1"],
      kept: [["a2", "a2"]],
    });
  });
});

describe("orderRenamings", () => {
  const order = (...pairs: [string, string][]) =>
    orderRenamings(
      pairs.map(([from, to]) => ({
        space: "",
        from,
        to,
        operation: (left, right) => ({
          kind: "renameIndex",
          table: { name: "t" },
          from: left,
          to: right,
        }),
      })),
    ).map((operation) =>
      operation.kind === "renameIndex" ? `${operation.from}>${operation.to}` : "",
    );

  it("frees names before they are taken", () => {
    expect(order(["a", "b"], ["b", "c"])).to.deep.equal(["b>c", "a>b"]);
  });

  it("leaves alone what keeps its name", () => {
    expect(order(["a", "a"])).to.deep.equal([]);
  });

  it("goes round a circle by a temporary name", () => {
    expect(order(["a", "b"], ["b", "c"], ["c", "a"])).to.deep.equal([
      "a>athanor_swap_1",
      "c>a",
      "b>c",
      "athanor_swap_1>b",
    ]);
  });
});
