import { readFile } from "node:fs/promises";
import { expect } from "chai";
import { check } from "../../src/action/check.js";
import { downgrade } from "../../src/action/downgrade.js";
import { revision } from "../../src/action/revision.js";
import { upgrade } from "../../src/action/upgrade.js";
import { catchRejection } from "../support/catch-error.js";
import { postgresVersion } from "../support/postgres.js";
import { withEntities, type Application } from "../support/versioned-entities.js";

const item = (columns: string): string => `
  @Entity("item") class Item {
    @PrimaryGeneratedColumn() id!: number;
    ${columns}
  }
  const entities = [Item];`;

/** Columns of types that extensions bring, a value of each, and what becomes of it. */
const forms = {
  citext: { one: `@Column({ type: "citext", default: "It's" }) v!: string;`, value: "Ab" },
  hstore: { one: `@Column({ type: "hstore", nullable: true }) v!: string;`, value: '"a"=>"1"' },
  ltree: { one: `@Index() @Column({ type: "ltree", nullable: true }) v!: string;`, value: "a.b" },
  cube: { one: `@Column({ type: "cube", nullable: true }) v!: string;`, value: "(1, 2)" },
  vector: {
    one: `@Column({ type: "vector", length: 3, nullable: true }) v!: string;`,
    value: "[1,2,3]",
  },
  postgis: {
    one: `@Index({ spatial: true }) @Column({ type: "geometry", spatialFeatureType: "Point", srid: 4326, nullable: true }) v!: string;`,
    value: "0101000020E6100000000000000000F03F0000000000000040",
  },
} as const;

describe("types that extensions of PostgreSQL bring", () => {
  for (const [extension, { one, value }] of Object.entries(forms)) {
    const versions = {
      one: item(one),
      text: item(`@Column({ type: "text", nullable: true }) v!: string;`),
    };

    it(`are made, settle, become text and come back with their values: ${extension}`, function () {
      return withEntities("postgres", versions, async (application) => {
        if (!(await isAvailable(application, extension))) return this.skip();
        const { at, query } = application;
        expect(await grow(application, "one")).to.deep.equal([]);
        await query("INSERT INTO item (v) VALUES ($1)", [value]);
        const held = () => query("SELECT v::text FROM item");
        const before = await held();
        expect(await grow(application, "text")).to.deep.equal([]);
        expect(await held()).to.deep.equal(before);
        await downgrade({ ...at("one"), target: "-1" });
        expect(await held()).to.deep.equal(before);
      });
    });

    it(`are told of where the server does not have the extension: ${extension}`, function () {
      return withEntities("postgres", versions, async (application) => {
        if (await isAvailable(application, extension)) return this.skip();
        const { at } = application;
        const written = await revision({ ...at("one"), autogenerate: true, message: "one" });
        const notes = written.databases.flatMap((database) => database.notes);
        expect(notes.join()).to.contain(`these extensions could not be created: ${extension}`);
        expect(await readFile(written.path ?? "", "utf8")).to.contain(
          `createExtension("${extension}"`,
        );
        const failure = await catchRejection(() => upgrade(at("one")));
        const told =
          postgresVersion < 15
            ? `${extension}.control"`
            : `extension "${extension}" is not available`;
        expect(failure.message).to.contain(told);
        const advice = postgresVersion < 15 ? failure.message : failure.facts["hint"];
        expect(advice).to.contain("must first be installed");
      });
    });
  }
});

describe("an extension that a revision asks for", () => {
  const versions = { one: item(forms.citext.one) };

  it("stays when the revision is taken back, whoever made it", function () {
    return withEntities("postgres", versions, async (application) => {
      if (!(await isAvailable(application, "citext"))) return this.skip();
      const { at, query } = application;
      await revision({ ...at("one"), autogenerate: true, message: "one" });
      await query("CREATE EXTENSION citext");
      await query("CREATE TABLE theirs (a citext)");
      await upgrade(at("one"));
      await downgrade({ ...at("one"), target: "base" });
      await upgrade(at("one"));
      const held = await query("SELECT extname FROM pg_extension WHERE extname = 'citext'");
      expect(held).to.have.lengthOf(1);
    });
  });
});

async function isAvailable({ query }: Application, extension: string): Promise<boolean> {
  const sql = "SELECT 1 AS one FROM pg_available_extensions WHERE name = $1";
  return (await query(sql, [extension])).length > 0;
}

async function grow({ at }: Application, version: string): Promise<readonly string[]> {
  await revision({ ...at(version), autogenerate: true, message: version });
  await upgrade(at(version));
  return (await check(at(version))).databases[0]?.operations ?? [];
}
