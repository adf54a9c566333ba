import { readFile } from "node:fs/promises";
import { expect } from "chai";
import { heads } from "../../src/action/heads.js";
import { merge } from "../../src/action/merge.js";
import { upgrade } from "../../src/action/upgrade.js";
import { catchRejection } from "../support/catch-error.js";
import { withHistory } from "../support/history-project.js";
import { HISTORIES } from "../support/history.js";

const within = (use: Parameters<typeof withHistory>[1]) => () => withHistory(HISTORIES.FORK, use);

describe("merge", () => {
  it(
    "writes a revision that joins all heads",
    within(async ({ options }) => {
      const { revision, downRevision, path } = await merge({ ...options, revisions: ["heads"] });
      expect(downRevision).to.deep.equal(["d1", "d2"]);
      expect((await heads(options)).heads.map((head) => head.revision)).to.deep.equal([revision]);
      expect(await readFile(path, "utf8")).to.include(`"d1", "d2"`);
    }),
  );

  it(
    "names in its message what it joins, unless it is told otherwise",
    within(async ({ options }) => {
      const { message } = await merge({ ...options, revisions: ["d1", "d2"] });
      expect(message).to.equal("merge d1 and d2");
    }),
  );

  it(
    "takes a message, an id and a label",
    within(async ({ options }) => {
      const given = { message: "together", revId: "mm", branchLabel: ["both"] };
      await merge({ ...options, ...given, revisions: ["L1@head", "L2@head"] });
      const [head] = (await heads(options)).heads;
      expect(head).to.include({ revision: "mm", message: "together" });
      expect(head?.branches).to.include.members(["both", "L1", "L2"]);
    }),
  );

  it(
    "leads to one version row",
    within(async ({ options, query }) => {
      await upgrade({ ...options, target: "heads" });
      await merge({ ...options, revisions: ["heads"], revId: "mm" });
      await upgrade(options);
      expect(await query("SELECT version_num FROM athanor_version")).to.deep.equal([
        { version_num: "mm" },
      ]);
    }),
  );

  it(
    "joins revisions that have children only where a splice is asked for",
    within(async ({ options }) => {
      const failure = await catchRejection(() => merge({ ...options, revisions: ["c1", "c2"] }));
      expect(failure.code).to.equal("NOT_A_HEAD");
      expect(failure.suggestions[0]).to.equal("athanor merge --splice c1 c2");
      const spliced = await merge({ ...options, revisions: ["c1", "c2"], splice: true });
      expect(spliced.downRevision).to.deep.equal(["c1", "c2"]);
    }),
  );

  const refused = [
    ["a revision and what it builds on", ["d1", "b"], "MERGE_OF_ONE_LINE"],
    ["one revision", ["d1"], "NOTHING_TO_MERGE"],
    ["the same revision twice", ["d1", "L1@head"], "NOTHING_TO_MERGE"],
    ["what no file has", ["d1", "zz"], "UNKNOWN_REVISION"],
  ] as const;
  for (const [title, revisions, code] of refused) {
    it(
      `refuses ${title}`,
      within(async ({ options }) => {
        const failure = await catchRejection(() => merge({ ...options, revisions }));
        expect(failure.code).to.equal(code);
      }),
    );
  }

  it(
    "refuses a label that is taken",
    within(async ({ options }) => {
      const failure = await catchRejection(() =>
        merge({ ...options, revisions: ["heads"], branchLabel: ["L1"] }),
      );
      expect(failure.code).to.equal("LABEL_CLASH");
    }),
  );
});
