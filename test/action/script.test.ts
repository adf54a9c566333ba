import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { postgres } from "../../plugin/postgres/index.js";
import { sqlite } from "../../plugin/sqlite/index.js";
import { revision } from "../../src/action/revision.js";
import { downgradeScript, upgradeScript } from "../../src/action/script.js";
import { upgrade } from "../../src/action/upgrade.js";
import { ensureVersionScript, stampScript } from "../../src/action/version-script.js";
import type { JournalEntry } from "../../src/plugin/version-store.js";
import { catchRejection } from "../support/catch-error.js";
import {
  products,
  withEntities,
  type Application,
  type Product,
} from "../support/versioned-entities.js";

const entities = (columns: string): string => `
  @Entity("users") class User {
    @PrimaryGeneratedColumn() id!: number;
    ${columns}
  }
  const entities = [User];`;

const versions = {
  one: entities(`@Column({ length: 20 }) name!: string;`),
  two: entities(
    `@Column({ length: 40 }) name!: string; @Index() @Column({ nullable: true }) age!: number;`,
  ),
};

const look: Readonly<Record<Product, string>> = {
  "better-sqlite3":
    "SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' AND name <> 'athanor_journal' ORDER BY name",
  postgres:
    "SELECT table_name, column_name, data_type, character_maximum_length, column_default FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2",
};

/** Splits where a statement of our own scripts ends. */
async function runScript({ query }: Application, sql: string): Promise<void> {
  for (const statement of sql.split(/;\n/)) {
    const bare = statement.replace(/^--.*$/gm, "").trim();
    if (bare !== "") await query(bare);
  }
}

const stores = { "better-sqlite3": sqlite.store, postgres: postgres.store };

const open: JournalEntry = {
  revision: "aaaa",
  direction: "upgrade",
  position: 0,
  kind: "step",
  hash: "",
  subject: "{}",
  outcome: "done",
  answer: "",
};

async function writeBoth({ at }: Application): Promise<void> {
  await revision({ ...at("one"), autogenerate: true, message: "it's one" });
  await upgrade(at("one"));
  await revision({ ...at("two"), autogenerate: true, message: "two" });
  await upgrade(at("two"));
}

for (const product of products) {
  describe(`a script for ${product}`, () => {
    const within = (use: (application: Application) => Promise<void>) => () =>
      withEntities(product, versions, use);

    it(
      "goes down and up again as a run does",
      within(async (application) => {
        const { at, query } = application;
        await writeBoth(application);
        const after = await query(look[product]);
        const rows = await query("SELECT version_num FROM athanor_version");
        const down = await downgradeScript({ ...at("two"), target: "head:base" });
        await runScript(application, down.databases[0]?.sql ?? "");
        expect(await query("SELECT version_num FROM athanor_version")).to.deep.equal([]);
        await query("DROP TABLE athanor_version");
        await query("DROP TABLE athanor_log");
        const up = await upgradeScript({ ...at("two"), target: "head" });
        await runScript(application, up.databases[0]?.sql ?? "");
        expect(await query(look[product])).to.deep.equal(after);
        expect(await query("SELECT version_num FROM athanor_version")).to.deep.equal(rows);
      }),
    );

    it(
      "starts where it is told to",
      within(async (application) => {
        const { at } = application;
        await writeBoth(application);
        const { databases } = await upgradeScript({ ...at("two"), target: "head-1:head" });
        expect(databases[0]?.sql).to.not.match(/CREATE TABLE IF NOT EXISTS .athanor_(version|log)/);
        expect(databases[0]?.sql).to.match(/-- upgrade [0-9a-f]{12} two\n/);
      }),
    );

    it(
      "refuses a database in which a revision is half done",
      within(async (application) => {
        const { at, query } = application;
        await writeBoth(application);
        const { databases } = await downgradeScript({ ...at("two"), target: "head:base" });
        const sql = databases[0]?.sql ?? "";
        const { createJournal, appendJournal } = stores[product];
        const { sql: create } = createJournal({ name: "athanor_journal" });
        await query(create);
        const line = appendJournal({ name: "athanor_journal" }, [open]);
        await query(line.sql, line.parameters);
        const failure = await runScript(application, sql).then(String, String);
        expect(failure).to.match(/half done|not at the revision this script begins with/);
        await query("ROLLBACK");
        await query("DELETE FROM athanor_journal");
        if (product === "better-sqlite3") await query("DROP TABLE IF EXISTS temp.athanor_begins");
        await runScript(application, sql);
      }),
    );

    it(
      "sets version rows",
      within(async (application) => {
        const { at, query } = application;
        const { revision: id } = await revision({ ...at("one"), message: "empty" });
        const { databases } = await stampScript({ ...at("one"), targets: ["head"] });
        await runScript(application, databases[0]?.sql ?? "");
        expect(await query("SELECT version_num FROM athanor_version")).to.deep.equal([
          { version_num: id },
        ]);
      }),
    );

    it(
      "creates the version table",
      within(async (application) => {
        const { databases } = await ensureVersionScript(application.at("one"));
        await runScript(application, databases[0]?.sql ?? "");
        expect(await application.query("SELECT * FROM athanor_version")).to.deep.equal([]);
      }),
    );
  });
}

const revisionText = (id: string, down: string | null, body: string): string => `
export const revision = "${id}";
export const downRevision = ${JSON.stringify(down)};
export async function upgrade(op) { ${body} }
export async function downgrade(op) {}
`;

const createUsers = `await op.createTable("users", { columns: [{ name: "id", type: "integer" }] });`;

/** Writes revision "aaaa" and, on it, "bbbb". */
async function writeTwo({ root }: Application, first: string, second: string): Promise<void> {
  const folder = join(root, "migrations/versions");
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "a.ts"), revisionText("aaaa", null, first));
  await writeFile(join(folder, "b.ts"), revisionText("bbbb", "aaaa", second));
}

describe("a script on a history that can be followed in part only", () => {
  const reading = `${createUsers} await op.manager.query("SELECT 1"); await op.addColumn("users", { name: "age", type: "integer", nullable: true });`;
  const adopting = `await op.addColumn("legacy", { name: "age", type: "integer", nullable: true }); ${createUsers}`;
  const rebuild = `await op.createCheckConstraint("users", { name: "CHK_id", expression: "id > 0" });`;
  const within = (
    first: string,
    second: string,
    use: (application: Application) => Promise<void>,
  ) =>
    withEntities("better-sqlite3", versions, async (application) => {
      await writeTwo(application, first, second);
      await use(application);
    });
  const fromFirst = ({ at }: Application) => upgradeScript({ ...at("one"), target: "aaaa:bbbb" });

  it("gives rows the value that is stated for a column that becomes required, and refuses one for another", () =>
    withEntities("better-sqlite3", versions, async ({ at, root }) => {
      await mkdir(join(root, "migrations/versions"), { recursive: true });
      await writeFile(
        join(root, "migrations/versions/aaaa.js"),
        `export const revision = "aaaa";
export const downRevision = null;
export async function upgrade(op) {
  await op.createTable("users", { columns: [{ name: "id", type: "integer" }] });
  await op.addColumn("users", { name: "name", type: "varchar" });
}
export async function downgrade(op) { await op.dropTable("users"); }
`,
      );
      const backfill = ["users.name='?'"];
      const { databases } = await upgradeScript({ ...at("one"), backfill });
      expect(databases[0]?.sql).to.include(`UPDATE "users" SET "name" = '?'`);
      const other = { ...at("one"), backfill: ["users.id=1"] };
      expect((await catchRejection(() => upgradeScript(other))).code).to.equal("UNUSED_BACKFILL");
    }));

  it("fails where it needs to know the database, and names the revision", () =>
    within(reading, rebuild, async (application) => {
      const { code, message } = await catchRejection(() => fromFirst(application));
      expect(code).to.equal("STATE_UNKNOWN");
      expect(message).to.match(/Revision "aaaa" could be followed in part only.*op\.manager/);
    }));

  it("names the revision where a thing is not known", () =>
    within(reading, `await op.dropColumn("users", "age");`, async (application) => {
      const { code, message } = await catchRejection(() => fromFirst(application));
      expect(code).to.equal("STATE_UNKNOWN");
      expect(message).to.match(/^Revision "bbbb" \(.*"age".*\n.*Revision "aaaa"/);
    }));

  it("carries a note where it needs to know nothing", () =>
    within(reading, createUsers.replace("users", "posts"), async (application) => {
      const { databases, notes } = await fromFirst(application);
      expect(databases[0]?.sql).to.contain('CREATE TABLE "posts"');
      expect(notes.join("\n")).to.match(/Revision "aaaa" could be followed in part only/);
    }));

  it("is written where only what the history never created is unknown", () =>
    within(adopting, rebuild, async (application) => {
      const { databases, notes } = await fromFirst(application);
      expect(databases[0]?.sql).to.contain("CHK_id");
      expect(notes.join("\n")).to.match(/Revision "aaaa" .*"legacy"/);
    }));
});

describe("a script of a revision that reads rows", () => {
  for (const [what, code] of Object.entries({
    "op.query": `await op.query("SELECT 1");`,
    "op.manager": `await op.manager.query("SELECT 1");`,
  })) {
    it(`is refused at the line that calls ${what}, and op.offline is offered`, () =>
      withEntities("better-sqlite3", versions, async (application) => {
        await writeTwo(application, createUsers, `${createUsers}\n  ${code}`);
        const { at } = application;
        const failure = await catchRejection(() => upgradeScript({ ...at("one"), target: "b" }));
        expect(failure.code).to.equal("DATA_READ_OFFLINE");
        expect(failure.message).to.match(/^Revision "bbbb" \(.*b\.ts:5\): /);
        expect(failure.suggestions.join()).to.contain("op.offline");
      }));
  }
});
