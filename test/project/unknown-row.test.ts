import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { check } from "../../src/action/check.js";
import { upgrade } from "../../src/action/upgrade.js";
import { runCommand } from "../../src/directory/command.js";
import { findInGit } from "../../src/directory/git.js";
import { catchRejection } from "../support/catch-error.js";
import { withHistory, type HistoryProject } from "../support/history-project.js";
import { HISTORIES } from "../support/history.js";

type Git = (...parameters: readonly string[]) => void;

/** A project under git, whose database is at head. */
const withGit = (use: (project: HistoryProject, git: Git) => Promise<void>) => () =>
  withHistory(HISTORIES.LIN, async (project) => {
    const git: Git = (...parameters) => {
      const author = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org"];
      execFileSync("git", [...author, ...parameters], { cwd: project.root, stdio: "pipe" });
    };
    git("init", "-q", "-b", "main");
    git("add", "package.json");
    git("commit", "-qm", "begin");
    await upgrade(project.options);
    await use(project, git);
  });

describe("a database at a revision that no file has", () => {
  it(
    "is told of the branch of git that has the file, and of the command that takes it back",
    withGit(async ({ options }, git) => {
      git("checkout", "-qb", "feature");
      git("add", "migrations");
      git("commit", "-qm", "more tables");
      git("checkout", "-q", "main");
      git("restore", "--source=feature", "--", "migrations/versions/a.js");
      for (const act of [upgrade, check]) {
        const failure = await catchRejection(() => act(options));
        expect(failure.code).to.equal("UNKNOWN_ROW");
        expect(failure.message).to.include(
          `Git has the file on the branch "feature": migrations/versions/e.js.`,
        );
        expect(failure.suggestions[0]).to.equal(
          "git restore --source=feature -- migrations/versions/e.js",
        );
        expect(failure.suggestions.join()).not.to.include("stamp");
      }
      git("restore", "--source=feature", "--", "migrations");
      expect((await upgrade(options)).databases[0]?.to).to.deep.equal(["e"]);
    }),
  );

  it(
    "is told of the last commit that had the file, where it was deleted",
    withGit(async ({ options, fileOf }, git) => {
      git("add", "migrations");
      git("commit", "-qm", "more tables");
      rmSync(fileOf("e"));
      git("commit", "-qam", "fewer tables");
      const failure = await catchRejection(() => check(options));
      expect(failure.message).to.match(/Git has the file in the commit [0-9a-f]{12}: /);
      expect(failure.message).to.include("deleted");
      const [restore = ""] = failure.suggestions;
      git(...restore.split(" ").slice(1));
      expect((await upgrade(options)).databases[0]?.to).to.deep.equal(["e"]);
    }),
  );

  it(
    "is told of no file that only names the revision as its parent",
    withGit(async ({ root, fileOf }, git) => {
      rmSync(fileOf("d"));
      git("add", "migrations");
      git("commit", "-qm", "without d");
      const folders = [join(root, "migrations")];
      const search = { folders, cwd: root, run: runCommand };
      expect(await findInGit({ ...search, id: "d" })).to.equal(undefined);
      expect((await findInGit({ ...search, id: "e" }))?.source).to.equal("main");
    }),
  );

  it(
    "is told what may have happened where git does not know the file",
    withGit(async ({ options, fileOf }) => {
      rmSync(fileOf("e"));
      const failure = await catchRejection(() => check(options));
      expect(failure.message).to.include("another project's database");
      expect(failure.facts).not.to.have.property("source");
    }),
  );
});
