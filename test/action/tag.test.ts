import { execFile } from "node:child_process";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { current } from "../../src/action/current.js";
import { downgrade } from "../../src/action/downgrade.js";
import { history } from "../../src/action/history.js";
import { deleteTag, listTags, tag } from "../../src/action/tag.js";
import { upgrade } from "../../src/action/upgrade.js";
import { catchRejection } from "../support/catch-error.js";
import { withHistory, type HistoryProject } from "../support/history-project.js";
import { HISTORIES } from "../support/history.js";

const within =
  (use: (project: HistoryProject) => Promise<unknown>, notation: string = HISTORIES.LIN) =>
  () =>
    withHistory(notation, use);

const tagsFile = ({ root }: HistoryProject) => join(root, "migrations/tags.json");

describe("tag", () => {
  it(
    "names the head",
    within(async ({ options }) => {
      const { revision } = await tag({ ...options, tag: "v1.4" });
      expect(revision).to.equal("e");
      expect((await listTags(options)).tags).to.deep.equal([
        { tag: "v1.4", revision: "e", exists: true, message: "make e" },
      ]);
    }),
  );

  it(
    "is an identifier for upgrade, downgrade and history",
    within(async ({ options }) => {
      await tag({ ...options, tag: "v1.3", revision: "b" });
      await tag({ ...options, tag: "v1.4", revision: "v1.3+2" });
      await upgrade({ ...options, target: "v1.4" });
      const at = async () =>
        (await current(options)).databases[0]?.revisions.map(({ revision }) => revision);
      expect(await at()).to.deep.equal(["d"]);
      await downgrade({ ...options, target: "v1.3" });
      expect(await at()).to.deep.equal(["b"]);
      const { revisions } = await history({ ...options, range: "v1.3:v1.4" });
      expect(revisions.map(({ revision }) => revision)).to.deep.equal(["d", "c", "b"]);
    }),
  );

  it(
    "names where the database stands",
    within(async ({ options }) => {
      await upgrade({ ...options, target: "c" });
      expect((await tag({ ...options, tag: "live", revision: "current" })).revision).to.equal("c");
    }),
  );

  it(
    "moves only by force",
    within(async ({ options }) => {
      await tag({ ...options, tag: "v1", revision: "a" });
      const failure = await catchRejection(() => tag({ ...options, tag: "v1", revision: "b" }));
      expect(failure.code).to.equal("TAG_EXISTS");
      expect(failure.suggestions[0]).to.equal("athanor tag --force v1 b");
      const moved = await tag({ ...options, tag: "v1", revision: "b", force: true });
      expect(moved).to.include({ revision: "b", before: "a" });
    }),
  );

  it(
    "can be deleted, though it breaks the history",
    within(async (project) => {
      const { options } = project;
      await writeFile(tagsFile(project), `{ "L1": "d1" }`);
      expect((await catchRejection(() => history(options))).code).to.equal("LABEL_CLASH");
      await deleteTag({ ...options, tag: "L1" });
      expect((await listTags(options)).tags).to.deep.equal([]);
    }, HISTORIES.FORK),
  );

  it(
    "whose revision was deleted is listed as such, and refused everywhere else",
    within(async ({ options, fileOf }) => {
      await tag({ ...options, tag: "v2" });
      await rm(fileOf("e"));
      expect((await listTags(options)).tags[0]).to.include({ tag: "v2", exists: false });
      for (const act of [
        () => upgrade({ ...options, target: "v2" }),
        () => downgrade({ ...options, target: "v2" }),
        () => history({ ...options, range: "a:v2" }),
        () => tag({ ...options, tag: "v3", revision: "v2" }),
      ]) {
        const failure = await catchRejection(act);
        expect(failure.code).to.equal("TAG_WITHOUT_REVISION");
        expect(failure.message).to.include(`"e"`).and.to.include("deleted");
      }
    }),
  );

  const refused = [
    ["a branch label", "L1", "d1", "LABEL_CLASH"],
    ["an id", "d2", "d1", "LABEL_CLASH"],
    ["a letter of the grammar", "v1-rc", "d1", "ILLEGAL_IDENTIFIER"],
    ["a reserved word", "head", "d1", "ILLEGAL_IDENTIFIER"],
    ["several heads", "v1", "head", "MULTIPLE_HEADS"],
    ["heads as one revision", "v1", "heads", "NOT_ONE_REVISION"],
    ["base", "v1", "base", "NOT_ONE_REVISION"],
  ] as const;
  for (const [title, name, revision, code] of refused) {
    it(
      `refuses ${title}, and writes nothing`,
      within(async ({ options }) => {
        const failure = await catchRejection(() => tag({ ...options, tag: name, revision }));
        expect(failure.code).to.equal(code);
        expect((await listTags(options)).tags).to.deep.equal([]);
      }, HISTORIES.FORK),
    );
  }

  it(
    "that does not exist cannot be deleted; near names are told",
    within(async ({ options }) => {
      await tag({ ...options, tag: "v1.4" });
      const failure = await catchRejection(() => deleteTag({ ...options, tag: "v1.5" }));
      expect(failure.code).to.equal("UNKNOWN_TAG");
      expect(failure.suggestions[0]).to.equal("athanor tag --delete v1.4");
    }),
  );

  it(
    "set on two git branches at once survives the merge",
    within(async (project) => {
      const { options, root } = project;
      const git = (...words: readonly string[]) =>
        promisify(execFile)("git", ["-c", "user.name=a", "-c", "user.email=a@b.c", ...words], {
          cwd: root,
        });
      const commit = async () => {
        await git("add", "migrations");
        await git("commit", "-q", "-m", "x");
      };
      await git("init", "-q", "-b", "main");
      await tag({ ...options, tag: "v1.0", revision: "a" });
      await commit();
      await git("checkout", "-q", "-b", "theirs");
      await tag({ ...options, tag: "v1.1", revision: "b" });
      await commit();
      await git("checkout", "-q", "main");
      await tag({ ...options, tag: "v1.2", revision: "c" });
      await commit();
      await git("merge", "-q", "--no-edit", "theirs");
      expect((await listTags(options)).tags.map((each) => [each.tag, each.revision])).to.deep.equal(
        [
          ["v1.0", "a"],
          ["v1.1", "b"],
          ["v1.2", "c"],
        ],
      );
      await tag({ ...options, tag: "v1.3", revision: "d" });
      expect(JSON.parse(await readFile(tagsFile(project), "utf8"))).to.have.all.keys(
        "v1.0",
        "v1.1",
        "v1.2",
        "v1.3",
      );
    }),
  );
});
