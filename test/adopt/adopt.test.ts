import { join } from "node:path";
import { expect } from "chai";
import { buildIfOlder } from "../support/walk-through.js";
import { migrationNames, readText, withTypeormProject } from "../support/typeorm-project.js";
import type { TypeormProject } from "../support/typeorm-project.js";
import { products } from "../support/versioned-entities.js";
import type { Ended } from "../support/command-line.js";

const root = join(import.meta.dirname, "../..");

/** Runs it, expects it to succeed, gives its document. */
async function run(
  project: TypeormProject,
  database: string,
  ...args: readonly string[]
): Promise<Readonly<Record<string, unknown>>> {
  const { code, stdout, stderr } = await project.on(database, ...args, "--json");
  expect(code, `athanor ${args.join(" ")}\n${stdout}${stderr}`).to.equal(0);
  return JSON.parse(stdout) as Readonly<Record<string, unknown>>;
}

function errorOf({ stdout }: Ended): unknown {
  return (JSON.parse(stdout) as { readonly error: { readonly code: string } }).error.code;
}

const last = "1700000400000";

for (const product of products) {
  describe(`init --adopt on ${product}`, () => {
    before(async function () {
      this.timeout(180_000);
      await buildIfOlder(root);
    });

    it("runs every migration unchanged by a revision of its own, in order, and stamps the database", () =>
      withTypeormProject(product, async (project) => {
        const { stamped } = await run(project, project.used, "init", "--adopt");
        expect(stamped).to.deep.equal([last]);
        const written = (await project.files()).filter((path) => /versions\/.+ts$/.test(path));
        expect(written).to.deep.equal([
          "migrations/versions/1700000000000_create_all.ts",
          "migrations/versions/1700000100000_add_roles.ts",
          "migrations/versions/1700000200000_longer_titles.ts",
          "migrations/versions/1700000300000_index_by_hand.ts",
          "migrations/versions/1700000400000_count_posts.ts",
        ]);
        expect(await run(project, project.used, "check")).to.include({ clean: true });
        await run(project, project.fresh, "upgrade", "head");
        expect(await project.schemaOf(project.fresh)).to.deep.equal(
          await project.schemaOf(project.used),
        );
        expect(await run(project, project.fresh, "check")).to.include({ clean: true });
        const roles = `SELECT "name" FROM "roles" ORDER BY "id"`;
        expect(await project.query(project.fresh, roles)).to.deep.equal(
          await project.query(project.used, roles),
        );
        await run(project, project.fresh, "downgrade", "base");
        const { tables, views } = await project.schemaOf(project.fresh);
        expect([tables, views]).to.deep.equal([[], []]);
      })).timeout(120_000);

    it("refuses to upgrade where TypeORM has run migrations, until the database is stamped with them", () =>
      withTypeormProject(product, async (project) => {
        await run(project, project.used, "init", "--adopt");
        await project.runWithTypeorm(project.fresh, migrationNames.slice(0, 2));
        const refused = await project.on(project.fresh, "upgrade", "head", "--json");
        expect([refused.code, errorOf(refused)]).to.deep.equal([1, "MIGRATIONS_NOT_STAMPED"]);
        await run(project, project.fresh, "stamp", "--adopted");
        await run(project, project.fresh, "upgrade", "head");
        expect(await project.schemaOf(project.fresh)).to.deep.equal(
          await project.schemaOf(project.used),
        );
      })).timeout(120_000);

    it("goes on from there with autogenerate", () =>
      withTypeormProject(product, async (project) => {
        await run(project, project.used, "init", "--adopt");
        const entities = await readText(project, "src/entities.ts");
        await project.write("src/entities.ts", entities.replace("length: 30", "length: 60"));
        await run(project, project.used, "revision", "--autogenerate", "-m", "longer names");
        await run(project, project.used, "upgrade", "head");
        await run(project, project.fresh, "upgrade", "head");
        expect(await run(project, project.fresh, "check")).to.include({ clean: true });
        expect(await project.query(project.used, `SELECT "name" FROM "roles"`)).to.have.length(2);
      })).timeout(120_000);
  });

  describe(`init --baseline on ${product}`, () => {
    it("writes one revision that makes the database as it is, and stamps the database", () =>
      withTypeormProject(product, async (project) => {
        const { revisions } = await run(project, project.used, "init", "--baseline");
        expect(revisions).to.have.length(1);
        expect(await run(project, project.used, "check")).to.include({ clean: true });
        await run(project, project.fresh, "upgrade", "head");
        expect(await project.schemaOf(project.fresh)).to.deep.equal(
          await project.schemaOf(project.used),
        );
        expect(await run(project, project.fresh, "check")).to.include({ clean: true });
        await run(project, project.fresh, "downgrade", "base");
        const { tables, views } = await project.schemaOf(project.fresh);
        expect([tables, views]).to.deep.equal([[], []]);
      })).timeout(120_000);
  });
}

describe("init --adopt", () => {
  it("follows a CommonJS project, its own name for TypeORM's table, and keeps out of TypeORM's folder", () =>
    withTypeormProject(
      "better-sqlite3",
      async (project) => {
        const source = await readText(project, "src/data-source.ts");
        const everywhere = source.replace("src/migrations/*.ts", "{src/,}migrations/*.ts");
        await project.write("src/data-source.ts", everywhere);
        const { stamped } = await run(project, project.used, "init", "--adopt");
        expect(stamped).to.deep.equal([last]);
        const [path = ""] = (await project.files()).filter((each) => /versions\/.+ts$/.test(each));
        expect(path).to.equal("revisions/versions/1700000000000_create_all.ts");
        expect(await readText(project, path)).to.contain(
          `from "../../src/migrations/1700000000000-CreateAll";`,
        );
        expect(await run(project, project.used, "check")).to.include({ clean: true });
      },
      { migrationsTableName: "our_migrations" },
    )).timeout(120_000);

  it("writes the revisions where the database cannot be reached, and says what is left to do", () =>
    withTypeormProject("postgres", async (project) => {
      const { stdout } = await project.athanorWith({ APP_PORT: "1" }, "init", "--adopt", "--json");
      const { revisions, stamped, notes } = JSON.parse(stdout) as Readonly<
        Record<"revisions" | "notes", readonly string[]>
      > & { readonly stamped?: unknown };
      expect([revisions.length, stamped]).to.deep.equal([5, undefined]);
      expect(notes.join(" ")).to.contain("athanor stamp --adopted");
    })).timeout(120_000);

  it("writes nothing where there is nothing to adopt", () =>
    withTypeormProject("better-sqlite3", async (project) => {
      const before = await project.files();
      const ended = await project.on(
        "x.sqlite",
        "init",
        "--adopt",
        "--migrations",
        "none/*.ts",
        "--json",
      );
      expect([ended.code, errorOf(ended)]).to.deep.equal([1, "NO_MIGRATIONS_FOUND"]);
      expect(await project.files()).to.deep.equal(before);
    })).timeout(120_000);
});
