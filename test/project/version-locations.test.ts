import { mkdir, readdir, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { branches } from "../../src/action/branches.js";
import { downgrade } from "../../src/action/downgrade.js";
import { heads } from "../../src/action/heads.js";
import { history } from "../../src/action/history.js";
import { revision } from "../../src/action/revision.js";
import { upgrade } from "../../src/action/upgrade.js";
import { catchRejection } from "../support/catch-error.js";
import { withHistory, type HistoryProject } from "../support/history-project.js";

const config = (settings: object) => ({
  "athanor.config.json": JSON.stringify({ scriptLocation: "migrations", ...settings }),
});

const globbed = config({ versionLocations: ["migrations/versions", "modules/*/migrations"] });
const nested = config({ recursiveVersionLocations: true });

const ids = (list: readonly { readonly revision: string }[]) => list.map(({ revision: id }) => id);

async function addModules({ options, root }: HistoryProject): Promise<void> {
  for (const module of ["billing", "shop"]) {
    const versionPath = join(root, `modules/${module}/migrations`);
    const label = { branchLabel: [module], revId: `${module}1` };
    await revision({ ...options, ...label, versionPath, head: "base", message: `begin ${module}` });
    await revision({ ...options, head: `${module}@head`, revId: `${module}2` });
  }
}

describe("a fileTemplate with folders", () => {
  const dated = config({ fileTemplate: "{year}/{month}/{rev}_{slug}", timezone: "utc" });
  const now = (moment: string) => ({ world: { now: () => new Date(moment) } });

  it("needs nothing beside it: the files are found again, and build on one another", () =>
    withHistory(
      "",
      async ({ options, root }) => {
        for (const [revisionId, moment] of [
          ["aaaa", "2025-12-31T23:00:00Z"],
          ["bbbb", "2026-01-01T01:00:00Z"],
        ] as const)
          await revision({
            ...options,
            ...now(moment),
            revId: revisionId,
            message: `make ${revisionId}`,
          });
        const { revisions } = await history(options);
        expect(revisions.map(({ revision: id, downRevision }) => [id, downRevision])).to.deep.equal(
          [
            ["bbbb", ["aaaa"]],
            ["aaaa", []],
          ],
        );
        const versions = join(root, "migrations/versions");
        expect(await readdir(join(versions, "2025/12"))).to.deep.equal(["aaaa_make_aaaa.js"]);
        expect(await readdir(join(versions, "2026/01"))).to.deep.equal(["bbbb_make_bbbb.js"]);
        const { databases } = await upgrade(options);
        expect(databases[0]?.applied).to.have.length(2);
      },
      dated,
    ));

  it("is told of, once it is gone and its folders are not read any more", () =>
    withHistory(
      "",
      async ({ options }) => {
        const { notes } = await history(options);
        expect(notes.join()).to.match(/2025" holds revision files/);
      },
      {
        "migrations/versions/2025/12/aaaa.js": `export const revision = "aaaa"; export const downRevision = null;`,
      },
    ));
});

describe("a post-write hook", () => {
  const hooks = (...commands: readonly string[]) =>
    config({ postWriteHooks: commands.map((command) => ({ name: command, command })) });

  it("formats the file that a command wrote", () =>
    withHistory(
      "",
      async ({ options }) => {
        const { path = "" } = await revision({ ...options, message: "x" });
        expect(await readFile(path, "utf8")).to.include("export const revision = '");
      },
      { ...hooks("prettier --single-quote --write {file}", "eslint --no-config-lookup {file}") },
    )).timeout(30_000);

  it("that fails fails the command, and the file stays", () =>
    withHistory(
      "",
      async ({ options, root }) => {
        const error = await catchRejection(() => revision({ ...options, revId: "aaaa" }));
        expect(error.code).to.equal("HOOK_FAILED");
        expect(await readdir(join(root, "migrations/versions"))).to.deep.equal(["aaaa.js"]);
      },
      hooks(`node -e "process.exit(3)"`),
    ));
});

describe("several version locations", () => {
  const within =
    (use: (project: HistoryProject) => Promise<unknown>, files: Record<string, string> = globbed) =>
    () =>
      withHistory("a<-b", use, files);

  it(
    "each have a branch of their own, whose revisions lie beside their parents",
    within(async (project) => {
      await addModules(project);
      expect(ids((await heads(project.options)).heads)).to.deep.equal(["b", "billing2", "shop2"]);
      const files = await readdir(join(project.root, "modules/billing/migrations"));
      expect(files.map((name) => name.split(/[_.]/)[0]).sort()).to.deep.equal([
        "billing1",
        "billing2",
      ]);
    }),
  );

  it(
    "are upgraded and undone branch by branch",
    within(async (project) => {
      const { options, query } = project;
      await addModules(project);
      const rows = async () =>
        (await query("SELECT version_num FROM athanor_version ORDER BY 1")).map(
          (row) => row["version_num"],
        );
      await upgrade({ ...options, target: "billing@head" });
      expect(await rows()).to.deep.equal(["billing2"]);
      await upgrade({ ...options, target: "heads" });
      expect(await rows()).to.deep.equal(["b", "billing2", "shop2"]);
      await downgrade({ ...options, target: "shop@base" });
      expect(await rows()).to.deep.equal(["b", "billing2"]);
    }),
  );

  it(
    "may depend on one another",
    within(async (project) => {
      const { options } = project;
      await addModules(project);
      const needs = { head: "shop@head", dependsOn: ["billing"], revId: "shop3" };
      await revision({ ...options, ...needs });
      const { databases } = await upgrade({ ...options, target: "shop@head" });
      expect(ids(databases[0]?.applied ?? [])).to.deep.equal([
        "billing1",
        "shop1",
        "shop2",
        "shop3",
      ]);
      expect((await branches(options)).branchPoints).to.deep.equal([]);
    }),
  );

  it(
    "are found below a folder where that is asked for",
    within(async ({ options, root }) => {
      const versionPath = join(root, "migrations/versions/2026/autumn");
      await revision({ ...options, versionPath, revId: "c" });
      const { revisions } = await history(options);
      expect(ids(revisions)).to.deep.equal(["c", "b", "a"]);
      expect(revisions[0]?.path).to.include("2026/autumn");
    }, nested),
  );

  it(
    "are all that a new revision may lie in",
    within(async ({ options, root }) => {
      const versionPath = join(root, "elsewhere");
      const failure = await catchRejection(() => revision({ ...options, versionPath }));
      expect(failure.code).to.equal("UNKNOWN_VERSION_PATH");
    }),
  );
});

describe("a project in a folder whose name looks like a pattern", () => {
  for (const name of ["app (copy)", "app [1]", "{app}", "app!"]) {
    it(`has its revisions: ${name}`, () =>
      withHistory("a<-b", async ({ root }) => {
        const moved = join(root, name);
        await mkdir(moved);
        await rename(join(root, "migrations"), join(moved, "migrations"));
        const options = { cwd: moved, scriptLocation: "migrations" };
        expect(ids((await heads(options)).heads)).to.deep.equal(["b"]);
      }));

    it(`has those that a pattern of its own finds: ${name}`, () =>
      withHistory("a<-b", async ({ root }) => {
        const moved = join(root, name);
        await mkdir(moved);
        await rename(join(root, "migrations"), join(moved, "migrations"));
        const options = { cwd: moved, versionLocations: ["*/versions"] };
        expect(ids((await heads(options)).heads)).to.deep.equal(["b"]);
      }));
  }
});
