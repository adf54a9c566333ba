import { expect } from "chai";
import fc from "fast-check";
import { summarize } from "../../src/project/revision-summary.js";
import { describeGraph } from "../../src/report/graph.js";
import type { GraphOptions } from "../../src/report/graph.js";
import { widthOf } from "../../src/report/line.js";
import { createGraph } from "../../src/revision/graph.js";
import type { Graph } from "../../src/revision/graph.js";
import type { Revision } from "../../src/revision/revision.js";
import { arbitraryRevisions } from "../support/arbitrary-history.js";
import { createRevision, graphOf, HISTORIES } from "../support/history.js";
import { traceGraph } from "../support/trace-graph.js";
import type { TracedEdge } from "../support/trace-graph.js";

function draw(graph: Graph, options: GraphOptions = {}, limit?: number): string {
  const revisions = graph.undoOrder.slice(0, limit).map((revision) => summarize(graph, revision));
  return describeGraph({ revisions, notes: [] }, options);
}

/** The drawing without the words beside it. */
const lines = (text: string) => text.replace(/ \(.*$/gmu, "").split("\n");

function edgesOf(graph: Graph, listed: ReadonlySet<string>): readonly TracedEdge[] {
  return graph.revisions
    .filter(({ id }) => listed.has(id))
    .flatMap(({ id: from }) => {
      const parents = graph.parents(from);
      const needed = graph.dependencies(from).filter((id) => !parents.includes(id));
      const edge = (to: string, stroke: TracedEdge["stroke"]) =>
        listed.has(to) ? { from, to, stroke } : { from, stroke };
      return [...parents.map((to) => edge(to, "solid")), ...needed.map((to) => edge(to, "dotted"))];
    });
}

const sorted = (edges: readonly TracedEdge[]) =>
  edges.map((edge) => JSON.stringify([edge.from, edge.stroke, edge.to])).sort();

/** Histories with far more branches, merges and dependencies than people make. */
const tangledRevisions: fc.Arbitrary<readonly Revision[]> = fc
  .array(
    fc.record({
      down: fc.array(fc.nat(12), { maxLength: 4 }),
      dependsOn: fc.array(fc.nat(12), { maxLength: 2 }),
    }),
    { minLength: 20, maxLength: 60 },
  )
  .map((seeds) =>
    seeds.map(({ down, dependsOn }, index) => {
      const earlier = (list: readonly number[]) =>
        [...new Set(list.map((back) => index - 1 - back))]
          .filter((at) => at >= 0)
          .map((at) => `r${at}`);
      return createRevision(`r${index}`, { down: earlier(down), dependsOn: earlier(dependsOn) });
    }),
  );

describe("the drawing of a history", () => {
  const scenarios = [
    ["a line", HISTORIES.LIN, ["* e", "* d", "* c", "* b", "* a"]],
    ["a branch point", HISTORIES.FORK, ["* d1", "* c1", "| * d2", "| * c2", "|/", "* b", "* a"]],
    [
      "a merge point",
      HISTORIES.MERGE,
      ["* f", "* e", "|\\", "* | d1", "* | c1", "| * d2", "| * c2", "|/", "* b", "* a"],
    ],
    ["a dependency, dotted", "a; b<-c(dep a)", ["* c", "|.", "| * a", "* b"]],
    ["a dependency that is all that leads down", "a; b(dep a)", ["* b", ":", "* a"]],
    ["two histories, one not beneath the other", "a<-b; c<-d", ["* b", "* a", "", "* d", "* c"]],
  ] as const;
  for (const [title, history, expected] of scenarios) {
    it(`shows ${title}`, () => {
      expect(lines(draw(graphOf(history)))).to.deep.equal(expected);
    });
  }

  for (const [title, revisions] of [
    ["of people", arbitraryRevisions],
    ["of any tangle", tangledRevisions],
  ] as const) {
    it(`holds every edge of a history ${title}, and no other`, () => {
      fc.assert(
        fc.property(revisions, (held) => {
          fc.pre(held.length > 0);
          const graph = createGraph(held);
          const all = new Set(graph.byId.keys());
          expect(sorted(traceGraph(draw(graph)))).to.deep.equal(sorted(edgesOf(graph, all)));
        }),
        { numRuns: 150 },
      );
    });
  }

  it("lets the edges to what is not listed run out below", () => {
    fc.assert(
      fc.property(tangledRevisions, fc.integer({ min: 1, max: 30 }), (held, limit) => {
        const graph = createGraph(held);
        const listed = new Set(graph.undoOrder.slice(0, limit).map(({ id }) => id));
        const drawn = traceGraph(draw(graph, {}, limit));
        const open = (edges: readonly TracedEdge[]) =>
          edges.filter(({ to }) => to === undefined).length;
        const wanted = edgesOf(graph, listed);
        const closed = (edges: readonly TracedEdge[]) => edges.filter(({ to }) => to !== undefined);
        expect(sorted(closed(drawn))).to.deep.equal(sorted(closed(wanted)));
        expect(open(drawn)).to.equal(open(wanted));
      }),
      { numRuns: 100 },
    );
  });

  it("fits in the columns of the terminal", () => {
    const long = graphOf(HISTORIES.MERGE).revisions.map((revision) => ({
      ...revision,
      message: "ein sehr langer Satz über 日本語 und alles andere ".repeat(3),
    }));
    const drawn = draw(createGraph(long), { columns: 80 }).split("\n");
    expect(drawn.map(widthOf).filter((width) => width > 80)).to.deep.equal([]);
    expect(drawn[0]).to.match(/^\* f \(head\) ein sehr .*…$/u);
  });

  it("tells ids whole, however narrow the terminal", () => {
    const drawn = draw(graphOf("4f1d2c3b5a69<-2b7e1f009c31"), { columns: 6 });
    expect(drawn).to.include("* 4f1d2c3b5a69").and.to.include("* 2b7e1f009c31");
  });

  it("marks heads, labels, tags, branch points and merge points", () => {
    const drawn = draw(graphOf(HISTORIES.MERGE, { "v1.4": "d1" }));
    for (const text of [
      "f (head)",
      "e (merge point)",
      "c1 (L1)",
      "b (branch point)",
      "d1 (tag: v1.4)",
    ])
      expect(drawn).to.include(text);
  });

  it("marks what is pending, and where the database stands", () => {
    const graph = graphOf("a<-b<-c");
    const places = { a: "applied", b: "current", c: "pending" } as const;
    const revisions = graph.undoOrder.map((revision) => {
      const place = places[revision.id as keyof typeof places];
      const applied = place !== "pending";
      return { ...summarize(graph, revision), applied, places: [{ database: "default", place }] };
    });
    expect(describeGraph({ revisions, notes: [] }).split("\n")).to.deep.equal([
      "o c (head, pending)",
      "* b (current)",
      "* a",
    ]);
  });

  it("says which of several databases it speaks of", () => {
    const graph = graphOf("a");
    const [only] = graph.undoOrder.map((revision) => summarize(graph, revision));
    if (only === undefined) throw new Error("There is one.");
    const places = [
      { database: "main", place: "current" },
      { database: "audit", place: "pending" },
    ] as const;
    const revisions = [{ ...only, applied: false, places }];
    expect(describeGraph({ revisions, notes: [] })).to.equal(
      "o a (head, current in main, pending in audit)",
    );
  });

  it("has everything a header tells beneath each revision, beside the lines", () => {
    const drawn = draw(graphOf(HISTORIES.FORK), { verbose: true }).split("\n");
    expect(drawn)
      .to.include("|   Revises:     <base>".replace("|", " "))
      .and.to.include("|   Revises:     c1");
    expect(drawn).to.include("| |   Revises:     b");
  });

  it("wraps what stands beneath a revision, so that nothing of it is lost", () => {
    const path = `/${"very/".repeat(30)}long.ts`;
    const graph = createGraph([{ ...createRevision("a"), path }]);
    const drawn = draw(graph, { verbose: true, columns: 80 }).split("\n");
    expect(drawn.map(widthOf).filter((width) => width > 80)).to.deep.equal([]);
    expect(drawn.map((line) => line.trim()).join("")).to.include(path);
  });

  it("of 200 revisions with 40 merges stays narrow", () => {
    const drawn = draw(createGraph(teamHistory(200, 40))).split("\n");
    expect(Math.max(...drawn.map((line) => line.search(/[a-z(]|$/u)))).to.be.lessThan(24);
    expect(drawn.length).to.be.lessThan(320);
  });

  it("of ten thousand revisions takes less than two seconds", () => {
    const graph = createGraph(teamHistory(10_000, 2_000));
    const started = performance.now();
    draw(graph);
    expect(performance.now() - started).to.be.lessThan(2_000);
  });
});

/** As a team writes it: a trunk, and short branches that are merged. */
function teamHistory(size: number, merges: number): readonly Revision[] {
  const revisions: Revision[] = [createRevision("r0")];
  const every = Math.floor(size / merges);
  for (let at = 1; revisions.length < size; at += 1) {
    const trunk = `r${at - 1}`;
    const side = `s${at}`;
    if (at % every !== 0) revisions.push(createRevision(`r${at}`, { down: [trunk] }));
    else {
      revisions.push(createRevision(side, { down: [`r${Math.max(0, at - 1 - (at % 7))}`] }));
      revisions.push(createRevision(`r${at}`, { down: [trunk, side] }));
    }
  }
  return revisions;
}
