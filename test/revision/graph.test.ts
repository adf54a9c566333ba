import { expect } from "chai";
import fc from "fast-check";
import { createGraph } from "../../src/revision/graph.js";
import type { Graph } from "../../src/revision/graph.js";
import { effectiveHeads, headsOf } from "../../src/revision/heads.js";
import type { Revision } from "../../src/revision/revision.js";
import { catchError } from "../support/catch-error.js";
import { createRevision, graphOf, HISTORIES, revisionsOf } from "../support/history.js";

const ids = (revisions: readonly Revision[]) => revisions.map(({ id }) => id).join();

describe("createGraph", () => {
  it("makes an empty history of no revisions", () => {
    const graph = createGraph([]);
    expect([graph.heads, graph.bases, graph.revisions]).to.deep.equal([[], [], []]);
  });

  describe("tells heads, bases, branch points and merge points, oldest first", () => {
    const cases = {
      LIN: ["e", "a", "", ""],
      FORK: ["d1,d2", "a", "b", ""],
      MERGE: ["f", "a", "b", "e"],
      XDEP: ["b1a,b1b,d2,b3", "base1,base3,base2", "base1", ""],
      HALF: ["m,d2", "a1,a2", "c2", "m"],
      DEPM: ["m", "a1,b1", "", "m"],
      NORM: ["b4", "a1,b1", "", ""],
    } as const;
    for (const name of Object.keys(cases) as (keyof typeof cases)[]) {
      it(`of ${name}`, () => {
        const { heads, bases, branchPoints, mergePoints } = graphOf(HISTORIES[name]);
        expect([heads, bases, branchPoints, mergePoints].map(ids)).to.deep.equal(cases[name]);
      });
    }
  });

  it("has one notion of head: a revision that another depends on is none", () => {
    const graph = graphOf("a1<-a2; b1<-b2(dep a2)");
    expect([
      ids(headsOf(graph)),
      ids(graph.versionedHeads),
      ids(effectiveHeads(graph)),
    ]).to.deep.equal(["b2", "a2,b2", "a2"]);
  });

  it("follows both kinds of edge to ancestors and descendants", () => {
    const graph = graphOf(HISTORIES.XDEP);
    expect([...graph.ancestors(["c2"])].sort().join()).to.equal("a2,a3,b2,base2,base3,c2");
    expect([...graph.descendants(["a3"])].sort().join()).to.equal("a3,b1b,b3,c2,d2");
  });

  describe("resolves a dependency that is named by", () => {
    const cases = [
      ["a full id", "aa11"],
      ["the beginning of an id", "aa"],
      ["a label", "L"],
      ["a tag", "v1.0"],
    ] as const;
    for (const [kind, written] of cases) {
      it(kind, () => {
        const graph = graphOf(`aa11[L]<-cc; bb(dep ${written})`, { "v1.0": "aa11" });
        expect(graph.dependencies("bb")).to.deep.equal(["aa11"]);
      });
    }
  });

  it("counts an edge that is written twice once", () => {
    const graph = createGraph([
      createRevision("a"),
      createRevision("b", { down: ["a", "a"], dependsOn: ["a"] }),
    ]);
    expect([graph.below("b"), graph.above("a")]).to.deep.equal([["a"], ["b"]]);
  });

  it("keeps a tag whose revision is gone, for whoever asks for it", () => {
    expect(graphOf("a", { old: "gone" }).tags.get("old")).to.equal("gone");
  });

  it("tells the tags of a revision, sorted", () => {
    expect(graphOf("a", { "v1.1": "a", "v1.0": "a" }).tagsOf("a")).to.deep.equal(["v1.0", "v1.1"]);
  });
});

describe("labels", () => {
  const cases: readonly (readonly [string, string, Readonly<Record<string, string>>])[] = [
    [
      "cover descendants, and ancestors above the fork",
      "a<-b<-c1<-d1[L]<-e1; b<-c2",
      { a: "", b: "", c1: "L", d1: "L", e1: "L", c2: "" },
    ],
    ["cover all below, where nothing forks", "a<-b<-c[L]<-d", { a: "L", b: "L", c: "L", d: "L" }],
    ["stop at a merge below them", "m(p,q)<-n[L]; p; q", { p: "", q: "", m: "", n: "L" }],
    ["of a merge do not cover what it merges", "p; q; m[L](p,q)", { p: "", q: "", m: "L" }],
    [
      "of all parents come to a merge",
      "a<-b1[L1]; a<-b2[L2]; m(b1,b2)<-n",
      { a: "", b1: "L1", b2: "L2", m: "L1,L2", n: "L1,L2" },
    ],
    [
      "on a branch point cover both branches and the line below",
      "a<-b[L]<-c1; b<-c2",
      { a: "L", b: "L", c1: "L", c2: "L" },
    ],
    ["of a dependency are not inherited", "a[L1]; b[L2](dep a)", { a: "L1", b: "L2" }],
    ["of a whole tree reach its branches", "a[L]<-b1[M]; a<-b2", { a: "L", b1: "M,L", b2: "L" }],
  ];
  for (const [title, notation, expected] of cases) {
    it(title, () => {
      const graph = graphOf(notation);
      for (const [id, labels] of Object.entries(expected))
        expect(graph.labelsOf(id).join(), id).to.equal(labels);
    });
  }

  it("of a line of 20,000 revisions are told without a deep stack", () => {
    const line = Array.from({ length: 20_000 }, (_, index) =>
      createRevision(`r${index}`, {
        down: index === 0 ? [] : [`r${index - 1}`],
        labels: index === 9_999 ? ["L"] : [],
      }),
    );
    const graph = createGraph(line);
    expect([graph.labelsOf("r0"), graph.labelsOf("r19999")]).to.deep.equal([["L"], ["L"]]);
  });
});

describe("a history that cannot be", () => {
  type Broken = readonly [
    title: string,
    revisions: readonly Revision[],
    code: string,
    says: readonly string[],
    tags?: Readonly<Record<string, string>>,
  ];
  const cases: readonly Broken[] = [
    [
      "one id in two files",
      [createRevision("a", { path: "one.ts" }), createRevision("a", { path: "two.ts" })],
      "DUPLICATE_REVISION",
      [`"a"`, "one.ts", "two.ts"],
    ],
    [
      "a parent that no file has",
      [createRevision("b", { down: ["a1b2"] }), createRevision("a1b3")],
      "UNKNOWN_PARENT",
      [`"b"`, `"a1b2"`, "versions/b.ts", `"a1b3"`],
    ],
    [
      "a dependency that no file has",
      [createRevision("b", { dependsOn: ["x"] })],
      "UNKNOWN_DEPENDENCY",
      [`"b"`, `"x"`, "versions/b.ts"],
    ],
    [
      "a dependency that two ids begin with",
      [createRevision("b", { dependsOn: ["x"] }), createRevision("x1"), createRevision("x2")],
      "AMBIGUOUS_DEPENDENCY",
      [`"x1"`, `"x2"`, "versions/b.ts"],
    ],
    [
      "a revision that is its own parent",
      [createRevision("a", { down: ["a"] })],
      "REVISION_CYCLE",
      [`"a"`, "itself", "versions/a.ts"],
    ],
    [
      "a revision that depends on itself",
      [createRevision("a", { dependsOn: ["a"] })],
      "REVISION_CYCLE",
      [`"a"`, "itself"],
    ],
    [
      "a cycle of dependencies",
      [createRevision("a", { dependsOn: ["b"] }), createRevision("b", { dependsOn: ["a"] })],
      "REVISION_CYCLE",
      [`"a"`, `"b"`],
    ],
    [
      "a cycle through both kinds of edge",
      [
        createRevision("a", { dependsOn: ["c"] }),
        createRevision("b", { down: ["a"] }),
        createRevision("c", { down: ["b"] }),
      ],
      "REVISION_CYCLE",
      [`"a"`, `"b"`, `"c"`],
    ],
    [
      "one label on two revisions",
      [createRevision("a", { labels: ["L"] }), createRevision("b", { labels: ["L"] })],
      "LABEL_CLASH",
      [`"L"`, "versions/a.ts", "versions/b.ts"],
    ],
    [
      "a label that is an id",
      [createRevision("a", { labels: ["b"] }), createRevision("b")],
      "LABEL_CLASH",
      [`"b"`, "versions/a.ts", "versions/b.ts"],
    ],
    [
      "a label that is its own revision's id",
      [createRevision("a", { labels: ["a"] })],
      "LABEL_CLASH",
      [`"a"`],
    ],
    [
      "a tag that is an id",
      [createRevision("a")],
      "LABEL_CLASH",
      [`"a"`, "tags.json", "versions/a.ts"],
      { a: "a" },
    ],
    [
      "a tag that is a label",
      [createRevision("a", { labels: ["L"] })],
      "LABEL_CLASH",
      [`"L"`, "tags.json", "versions/a.ts"],
      { L: "a" },
    ],
    [
      "an id with a hyphen",
      [createRevision("a-b")],
      "ILLEGAL_IDENTIFIER",
      [`"a-b"`, `"-"`, "versions/a-b.ts"],
    ],
    ["an empty id", [createRevision("")], "ILLEGAL_IDENTIFIER", ["empty"]],
    [
      "a reserved word as an id",
      [createRevision("head")],
      "ILLEGAL_IDENTIFIER",
      [`"head"`, "reserved"],
    ],
    [
      "a label with an at sign",
      [createRevision("a", { labels: ["x@y"] })],
      "ILLEGAL_IDENTIFIER",
      [`"x@y"`, "versions/a.ts"],
    ],
    [
      "a label with white space",
      [createRevision("a", { labels: ["x y"] })],
      "ILLEGAL_IDENTIFIER",
      [`"x y"`],
    ],
    ["a tag with a colon", [createRevision("a")], "ILLEGAL_IDENTIFIER", [`"v:1"`], { "v:1": "a" }],
    ["a tag with a plus", [createRevision("a")], "ILLEGAL_IDENTIFIER", [`"v+1"`], { "v+1": "a" }],
  ];
  for (const [title, revisions, code, says, tags] of cases) {
    it(`is refused: ${title}`, () => {
      const failure = catchError(() => createGraph(revisions, tags === undefined ? {} : { tags }));
      expect(failure.code).to.equal(code);
      for (const part of says) expect(failure.message).to.include(part);
    });
  }

  it("lists the members of a cycle, not what hangs on it", () => {
    const revisions = [
      createRevision("a"),
      createRevision("b", { down: ["a", "d"] }),
      createRevision("c", { down: ["b"] }),
      createRevision("d", { down: ["c"] }),
      createRevision("e", { down: ["d"] }),
    ];
    const failure = catchError(() => createGraph(revisions));
    expect([...(failure.facts["revisions"] as string[])].sort()).to.deep.equal(["b", "c", "d"]);
  });

  it("is refused in the same words whatever the order of the files", () => {
    const revisions = [
      createRevision("b", { down: ["c"] }),
      createRevision("c", { down: ["a"] }),
      createRevision("a", { down: ["b"] }),
    ];
    const told = [revisions, [...revisions].reverse()].map(
      (list) => catchError(() => createGraph(list)).message,
    );
    expect(told[0]).to.equal(told[1]);
  });
});

describe("the order of a history", () => {
  const orderOf = (graph: Graph) => ids(graph.revisions);

  it("finishes one branch before the next is begun, in the order of their creation", () => {
    const dates = {
      b2: "2026-01-02T00:00:00Z",
      b1: "2026-01-03T00:00:00Z",
      a: "2026-01-01T00:00:00Z",
      c2: "2026-01-05T00:00:00Z",
      c1: "2026-01-04T00:00:00Z",
    };
    const revisions = revisionsOf("a<-b1<-c1; a<-b2<-c2").map((revision) => ({
      ...revision,
      created: dates[revision.id as keyof typeof dates],
    }));
    expect(orderOf(createGraph(revisions))).to.equal("a,b2,c2,b1,c1");
  });

  it("compares moments, not their spelling", () => {
    const revisions = [
      createRevision("a", { created: "2026-01-01T10:00:00+09:00" }),
      createRevision("b", { created: "2026-01-01T02:00:00Z" }),
      createRevision("c", { created: "2026-01-01T01:30:00Z" }),
    ];
    expect(orderOf(createGraph(revisions))).to.equal("a,c,b");
  });

  it("meets a dependency before it begins the branch that needs it", () => {
    expect(orderOf(graphOf("a<-b<-c(dep z); z"))).to.equal("z,a,b,c");
  });

  it("is the same whatever the order of the files", () => {
    const revisions = revisionsOf(HISTORIES.XDEP);
    const expected = orderOf(createGraph(revisions));
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...revisions], { minLength: revisions.length }),
        (shuffled) => {
          const graph = createGraph(shuffled);
          expect(orderOf(graph)).to.equal(expected);
          expect(ids(graph.undoOrder)).to.equal(ids(createGraph(revisions).undoOrder));
        },
      ),
    );
  });

  it("of siblings does not change when a younger file comes", () => {
    const before = orderOf(graphOf("a<-b1<-c1; a<-b2<-c2; x<-y"));
    const after = orderOf(graphOf("a<-b1<-c1; a<-b2<-c2; x<-y; b2<-z2; x<-z3")).split(",");
    expect(after.filter((id) => !id.startsWith("z")).join()).to.equal(before);
  });
});
