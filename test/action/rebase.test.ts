import { readFile } from "node:fs/promises";
import { expect } from "chai";
import { downgrade } from "../../src/action/downgrade.js";
import { heads } from "../../src/action/heads.js";
import { rebase } from "../../src/action/rebase.js";
import { upgrade } from "../../src/action/upgrade.js";
import { catchRejection } from "../support/catch-error.js";
import { withHistory, type HistoryProject } from "../support/history-project.js";
import { HISTORIES } from "../support/history.js";

const within =
  (use: (project: HistoryProject) => Promise<unknown>, notation: string = HISTORIES.FORK) =>
  () =>
    withHistory(notation, use);

const headsOf = async ({ options }: HistoryProject) =>
  (await heads(options)).heads.map(({ revision }) => revision);

describe("rebase", () => {
  it(
    "puts one line after the other, in the file and its comment, and changes nothing else",
    within(async (project) => {
      const { options, fileOf } = project;
      const before = await readFile(fileOf("c2"), "utf8");
      const result = await rebase({ ...options, revision: "c2", onto: ["L1@head"] });
      expect(result).to.deep.include({ before: ["b"], downRevision: ["d1"], written: true });
      expect(await headsOf(project)).to.deep.equal(["d2"]);
      expect(await readFile(fileOf("c2"), "utf8")).to.equal(
        before.replace("Revises:   b", "Revises:   d1").replace(`= "b"`, `= "d1"`),
      );
    }),
  );

  it(
    "refuses a revision that the database has applied, and says how to undo it there alone",
    within(async (project) => {
      const { options, query, fileOf } = project;
      await upgrade({ ...options, target: "heads" });
      const before = await readFile(fileOf("c2"), "utf8");
      const act = () => rebase({ ...options, revision: "c2", onto: ["d1"] });
      const failure = await catchRejection(act);
      expect(failure.code).to.equal("REVISION_APPLIED");
      expect(failure.message).to.include(`"default"`);
      expect(failure.suggestions).to.deep.equal(["athanor downgrade c2@b", "athanor merge heads"]);
      expect(await readFile(fileOf("c2"), "utf8")).to.equal(before);
      await downgrade({ ...options, target: "c2@b" });
      expect(await query("SELECT version_num FROM athanor_version")).to.deep.equal([
        { version_num: "d1" },
      ]);
      await act();
      await upgrade(options);
      expect(await query("SELECT version_num FROM athanor_version")).to.deep.equal([
        { version_num: "d2" },
      ]);
    }),
  );

  it(
    "moves a revision that nothing has applied while others are",
    within(async (project) => {
      await upgrade({ ...project.options, target: "d1" });
      await rebase({ ...project.options, revision: "c2", onto: ["d1"] });
      await upgrade(project.options);
    }),
  );

  it(
    "does nothing where the parent is the same, and asks no database",
    within(async ({ options }) => {
      const result = await rebase({ cwd: options.cwd, revision: "c2", onto: ["b"] });
      expect(result.written).to.equal(false);
    }),
  );

  it(
    "makes a base, and a merge",
    within(async (project) => {
      const { options } = project;
      await rebase({ ...options, revision: "c2", onto: ["base"] });
      expect(
        (await rebase({ ...options, revision: "d2", onto: ["c2", "d1"] })).downRevision,
      ).to.deep.equal(["c2", "d1"]);
      expect(await headsOf(project)).to.deep.equal(["d2"]);
    }),
  );

  const refused = [
    ["onto itself", "c2", ["c2"], "REBASE_CYCLE"],
    ["onto what builds on it", "c2", ["d2"], "REBASE_CYCLE"],
    ["onto two revisions of one line", "d2", ["d1", "c1"], "MERGE_OF_ONE_LINE"],
    ["onto what no file has", "d2", ["zz"], "UNKNOWN_REVISION"],
    ["of several revisions", "heads", ["a"], "NOT_ONE_REVISION"],
    ["of several heads", "head", ["a"], "MULTIPLE_HEADS"],
  ] as const;
  for (const [title, revision, onto, code] of refused) {
    it(
      `is refused ${title}`,
      within(async ({ options }) => {
        const failure = await catchRejection(() => rebase({ ...options, revision, onto }));
        expect(failure.code).to.equal(code);
      }),
    );
  }

  it(
    "is refused onto what depends on it",
    within(async ({ options }) => {
      const failure = await catchRejection(() =>
        rebase({ ...options, revision: "y", onto: ["b"] }),
      );
      expect(failure.code).to.equal("REBASE_CYCLE");
    }, "a<-b(dep y); x<-y"),
  );
});
