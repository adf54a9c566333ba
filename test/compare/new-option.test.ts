import { readFile } from "node:fs/promises";
import { expect } from "chai";
import { newFlag, parseNew } from "../../src/compare/new-option.js";
import { revision, type RevisionOptions } from "../../src/action/revision.js";
import { upgrade } from "../../src/action/upgrade.js";
import { codeOf } from "../support/code-of.js";
import { withEntities, type Application } from "../support/versioned-entities.js";

const entity = (table: string, columns: string): string => `
@Entity("${table}")
class Thing {
  @PrimaryGeneratedColumn() id!: number;
${columns}
}
const entities = [Thing];`;

const status = (first: string): string =>
  `@Column({ type: "simple-enum", enum: ["${first}", "gone"] }) status!: string;`;

const versions = {
  before: entity("users", `@Column("varchar") name!: string;`),
  column: entity("users", `@Column("varchar") fullname!: string;`),
  more: entity(
    "users",
    `@Column("varchar") name!: string; @Column("varchar", { nullable: true }) nick!: string;`,
  ),
  table: entity("people", `@Column("varchar") name!: string;`),
  active: entity("users", status("active")),
  live: entity("users", status("live")),
};

type Version = keyof typeof versions;

async function generate(
  application: Application,
  version: Version,
  more: Partial<RevisionOptions> = {},
) {
  const there = { ...application.at(version), scriptLocation: "migrations" };
  return revision({ ...there, autogenerate: true, message: version, ...more });
}

function withBefore(version: Version, use: (application: Application) => Promise<void>) {
  return withEntities("better-sqlite3", versions, async (application) => {
    await generate(application, version);
    await upgrade({ ...application.at(version), scriptLocation: "migrations" });
    await use(application);
  });
}

const cases: readonly (readonly [string, Version, Version, string])[] = [
  ["a column", "before", "column", "users.fullname"],
  ["a table", "before", "table", "people"],
  ["a value", "active", "live", "users.status.live"],
];

describe("what is said to be new", () => {
  for (const [title, before, after, name] of cases) {
    it(`is no open question: ${title}`, () =>
      withBefore(before, async (application) => {
        const asked = await generate(application, after, { sql: true });
        const [question] = asked.databases.flatMap(({ questions }) => questions);
        expect(question).to.deep.include({ newFlag: `--new ${name}` });
        const { path = "", databases } = await generate(application, after, {
          new: [name],
          strict: true,
        });
        expect(databases.flatMap(({ questions }) => questions)).to.deep.equal([]);
        expect(await readFile(path, "utf8")).not.to.include("the new name of");
      }));
  }

  it("is the column that rows are given a value for", () =>
    withBefore("before", async (application) => {
      const { written, databases } = await generate(application, "column", {
        backfill: ["users.fullname='x'"],
        strict: true,
      });
      expect(databases.flatMap(({ questions }) => questions)).to.deep.equal([]);
      expect(written).to.equal(true);
    }));

  it("may be something that nobody would have asked about", () =>
    withBefore("before", async (application) => {
      const { written } = await generate(application, "more", { new: ["users.nick"] });
      expect(written).to.equal(true);
    }));

  const refused: Readonly<Record<string, readonly string[]>> = {
    "no entity has it": ["users.contry"],
    "the database has it": ["users.id"],
  };
  for (const [why, names] of Object.entries(refused)) {
    it(`is refused where ${why}`, () =>
      withBefore("before", async (application) => {
        expect(await codeOf(generate(application, "column", { new: names }))).to.equal(
          "UNUSED_NEW",
        );
      }));
  }

  it("is refused where it is said to be a rename as well", () =>
    withBefore("before", async (application) => {
      const both = { new: ["users.fullname"], rename: ["users.name:fullname"] };
      expect(await codeOf(generate(application, "column", both))).to.equal("UNUSED_NEW");
    }));

  it("is named as a shell takes it, a name with a dot between double quotes", () => {
    expect(newFlag(["price.list", "no"])).to.equal(`--new '"price.list".no'`);
    expect(parseNew('"price.list".no')).to.equal("price.list.no");
  });

  it("is refused where it is no name", async () => {
    const read = async (text: string): Promise<string> => parseNew(text);
    expect(await codeOf(read("users:people"))).to.equal("MALFORMED_NEW");
    expect(await codeOf(read(""))).to.equal("MALFORMED_NEW");
  });
});
