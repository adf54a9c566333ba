import { readFile } from "node:fs/promises";
import { expect } from "chai";
import { check } from "../../src/action/check.js";
import { downgrade } from "../../src/action/downgrade.js";
import { revision } from "../../src/action/revision.js";
import type { ToldHazard } from "../../src/compare/difference.js";
import { show } from "../../src/action/show.js";
import { upgrade } from "../../src/action/upgrade.js";
import { describeDangers } from "../../src/report/difference.js";
import { describeShown } from "../../src/report/history.js";
import {
  describeOnProducts,
  withEntities,
  type AnyProduct,
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
          const { text } = await revision({ ...there, autogenerate: true, sql: true });
          const concerned = expected === 1 ? "1 row is" : `${String(expected)} rows are`;
          expect(text).to.include(`// When this was written: ${concerned} concerned.`);
        });
      }).timeout(60_000);
    }

    it("is not told of a table that the revision makes, nor behind the revision's own backfill", async () => {
      const posts = `@Entity("posts") @Unique(["title"]) class Post { @PrimaryGeneratedColumn() id!: number; @Index({ unique: true }) @Column("varchar") title!: string; }`;
      const after = `${posts}${users(`@Column("varchar") name!: string;`)}\nentities.push(Post as never);`;
      await withEntities(product, { before: users(name), after }, async (application) => {
        await begin(application, rows);
        const there = { ...application.at("after"), scriptLocation: "migrations" };
        const { databases } = await revision({
          ...there,
          autogenerate: true,
          message: "x",
          backfill: ["users.name='?'"],
        });
        expect(databases.flatMap(({ hazards }) => hazards)).to.deep.equal([]);
        const shown = await show({ ...there, revision: "head" });
        const told = shown.revisions
          .flatMap((each) => each.databases.flatMap(({ hazards }) => hazards.upgrade))
          .filter(({ severity }) => severity !== "lock");
        expect(told).to.deep.equal([]);
      });
    }).timeout(60_000);

    it("is told of no row where the table is empty, and writes nothing of it", async () => {
      await withEntities(
        product,
        { before: users(name), after: users("") },
        async (application) => {
          await begin(application, []);
          const there = { ...application.at("after"), scriptLocation: "migrations" };
          const { databases, text } = await revision({ ...there, autogenerate: true, sql: true });
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
      const { text, notes } = await revision({ ...there, autogenerate: true, sql: true });
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
        const { databases } = await revision({ ...there, autogenerate: true, sql: true });
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
          backfill: ["users.country=coalesce(name, 'DE')"],
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
          backfill: ["users.name='?'"],
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
        const options = { ...there, autogenerate: true, backfill: ["users.town='x'"] };
        const code = await revision(options).catch((error: { code: string }) => error.code);
        expect(code).to.equal("UNUSED_BACKFILL");
      });
    }).timeout(60_000);
  },
);

/** The product's own triggers for UPDATE: of one column, of another, of any. */
const triggers: Readonly<Record<AnyProduct, readonly string[]>> = {
  "better-sqlite3": [
    "CREATE TRIGGER any_update AFTER UPDATE ON users BEGIN SELECT 1; END",
    "CREATE TRIGGER of_name AFTER UPDATE OF id, [Name] ON users BEGIN SELECT 1; END",
    "CREATE TRIGGER of_id BEFORE UPDATE OF id ON users BEGIN SELECT 1; END",
    "CREATE TRIGGER on_insert AFTER INSERT ON users BEGIN UPDATE users SET name = name; END",
  ],
  postgres: [
    "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    "CREATE TRIGGER any_update AFTER UPDATE ON users FOR EACH STATEMENT EXECUTE FUNCTION touch()",
    "CREATE TRIGGER of_name BEFORE UPDATE OF id, name ON users FOR EACH ROW EXECUTE FUNCTION touch()",
    "CREATE TRIGGER of_id BEFORE UPDATE OF id ON users FOR EACH ROW EXECUTE FUNCTION touch()",
    "CREATE TRIGGER on_insert BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION touch()",
    "CREATE TRIGGER switched_off BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch()",
    "ALTER TABLE users DISABLE TRIGGER switched_off",
  ],
  mysql: [
    "CREATE TRIGGER any_update AFTER UPDATE ON users FOR EACH ROW SET @x = 1",
    "CREATE TRIGGER of_name BEFORE UPDATE ON users FOR EACH ROW SET @x = 1",
    "CREATE TRIGGER on_insert BEFORE INSERT ON users FOR EACH ROW SET @x = 1",
  ],
};

describeOnProducts(
  (product) => `the triggers that a backfill fires on ${product}`,
  (product) => {
    const after = users(`@Column("varchar") name!: string;`);
    const versions = { before: users(name), after };
    const beginWithTriggers = async (application: Application) => {
      await begin(application, [...rows, ...triggers[product]]);
      const there = { ...application.at("after"), scriptLocation: "migrations" };
      return { ...there, autogenerate: true, message: "x", backfill: ["users.name='?'"] };
    };

    it("are named with the difference, and above the operation", async () => {
      await withEntities(product, versions, async (application) => {
        const there = await beginWithTriggers(application);
        const { databases, text } = await revision({ ...there, sql: true });
        const found = databases.flatMap(({ hazards }) => hazards);
        const hazard = found.find(({ code }) => code === "FIRES_TRIGGERS");
        expect(hazard).to.deep.include({
          severity: "may-fail",
          message: `fires the triggers "any_update", "of_name" of "users" when it fills rows`,
          triggers: ["any_update", "of_name"],
        });
        expect(text).to.match(
          /When this was written: this fires the triggers "any_update", "of_name"[\s\S]*op\.backfill/,
        );
      });
    }).timeout(60_000);

    it("are named before a run", async () => {
      await withEntities(product, versions, async (application) => {
        const there = await beginWithTriggers(application);
        await revision(there);
        const told: ToldHazard[] = [];
        const { cwd, dataSource, scriptLocation } = there;
        const place = { cwd, dataSource, scriptLocation };
        await upgrade({ ...place, onHazards: (_, hazards) => void told.push(...hazards) });
        const hazard = told.find(({ code }) => code === "FIRES_TRIGGERS");
        expect(hazard?.triggers).to.deep.equal(["any_update", "of_name"]);
        expect(describeDangers("default", told)).to.include(
          `Warning: fires the triggers "any_update", "of_name" of "users" when it fills rows (FIRES_TRIGGERS)`,
        );
      });
    }).timeout(60_000);
  },
);
