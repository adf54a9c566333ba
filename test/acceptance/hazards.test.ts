import { readFile } from "node:fs/promises";
import { expect } from "chai";
import { check } from "../../src/action/check.js";
import { downgrade } from "../../src/action/downgrade.js";
import { revision } from "../../src/action/revision.js";
import type { ToldHazard } from "../../src/action/difference.js";
import { show } from "../../src/action/show.js";
import { upgrade } from "../../src/action/upgrade.js";
import { describeShown } from "../../src/report/history.js";
import {
  describeOnProducts,
  withEntities,
  type Application,
} from "../support/versioned-entities.js";

const users = (columns: string, decorators = ""): string => `
@Entity("users") ${decorators}
class User {
  @PrimaryGeneratedColumn() id!: number;
${columns}
}
const entities = [User];`;

const name = `@Column("varchar", { nullable: true }) name!: string | null;`;
const rows = ["INSERT INTO users (name) VALUES ('Ada'), ('Grace'), ('Ada'), (NULL)"];

type Case = {
  readonly after: string;
  readonly code: string;
  readonly rows: number;
};

const cases: Readonly<Record<string, Case>> = {
  "a dropped column, with the rows that hold a value": {
    after: users(""),
    code: "DROPS_COLUMN",
    rows: 3,
  },
  "NOT NULL, with the rows that hold none": {
    after: users(`@Column("varchar") name!: string;`),
    code: "SETS_NOT_NULL",
    rows: 1,
  },
  "UNIQUE, with the rows that are alike": {
    after: users(name, `@Unique(["name"])`),
    code: "ADDS_UNIQUE",
    rows: 1,
  },
  "a required column, with all rows": {
    after: users(`${name} @Column("varchar") country!: string;`),
    code: "ADDS_REQUIRED_COLUMN",
    rows: 4,
  },
  "a check, with the rows that break it": {
    after: users(name, `@Check("named", "name <> 'Grace'")`),
    code: "ADDS_CHECK",
    rows: 1,
  },
};

async function begin(application: Application, inserts: readonly string[]): Promise<void> {
  const before = { ...application.at("before"), scriptLocation: "migrations" };
  await revision({ ...before, autogenerate: true, message: "before" });
  await upgrade(before);
  for (const sql of inserts) await application.query(sql);
}

describeOnProducts(
  (product) => `a hazard, checked against rows of ${product}`,
  (product) => {
    for (const [title, { after, code, rows: expected }] of Object.entries(cases)) {
      it(`tells of ${title}, and writes it above the operation`, async () => {
        await withEntities(product, { before: users(name), after }, async (application) => {
          await begin(application, rows);
          const there = { ...application.at("after"), scriptLocation: "migrations" };
          const { databases } = await check(there);
          const found = databases.flatMap(({ hazards }) => hazards);
          const hazard = found.find((each) => each.code === code);
          expect(hazard, JSON.stringify(found)).to.include({ rows: expected });
          expect(hazard?.safeWay).to.be.a("string");
          const { text } = await revision({ ...there, autogenerate: true, print: true });
          const concerned = expected === 1 ? "1 row is" : `${String(expected)} rows are`;
          expect(text).to.include(`// When this was written: ${concerned} concerned.`);
        });
      }).timeout(60_000);
    }

    it("is told of no row where the table is empty, and writes nothing of it", async () => {
      await withEntities(
        product,
        { before: users(name), after: users("") },
        async (application) => {
          await begin(application, []);
          const there = { ...application.at("after"), scriptLocation: "migrations" };
          const { databases, text } = await revision({ ...there, autogenerate: true, print: true });
          const [hazard] = databases.flatMap(({ hazards }) => hazards);
          expect(hazard).to.include({ code: "DROPS_COLUMN", rows: 0 });
          expect(text).not.to.include("When this was written");
        },
      );
    }).timeout(60_000);
  },
);

describeOnProducts(
  (product) => `before a run on ${product}`,
  (product) => {
    it("what its revisions endanger is told, checked against the rows", async () => {
      await withEntities(
        product,
        { before: users(name), after: users("") },
        async (application) => {
          await begin(application, rows);
          const there = { ...application.at("after"), scriptLocation: "migrations" };
          await revision({ ...there, autogenerate: true, message: "after" });
          const told: ToldHazard[] = [];
          await upgrade({ ...there, onHazards: (_, hazards) => void told.push(...hazards) });
          expect(told).to.have.length(1);
          expect(told[0]).to.include({ code: "DROPS_COLUMN", rows: 3 });
        },
      );
    }).timeout(60_000);
  },
);

describe("what a revision endangers", () => {
  it("is shown with its operations, without a database", async () => {
    const versions = { before: users(name), after: users("") };
    await withEntities("better-sqlite3", versions, async (application) => {
      await begin(application, rows);
      const there = { ...application.at("after"), scriptLocation: "migrations" };
      await revision({ ...there, autogenerate: true, message: "after" });
      const result = await show({ ...there, revision: "head" });
      expect(describeShown(result)).to.match(
        /drop column "users"."name"\n +! drops the column "name" and its values \(DROPS_COLUMN\)/,
      );
    });
  }).timeout(60_000);

  it("is said of a column that goes to another table", async () => {
    const profiles = `
@Entity("profiles")
class Profile {
  @PrimaryGeneratedColumn() id!: number;
  @Column("varchar", { nullable: true }) bio!: string | null;
}`;
    const bio = `@Column("varchar", { nullable: true }) bio!: string | null;`;
    const versions = {
      before: users(`${name} ${bio}`),
      after: `${profiles}${users(name)}\nentities.push(Profile as never);`,
    };
    await withEntities("better-sqlite3", versions, async (application) => {
      await begin(application, rows);
      const there = { ...application.at("after"), scriptLocation: "migrations" };
      const { text, notes } = await revision({ ...there, autogenerate: true, print: true });
      const said = '"bio" goes from "users" and comes to "profiles"';
      expect(text).to.include(`// ${said}`);
      expect(notes.join()).to.include(said);
    });
  }).timeout(60_000);
});

const required = users(`${name} @Column("varchar") country!: string;`);

describeOnProducts(
  (product) => `a column that becomes required on ${product}`,
  (product) => {
    it("is an open question where rows have no value in it", async () => {
      await withEntities(product, { before: users(name), after: required }, async (application) => {
        await begin(application, rows);
        const there = { ...application.at("after"), scriptLocation: "migrations" };
        const { databases } = await revision({ ...there, autogenerate: true, print: true });
        const [question] = databases.flatMap(({ questions }) => questions);
        expect(question).to.include({
          kind: "backfill",
          column: "country",
          rows: 4,
          flag: '--backfill "users.country=EXPRESSION"',
        });
      });
    }).timeout(60_000);

    it("is added, filled and required in three operations, there and back", async () => {
      await withEntities(product, { before: users(name), after: required }, async (application) => {
        await begin(application, rows);
        const there = { ...application.at("after"), scriptLocation: "migrations" };
        const { path = "", databases } = await revision({
          ...there,
          autogenerate: true,
          message: "countries",
          backfills: ["users.country=coalesce(name, 'DE')"],
        });
        expect(databases.flatMap(({ questions }) => questions)).to.deep.equal([]);
        const text = await readFile(path, "utf8");
        expect(text).to.match(
          /addColumn[\s\S]*op\.backfill\("users", \{ set: \{ country: [\s\S]*alterColumn/,
        );
        await upgrade(there);
        const held = await application.query("SELECT country FROM users ORDER BY id");
        expect(held.map(({ country }) => country)).to.deep.equal(["Ada", "Grace", "Ada", "DE"]);
        expect((await check(there)).clean).to.equal(true);
        await downgrade({ ...there, target: "-1" });
        expect(await application.query("SELECT name FROM users ORDER BY id")).to.have.length(4);
      });
    }).timeout(60_000);

    it("is filled where it was there before and rows have no value in it", async () => {
      const after = users(`@Column("varchar") name!: string;`);
      await withEntities(product, { before: users(name), after }, async (application) => {
        await begin(application, rows);
        const there = { ...application.at("after"), scriptLocation: "migrations" };
        await revision({
          ...there,
          autogenerate: true,
          message: "x",
          backfills: ["users.name='?'"],
        });
        await upgrade(there);
        const held = await application.query("SELECT name FROM users ORDER BY id");
        expect(held.map((row) => row["name"])).to.deep.equal(["Ada", "Grace", "Ada", "?"]);
        await downgrade({ ...there, target: "-1" });
      });
    }).timeout(60_000);

    it("refuses a value for a column that does not become required", async () => {
      await withEntities(product, { before: users(name), after: required }, async (application) => {
        await begin(application, rows);
        const there = { ...application.at("after"), scriptLocation: "migrations" };
        const options = { ...there, autogenerate: true, backfills: ["users.town='x'"] };
        const code = await revision(options).catch((error: { code: string }) => error.code);
        expect(code).to.equal("UNUSED_BACKFILL");
      });
    }).timeout(60_000);
  },
);
