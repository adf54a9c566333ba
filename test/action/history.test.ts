import { chmod, mkdir, readdir, readFile, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { branches } from "../../src/action/branches.js";
import { heads } from "../../src/action/heads.js";
import { history, type HistoryOptions } from "../../src/action/history.js";
import { show } from "../../src/action/show.js";
import { upgrade } from "../../src/action/upgrade.js";
import { withHistory, type HistoryProject } from "../support/history-project.js";
import { HISTORIES } from "../support/history.js";

const within =
  (use: (project: HistoryProject) => Promise<unknown>, notation: string = HISTORIES.FORK) =>
  () =>
    withHistory(notation, use);

const idsOf = (list: readonly { readonly revision: string }[]) =>
  list.map(({ revision }) => revision);

describe("history", () => {
  const ranges = [
    [{}, ["d1", "c1", "d2", "c2", "b", "a"]],
    [{ limit: 2 }, ["d1", "c1"]],
    [{ range: "c1:d1" }, ["d1", "c1"]],
    [{ range: ":b" }, ["b", "a"]],
    [{ range: "c2:" }, ["d2", "c2"]],
    [{ range: "-1:L2@head" }, ["d2", "c2"]],
    [{ range: "a:+1" }, ["b", "a"]],
    [{ range: "current:d1" }, ["d1", "c1", "b"]],
    [{ range: ":current" }, ["b", "a"]],
    [{ range: "-1:current" }, ["b", "a"]],
  ] as const satisfies readonly (readonly [HistoryOptions, readonly string[]])[];
  for (const [asked, expected] of ranges) {
    it(
      `of ${JSON.stringify(asked)} lists ${expected.join(", ")}`,
      within(async ({ options }) => {
        await upgrade({ ...options, target: "b" });
        expect(idsOf((await history({ ...options, ...asked })).revisions)).to.deep.equal(expected);
      }),
    );
  }

  it(
    "marks what is applied and where the database stands",
    within(async ({ options }) => {
      await upgrade({ ...options, target: "c1" });
      const { revisions } = await history({
        ...options,
        indicateCurrent: true,
        range: "current:L1@head",
      });
      expect(revisions.map((one) => [one.revision, one.applied, one.current])).to.deep.equal([
        ["d1", false, false],
        ["c1", true, true],
      ]);
    }),
  );
});

describe("heads", () => {
  it(
    "tell which only a dependency keeps from being one",
    within(async ({ options }) => {
      const { heads: found } = await heads(options);
      expect(found.map((one) => [one.revision, one.head, one.effectiveHead])).to.deep.equal([
        ["b4", true, false],
        ["a3", false, true],
      ]);
      const resolved = await heads({ ...options, resolveDependencies: true });
      expect(idsOf(resolved.heads)).to.deep.equal(["b4"]);
    }, HISTORIES.NORM),
  );

  it(
    "tell which are not applied yet",
    within(async ({ options }) => {
      await upgrade({ ...options, target: "d1" });
      const { heads: found } = await heads({ ...options, pending: true });
      expect(found.map((one) => [one.revision, one.applied])).to.deep.equal([
        ["d1", true],
        ["d2", false],
      ]);
    }),
  );

  it(
    "that no label tells apart come with both ways out",
    within(async ({ options }) => {
      const [note] = (await heads(options)).notes;
      for (const part of [
        "x.js",
        "y.js",
        `revises "a"`,
        "athanor merge x y",
        "athanor rebase y --onto x",
      ])
        expect(note).to.include(part);
    }, "a<-x; a<-y"),
  );

  it(
    "of branches that were meant come without a word",
    within(async ({ options }) => {
      expect((await heads(options)).notes).to.deep.equal([]);
    }),
  );
});

describe("branches", () => {
  it(
    "are told by where they part",
    within(async ({ options }) => {
      const { branchPoints } = await branches(options);
      expect(branchPoints.map((point) => [point.revision, idsOf(point.children)])).to.deep.equal([
        ["b", ["c1", "c2"]],
      ]);
    }),
  );
});

describe("show", () => {
  it(
    "tells the header, and each operation in a sentence",
    within(async ({ options }) => {
      const [shown] = (await show({ ...options, revision: "L1@head-1" })).revisions;
      expect(shown).to.deep.include({
        revision: "c1",
        downRevision: ["b"],
        branchLabels: ["L1"],
        message: "make c1",
        created: "2026-11-20T08:30:00Z",
      });
      expect(shown?.databases[0]?.upgrade).to.have.length(1);
      expect(shown?.databases[0]?.upgrade[0]).to.match(/^create table "t_c1"/);
      expect(shown?.databases[0]?.downgrade[0]).to.match(/^drop table "t_c1"/);
    }),
  );
});

describe("the memory of headers", () => {
  const readWith = (project: HistoryProject, cacheFolder: string) =>
    history({ ...project.options, world: { cacheFolder } }).then(({ revisions }) =>
      idsOf(revisions),
    );

  it(
    "lies in the folder that it is given, and nowhere else",
    within(async (project) => {
      const cacheFolder = join(project.root, "cache");
      await history(project.options);
      expect(await readdir(project.root)).not.to.include("cache");
      await readWith(project, cacheFolder);
      expect(await readdir(cacheFolder)).to.have.length(1);
    }),
  );

  it(
    "is not believed of a file that has changed",
    within(async (project) => {
      const cacheFolder = join(project.root, "cache");
      const path = project.fileOf("b");
      const old = new Date(Date.now() - 60_000);
      await utimes(path, old, old);
      await readWith(project, cacheFolder);
      await writeFile(path, (await readFile(path, "utf8")).replaceAll(`"b"`, `"z"`));
      expect(await readWith(project, cacheFolder)).to.deep.equal(["z", "a"]);
    }, "a<-b"),
  );

  it(
    "is done without where it cannot be written",
    within(async (project) => {
      const cacheFolder = join(project.root, "sealed");
      await mkdir(cacheFolder);
      await chmod(cacheFolder, 0o500);
      expect(await readWith(project, join(cacheFolder, "own"))).to.deep.equal(["b", "a"]);
      await writeFile(join(project.root, "file"), "");
      expect(await readWith(project, join(project.root, "file/own"))).to.deep.equal(["b", "a"]);
    }, "a<-b"),
  );
});
