import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { check } from "../../src/action/check.js";
import { current } from "../../src/action/current.js";
import { downgrade } from "../../src/action/downgrade.js";
import { ensureVersion } from "../../src/action/ensure-version.js";
import { heads } from "../../src/action/heads.js";
import { history } from "../../src/action/history.js";
import { merge } from "../../src/action/merge.js";
import type { ProjectOptions } from "../../src/project/project.js";
import { revision } from "../../src/action/revision.js";
import { show } from "../../src/action/show.js";
import { stamp } from "../../src/action/stamp.js";
import { upgrade } from "../../src/action/upgrade.js";
import { catchRejection } from "../support/catch-error.js";
import { fileText, withHistory, type HistoryProject } from "../support/history-project.js";
import { createRevision, HISTORIES } from "../support/history.js";

type Act = (options: ProjectOptions) => Promise<unknown>;

const commands: Readonly<Record<string, Act>> = {
  heads,
  history,
  upgrade,
  current,
  check,
  downgrade: (options) => downgrade({ ...options, target: "-1" }),
  revision: (options) => revision(options),
  show: (options) => show({ ...options, revision: "head" }),
  merge: (options) => merge({ ...options, revisions: ["heads"] }),
  stamp: (options) => stamp({ ...options, targets: ["head"] }),
};

/** Histories that no command can work with: the notation, a further file, the code, and what the message holds. */
const brokenHistories = [
  [
    "a parent that no file has",
    "a<-b; c<-d",
    { id: "x", down: ["gone"] },
    "UNKNOWN_PARENT",
    ["x.js", `"gone"`],
  ],
  ["one id in two files", "a<-b", { id: "b", down: ["a"] }, "DUPLICATE_REVISION", ["b.js", "x.js"]],
  [
    "a cycle, of which the members are listed",
    "a<-b; p(q)<-r; q(r)",
    { id: "x", down: ["p"] },
    "REVISION_CYCLE",
    [`"p"`, `"q"`, `"r"`],
  ],
  [
    "a revision that revises itself",
    "a",
    { id: "x", down: ["x"] },
    "REVISION_CYCLE",
    ["names itself"],
  ],
  [
    "a revision that depends on itself",
    "a",
    { id: "x", dependsOn: ["x"] },
    "REVISION_CYCLE",
    ["names itself"],
  ],
  [
    "a label on two revisions",
    "a<-b[L]",
    { id: "x", labels: ["L"] },
    "LABEL_CLASH",
    ["b.js", "x.js"],
  ],
  ["a label that is an id", "a<-b", { id: "x", labels: ["b"] }, "LABEL_CLASH", ["b.js", "x.js"]],
  ["letters of the grammar in an id", "a", { id: "x-1" }, "ILLEGAL_IDENTIFIER", ["x.js", `"-"`]],
  [
    "letters of the grammar in a label",
    "a",
    { id: "x", labels: ["my label"] },
    "ILLEGAL_IDENTIFIER",
    ["x.js", `" "`],
  ],
  ["a reserved word as an id", "a", { id: "head" }, "ILLEGAL_IDENTIFIER", ["reserved"]],
  [
    "a dependency that nothing has",
    "a<-bee",
    { id: "x", dependsOn: ["beee"] },
    "UNKNOWN_DEPENDENCY",
    ["x.js", `"bee"`],
  ],
  [
    "a dependency that is the beginning of several",
    "ab1; ab2",
    { id: "x", dependsOn: ["ab"] },
    "AMBIGUOUS_DEPENDENCY",
    [`"ab1"`, `"ab2"`],
  ],
] as const;

describe("a broken history", () => {
  for (const [title, notation, parts, code, says] of brokenHistories) {
    it(`with ${title} is one clear error for every command`, () =>
      withHistory(notation, async ({ options, root }) => {
        const { id, ...others } = parts;
        await writeFile(
          join(root, "migrations/versions/x.js"),
          fileText(createRevision(id, others)),
        );
        for (const [name, act] of Object.entries(commands)) {
          const failure = await catchRejection(() => act(options));
          expect(failure.code, name).to.equal(code);
          for (const part of says) expect(failure.message, name).to.include(part);
        }
      }));
  }
});

/** Calls that cannot be understood: the history, the call, the code, and what message and suggestions hold. */
const wrongCalls: readonly (readonly [string, string, Act, string, readonly string[]])[] = [
  [
    "a beginning of several ids",
    "ab1<-ab2",
    (o) => upgrade({ ...o, target: "ab" }),
    "AMBIGUOUS_REVISION",
    [`"ab1"`, `"ab2"`, "athanor upgrade ab1"],
  ],
  [
    "an id that is near to one",
    "abcdef<-fedcba",
    (o) => show({ ...o, revision: "abcdfe" }),
    "UNKNOWN_REVISION",
    ["athanor show abcdef"],
  ],
  [
    "a walk across a branch point",
    HISTORIES.FORK,
    (o) => upgrade({ ...o, target: "b+1" }),
    "AMBIGUOUS_WALK",
    [`"c1"`, `"c2"`],
  ],
  [
    "a walk across a merge point",
    HISTORIES.MERGE,
    (o) => show({ ...o, revision: "e-1" }),
    "AMBIGUOUS_WALK",
    [`"d1"`, `"d2"`],
  ],
  [
    "a merge of a revision and what it builds on",
    HISTORIES.FORK,
    (o) => merge({ ...o, revisions: ["c1", "d1"] }),
    "MERGE_OF_ONE_LINE",
    [`"c1"`, `"d1"`],
  ],
  [
    "a range that is no line of descent",
    HISTORIES.FORK,
    (o) => history({ ...o, range: "c1:d2" }),
    "RANGE_NOT_DESCENT",
    ["c1:d2"],
  ],
  [
    "a range that is upside down",
    HISTORIES.LIN,
    (o) => history({ ...o, range: "d:b" }),
    "RANGE_NOT_DESCENT",
    ["athanor history -r b:d"],
  ],
  [
    "a range with two colons",
    HISTORIES.LIN,
    (o) => history({ ...o, range: "a:b:c" }),
    "MALFORMED_RANGE",
    ["a:b:c"],
  ],
  [
    "a new revision on two heads",
    HISTORIES.FORK,
    (o) => revision(o),
    "MULTIPLE_HEADS",
    ["d1.js", "d2.js", `revises "c1"`, "athanor merge d1 d2", "athanor rebase c2 --onto d1"],
  ],
  [
    "an upgrade to the head of two",
    HISTORIES.FORK,
    (o) => upgrade(o),
    "MULTIPLE_HEADS",
    ["d1.js", "d2.js", `revises "c2"`, "athanor merge d1 d2", "athanor rebase c2 --onto d1"],
  ],
  [
    "a new revision with letters of the grammar in its id",
    "a",
    (o) => revision({ ...o, revId: "x@1" }),
    "ILLEGAL_IDENTIFIER",
    [`"@"`],
  ],
  [
    "a new revision whose id is taken",
    "a",
    (o) => revision({ ...o, revId: "a" }),
    "DUPLICATE_REVISION",
    ["a.js"],
  ],
  [
    "a new revision whose label is taken",
    "a[L]",
    (o) => revision({ ...o, branchLabel: ["L"] }),
    "LABEL_CLASH",
    ["a.js"],
  ],
  [
    "a new revision on what has a child",
    "a<-b",
    (o) => revision({ ...o, head: "a" }),
    "NOT_A_HEAD",
    ["--splice"],
  ],
];

describe("an identifier that cannot be understood", () => {
  for (const [title, notation, act, code, says] of wrongCalls) {
    it(`is one clear error: ${title}`, () =>
      withHistory(notation, async ({ options }) => {
        const failure = await catchRejection(() => act(options));
        expect(failure.code).to.equal(code);
        const told = [failure.message, ...failure.suggestions].join("\n");
        for (const part of says) expect(told).to.include(part);
      }));
  }
});

describe("version rows that the history does not explain", () => {
  const withRows =
    (rows: readonly string[], use: (project: HistoryProject) => Promise<unknown>) => () =>
      withHistory(HISTORIES.LIN, async (project) => {
        await ensureVersion(project.options);
        for (const row of rows)
          await project.query(`INSERT INTO athanor_version VALUES ('${row}')`);
        await use(project);
      });

  const movers: Readonly<Record<string, Act>> = {
    upgrade,
    check,
    downgrade: (options) => downgrade({ ...options, target: "-1" }),
    stamp: (options) => stamp({ ...options, targets: ["head"] }),
  };

  it(
    "that no file has: what may have happened, and the ways out",
    withRows(["zz"], async ({ options, query }) => {
      for (const [name, act] of Object.entries(movers)) {
        const failure = await catchRejection(() => act(options));
        expect(failure.code, name).to.equal("UNKNOWN_ROW");
        for (const part of [`"zz"`, "git branch", "deleted", "another project's database"])
          expect(failure.message, name).to.include(part);
        expect(failure.suggestions.join(), name).to.include("stamp --purge");
      }
      expect(await query("SELECT version_num FROM athanor_version")).to.deep.equal([
        { version_num: "zz" },
      ]);
    }),
  );

  it(
    "of which one builds on another: which, and the ways out",
    withRows(["b", "d"], async ({ options, query }) => {
      for (const [name, act] of Object.entries(movers)) {
        const failure = await catchRejection(() => act(options));
        expect(failure.code, name).to.equal("OVERLAPPING_ROWS");
        expect(failure.suggestions[0], name).to.equal("athanor stamp --purge d");
      }
      expect(await query("SELECT version_num FROM athanor_version ORDER BY 1")).to.deep.equal([
        { version_num: "b" },
        { version_num: "d" },
      ]);
      await stamp({ ...options, targets: ["d"], purge: true });
      await upgrade(options);
    }),
  );

  it(
    "are told by those who only look, and keep nobody from looking",
    withRows(["zz"], async ({ options }) => {
      expect((await current(options)).databases[0]?.unknown).to.deep.equal(["zz"]);
      const { notes, revisions } = await history({ ...options, indicateCurrent: true });
      expect(notes).to.deep.equal([`Database "default" is at "zz", which no revision file has.`]);
      expect(revisions.every(({ applied }) => applied === false)).to.equal(true);
    }),
  );
});
