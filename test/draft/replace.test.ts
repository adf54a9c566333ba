import { appendFile, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { check } from "../../src/action/check.js";
import type { Ask } from "../../src/draft/ask.js";
import { history } from "../../src/action/history.js";
import { revision, type RevisionOptions } from "../../src/action/revision.js";
import { tag } from "../../src/action/tag.js";
import { upgrade } from "../../src/action/upgrade.js";
import { codeOf } from "../support/code-of.js";
import { withEntities, type Application } from "../support/versioned-entities.js";

const user = (columns: string): string => `
@Entity("users")
class User {
  @PrimaryGeneratedColumn() id!: number;
  @Column("int", { nullable: true }) points!: number | null;
${columns}
}
const entities = [User];`;

const versions = {
  before: user(`@Column("varchar") name!: string;`),
  after: user(`@Column("varchar") fullname!: string;`),
  later: user(`@Column("varchar") fullname!: string; @Column("int", { default: 0 }) age!: number;`),
  indexed: user(
    `@Column("varchar") name!: string; @Index({ concurrent: true }) @Column("int", { nullable: true }) age!: number | null;`,
  ),
  grown: user(
    `@Column("varchar") name!: string; @Column("int", { nullable: true }) age!: number | null;`,
  ),
  required: user(
    `@Column("varchar") name!: string; @Column("varchar", { length: 2 }) country!: string;`,
  ),
};

type Version = keyof typeof versions;

const at = (application: Application, version: Version) => ({
  ...application.at(version),
  scriptLocation: "migrations",
});

function generate(application: Application, version: Version, more: Partial<RevisionOptions> = {}) {
  return revision({ ...at(application, version), autogenerate: true, ...more });
}

const replacing = { replace: true, rename: ["users.name:fullname"] };

async function filesOf({ root }: Application): Promise<readonly string[]> {
  return (await readdir(join(root, "migrations/versions"))).sort();
}

/** One revision is applied; the next is written, and asks whether a column was renamed. */
function withQuestion(
  use: (application: Application, path: string) => Promise<void>,
): Promise<void> {
  return withEntities("better-sqlite3", versions, async (application) => {
    await generate(application, "before", { message: "before" });
    await upgrade(at(application, "before"));
    await application.query("INSERT INTO users (name) VALUES ('Ada')");
    const { path = "" } = await generate(application, "after", { message: "names" });
    await use(application, path);
  });
}

describe("a revision that is replaced", () => {
  it("keeps its file, its id, its message and its parent", () =>
    withQuestion(async (application, path) => {
      const before = await history(at(application, "after"));
      const files = await filesOf(application);
      const result = await generate(application, "after", replacing);
      expect(result).to.deep.include({ path, message: "names", written: true, replaced: [path] });
      expect(await filesOf(application)).to.deep.equal(files);
      const after = await history(at(application, "after"));
      const told = ({ revision: id, downRevision }: (typeof after.revisions)[number]) => [
        id,
        downRevision,
      ];
      expect(after.revisions.map(told)).to.deep.equal(before.revisions.map(told));
      expect(await readFile(path, "utf8"))
        .to.include("renameColumn")
        .and.not.to.include("drop");
    }));

  it("keeps the rows of what it renames, and nothing is left to find", () =>
    withQuestion(async (application) => {
      await generate(application, "after", replacing);
      await upgrade(at(application, "after"));
      expect(await application.query("SELECT fullname FROM users")).to.deep.equal([
        { fullname: "Ada" },
      ]);
      expect((await check(at(application, "after"))).clean).to.equal(true);
    }));

  it("is advised, word for word, where the question stands in the file", () =>
    withQuestion(async (_, path) => {
      expect(await readFile(path, "utf8")).to.include(
        'Is "users.fullname" the new name of "users.name"? Then run this, and nothing is lost: athanor revision --autogenerate --replace --rename users.name:fullname\n',
      );
    }));

  it("is advised with the answers that were given before", () =>
    withQuestion(async (application) => {
      const answered = { replace: true, new: ["users.fullname"], backfill: ["users.fullname=''"] };
      const { again } = await generate(application, "after", answered);
      expect(again).to.equal(
        `athanor revision --autogenerate --replace --new users.fullname --backfill 'users.fullname='\\'''\\'''`,
      );
    }));

  it("is advised with the answers of whoever was asked", () =>
    withQuestion(async (application) => {
      const ask: Ask = {
        rename: ({ candidates }) => Promise.resolve(candidates[0]),
        backfill: () => Promise.resolve(undefined),
        confirm: () => Promise.resolve(true),
      };
      const { again } = await generate(application, "after", { replace: true, ask });
      expect(again).to.equal(
        "athanor revision --autogenerate --replace --rename users.name:fullname",
      );
    }));

  it("takes another message, and its file the name that goes with it", () =>
    withQuestion(async (application, path) => {
      const result = await generate(application, "after", { ...replacing, message: "full names" });
      expect(result.path).to.match(/_full_names\.ts$/);
      expect(result.replaced).to.deep.equal([path]);
      expect(await filesOf(application)).to.have.length(2);
    }));

  it("holds what the entities want by now", () =>
    withQuestion(async (application) => {
      const { databases } = await generate(application, "later", replacing);
      expect(databases.flatMap(({ operations }) => operations).join()).to.include('"age"');
    }));

  it("may be the first", () =>
    withEntities("better-sqlite3", versions, async (application) => {
      const first = await generate(application, "before", { message: "first" });
      const result = await generate(application, "required", { replace: true });
      expect(result.revision).to.equal(first.revision);
      expect(result.text).to.include("country");
    }));

  it("keeps its tag", () =>
    withQuestion(async (application) => {
      await tag({ ...at(application, "after"), tag: "v1" });
      const { revision: id } = await generate(application, "after", replacing);
      const { revisions } = await history(at(application, "after"));
      expect(revisions.find((each) => each.revision === id)?.tags).to.deep.equal(["v1"]);
    }));

  it("stays as it is where its text is only asked for", () =>
    withQuestion(async (application, path) => {
      const before = await readFile(path, "utf8");
      const { text } = await generate(application, "after", { ...replacing, sql: true });
      expect(text).to.include("renameColumn");
      expect(await readFile(path, "utf8")).to.equal(before);
    }));

  it("stays as it is where the new one fails its rehearsal", () =>
    withQuestion(async (application, path) => {
      const before = await readFile(path, "utf8");
      const dropping = { replace: true, new: ["users.fullname"], rehearse: true };
      expect(await codeOf(generate(application, "after", dropping))).to.equal("REHEARSAL_FAILED");
      expect(await readFile(path, "utf8")).to.equal(before);
      expect(await filesOf(application)).to.have.length(2);
    }));

  it("is told to be needless where the entities are as the database is", () =>
    withQuestion(async (application, path) => {
      const { written, notes } = await generate(application, "before", { replace: true });
      expect(written).to.equal(false);
      expect(notes.join()).to.include(path).and.include("may be deleted");
    }));
});

describe("a revision is not replaced", () => {
  it("once it is applied", () =>
    withQuestion(async (application) => {
      await generate(application, "after", replacing);
      await upgrade(at(application, "after"));
      expect(await codeOf(generate(application, "after", replacing))).to.equal("REVISION_APPLIED");
    }));

  it("while another builds on it", () =>
    withQuestion(async (application) => {
      const { revisions } = await history(at(application, "after"));
      const base = revisions.at(-1)?.revision ?? "";
      const older = { ...replacing, head: base };
      expect(await codeOf(generate(application, "after", older))).to.equal("NOT_A_HEAD");
    }));

  it("where nobody says which of several is meant", () =>
    withQuestion(async (application, path) => {
      const { revisions } = await history(at(application, "after"));
      const base = revisions.at(-1)?.revision ?? "";
      await revision({ ...at(application, "after"), head: base, splice: true, message: "other" });
      const before = await readFile(path, "utf8");
      expect(await codeOf(generate(application, "after", replacing))).to.equal("MULTIPLE_HEADS");
      expect(await readFile(path, "utf8")).to.equal(before);
    }));

  it("where there is none", () =>
    withEntities("better-sqlite3", versions, async (application) => {
      expect(await codeOf(generate(application, "before", { replace: true }))).to.equal(
        "NOTHING_TO_REPLACE",
      );
    }));

  it("after somebody has edited it, unless that is meant", () =>
    withQuestion(async (application, path) => {
      const text = await readFile(path, "utf8");
      const edited = text.replace("await op.", `await op.execute("SELECT 1");\n  await op.`);
      await writeFile(path, edited);
      expect(await codeOf(generate(application, "after", replacing))).to.equal("REVISION_EDITED");
      expect(await readFile(path, "utf8")).to.equal(edited);
      const { written } = await generate(application, "after", { ...replacing, force: true });
      expect(written).to.equal(true);
    }));

  it("where whoever is asked about edits declines", () =>
    withQuestion(async (application, path) => {
      await appendFile(path, "\nexport const note = 1;\n");
      const asked: string[] = [];
      const ask: Ask = {
        rename: () => Promise.resolve(undefined),
        backfill: () => Promise.resolve(undefined),
        confirm: () => Promise.resolve(true),
        replace: (files) => {
          asked.push(...files.map((file) => file.path));
          return Promise.resolve(false);
        },
      };
      expect(await codeOf(generate(application, "after", { ...replacing, ask }))).to.equal(
        "CANCELLED",
      );
      expect(asked).to.deep.equal([path]);
    }));

  it("unasked where its author wrote it", () =>
    withEntities("better-sqlite3", versions, async (application) => {
      await revision({ ...at(application, "before"), message: "by hand" });
      expect(await codeOf(generate(application, "before", { replace: true }))).to.equal(
        "REVISION_EDITED",
      );
    }));
});

describe("a revision whose file was formatted", () => {
  it("is replaced unasked: what it does is the same", () =>
    withQuestion(async (application, path) => {
      const text = await readFile(path, "utf8");
      await writeFile(path, text.replaceAll("\n  ", "\n      ").replaceAll("// ", "//  mine "));
      expect((await generate(application, "after", replacing)).written).to.equal(true);
    }));
});

describe("several revisions of one autogenerate", () => {
  it("are replaced together, by fewer and by as many", () =>
    withEntities("postgres", versions, async (application) => {
      await generate(application, "before", { message: "before" });
      await upgrade(at(application, "before"));
      const chain = await generate(application, "indexed", { message: "ages" });
      expect(chain.revisions).to.have.length(2);
      const one = await generate(application, "grown", { replace: true });
      expect(one).to.deep.include({ message: "ages", revision: chain.revision });
      expect(one.replaced).to.deep.equal(chain.revisions.map(({ path }) => path));
      expect(await filesOf(application)).to.have.length(2);
      const two = await generate(application, "indexed", { replace: true });
      expect(two.revisions.map(({ message }) => message)).to.deep.equal(
        chain.revisions.map(({ message }) => message),
      );
      expect(two.revision).to.equal(chain.revision);
      const again = await generate(application, "indexed", { replace: true });
      expect(again.replaced).to.deep.equal(two.revisions.map(({ path }) => path));
      expect(await filesOf(application)).to.have.length(3);
      await upgrade(at(application, "indexed"));
      expect((await check(at(application, "indexed"))).clean).to.equal(true);
    })).timeout(60_000);

  it("are not replaced once one of them is applied", () =>
    withEntities("postgres", versions, async (application) => {
      const chain = await generate(application, "before", { message: "before" });
      await upgrade(at(application, "before"));
      const { revisions } = await generate(application, "indexed", { message: "ages" });
      await upgrade({ ...at(application, "indexed"), target: revisions[0]?.revision ?? "" });
      expect(chain.revisions).to.have.length(1);
      expect(await codeOf(generate(application, "indexed", { replace: true }))).to.equal(
        "REVISION_APPLIED",
      );
    })).timeout(60_000);
});
