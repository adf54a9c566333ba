import { readFile } from "node:fs/promises";
import { expect } from "chai";
import { check } from "../../src/action/check.js";
import { current } from "../../src/action/current.js";
import { diff } from "../../src/action/diff.js";
import { downgrade } from "../../src/action/downgrade.js";
import { ensureVersion } from "../../src/action/ensure-version.js";
import { revision } from "../../src/action/revision.js";
import { show } from "../../src/action/show.js";
import { stamp } from "../../src/action/stamp.js";
import { upgrade } from "../../src/action/upgrade.js";
import { products, withEntities, type Application } from "../support/versioned-entities.js";

const versions = {
  one: `
    @Entity("users") class User {
      @PrimaryGeneratedColumn() id!: number;
      @Column({ length: 50 }) name!: string;
      @Column({ type: "text", nullable: true }) bio!: string | null;
    }
    const entities = [User];`,
  two: `
    @Entity("users") class User {
      @PrimaryGeneratedColumn() id!: number;
      @Column({ length: 200 }) name!: string;
      @Index() @Column({ type: "text", nullable: true }) bio!: string | null;
      @Column({ default: 3 }) level!: number;
    }
    @Entity("posts") class Post {
      @PrimaryGeneratedColumn() id!: number;
      @Column({ unique: true }) slug!: string;
      @ManyToOne(() => User, { nullable: false, onDelete: "CASCADE" }) author!: User;
    }
    const entities = [User, Post];`,
};

async function grow({ at }: Application, version: string, message: string): Promise<void> {
  await revision({ ...at(version), autogenerate: true, message });
  await upgrade(at(version));
}

for (const product of products) {
  describe(`the main job on ${product}`, () => {
    const within = (use: (application: Application) => Promise<void>) => () =>
      withEntities(product, versions, use);

    it(
      "leads a database from nothing to the entities",
      within(async (application) => {
        await grow(application, "one", "create users");
        const { clean, databases } = await check(application.at("one"));
        expect(databases[0]?.operations).to.deep.equal([]);
        expect(clean).to.equal(true);
      }),
    );

    it(
      "keeps the rows on the way up and on the way down",
      within(async (application) => {
        const { at, query } = application;
        await grow(application, "one", "create users");
        await query("INSERT INTO users (name, bio) VALUES ('ada', 'counts')");
        await grow(application, "two", "posts");
        await query(`INSERT INTO posts (slug, "authorId") VALUES ('first', 1)`);
        expect(await query("SELECT name, bio, level FROM users")).to.deep.equal([
          { name: "ada", bio: "counts", level: 3 },
        ]);
        expect((await check(at("two"))).databases[0]?.operations).to.deep.equal([]);
        await downgrade({ ...at("two"), target: "-1" });
        expect(await query("SELECT name, bio FROM users")).to.deep.equal([
          { name: "ada", bio: "counts" },
        ]);
        expect(await check({ ...at("one") }).catch((error: unknown) => error)).to.have.property(
          "code",
          "DATABASE_NOT_UP_TO_DATE",
        );
        await upgrade(at("two"));
        expect((await check(at("two"))).clean).to.equal(true);
        await downgrade({ ...at("two"), target: "base" });
      }),
    );

    it(
      "writes no file where nothing has changed",
      within(async (application) => {
        await grow(application, "one", "create users");
        const again = await revision({ ...application.at("one"), autogenerate: true });
        expect(again.written).to.equal(false);
        expect(again).not.to.have.property("path");
      }),
    );

    it(
      "keeps what it has not made, and lists it once",
      within(async (application) => {
        const { at, query } = application;
        await grow(application, "one", "create users");
        await query("CREATE TABLE theirs (id integer PRIMARY KEY)");
        await query("CREATE INDEX by_hand ON users (bio)");
        const { clean, databases } = await check(at("one"));
        expect(clean).to.equal(true);
        expect(databases[0]?.unmanaged).to.deep.equal([
          { kind: "table", name: "theirs" },
          { kind: "index", name: "by_hand", table: "users" },
        ]);
      }),
    );

    it(
      "drops the table of an entity that is gone, because a revision made it",
      within(async (application) => {
        const { at } = application;
        await grow(application, "two", "everything");
        const { operations } = (await diff(at("one"))).databases[0] ?? {};
        expect(operations).to.include('drop table "posts"');
      }),
    );

    it(
      "changes nothing in the database by looking at it",
      within(async (application) => {
        const { at, query } = application;
        const look = () =>
          product === "postgres"
            ? query("SELECT relname FROM pg_class ORDER BY relname")
            : query("SELECT * FROM sqlite_schema");
        const before = await look();
        await diff({ ...at("two"), sql: true });
        await current({ ...at("two"), verbose: true });
        await check(at("two"));
        expect(await look()).to.deep.equal(before);
      }),
    );

    it(
      "compares with no database in which a revision is half done",
      within(async (application) => {
        const { at, query } = application;
        await grow(application, "one", "create users");
        await ensureVersion(at("one"));
        await query(
          `INSERT INTO athanor_journal VALUES ('ab12', 'upgrade', 0, 'step', '', '{"removes":[],"inserts":["ab12"]}', 'done', '')`,
        );
        for (const compare of [
          () => check(at("one")),
          () => diff(at("one")),
          () => revision({ ...at("two"), autogenerate: true }),
        ]) {
          const failure: unknown = await compare().catch((error: unknown) => error);
          expect(failure).to.have.property("code", "REVISION_UNFINISHED");
          expect(failure)
            .to.have.property("suggestions")
            .that.includes("To finish it: athanor upgrade ab12")
            .and.includes("To take it back: athanor downgrade -1");
        }
      }),
    );

    it(
      "refuses to write a revision for a database that has not all of them",
      within(async ({ at }) => {
        await revision({ ...at("one"), autogenerate: true, message: "create users" });
        const failure: unknown = await revision({ ...at("two"), autogenerate: true }).catch(
          (error: unknown) => error,
        );
        expect(failure).to.have.property("code", "DATABASE_NOT_UP_TO_DATE");
        expect(failure).to.have.deep.property("suggestions", ["athanor upgrade head"]);
      }),
    );

    it(
      "tells the SQL of a difference",
      within(async ({ at }) => {
        const { sql = [] } = (await diff({ ...at("one"), sql: true })).databases[0] ?? {};
        expect(sql.join("\n")).to.match(/^CREATE TABLE "users"[^]*;$/m);
      }),
    );

    it(
      "tells SQL of a difference that can be run as it stands, and loses no row",
      within(async (application) => {
        const { at, query } = application;
        await grow(application, "one", "create users");
        await query("INSERT INTO users (name) VALUES ('ada')");
        const rows = await query("SELECT count(*) AS n FROM users");
        const { sql = [] } = (await diff({ ...at("two"), sql: true })).databases[0] ?? {};
        const isComment = (text: string) => text.split("\n").every((line) => line.startsWith("--"));
        for (const text of sql) if (!isComment(text)) await query(text);
        const [again] = (await diff(at("two"))).databases;
        expect(again?.operations).to.deep.equal([]);
        expect(await query("SELECT count(*) AS n FROM users")).to.deep.equal(rows);
      }),
    );

    it(
      "shows what a revision does, without a database",
      within(async (application) => {
        await grow(application, "one", "create users");
        const { revisions, notes } = await show({ ...application.at("one"), revision: "head" });
        expect(notes).to.deep.equal([]);
        const [{ hazards, ...told } = {}] = revisions[0]?.databases ?? [];
        expect(told).to.deep.equal({
          database: "default",
          upgrade: ['create table "users" (3 columns)'],
          downgrade: ['drop table "users"'],
        });
        expect(hazards?.downgrade.map(({ code }) => code)).to.deep.equal(["DROPS_TABLE"]);
      }),
    );

    it(
      "sets the version rows without running anything",
      within(async (application) => {
        const { at, query } = application;
        const { revision: id } = await revision({ ...at("one"), message: "empty" });
        expect((await ensureVersion(at("one"))).databases[0]?.created).to.equal(true);
        await stamp({ ...at("one"), targets: ["head"] });
        expect(await query("SELECT version_num FROM athanor_version")).to.deep.equal([
          { version_num: id },
        ]);
        expect((await current(at("one"))).databases[0]?.atHeads).to.equal(true);
      }),
    );

    it(
      "writes a file that says what it does",
      within(async ({ at }) => {
        const { path = "" } = await revision({
          ...at("one"),
          autogenerate: true,
          message: "create users",
        });
        const text = await readFile(path, "utf8");
        expect(path).to.match(/migrations\/versions\/[0-9a-f]{12}_create_users\.ts$/);
        expect(text).to.contain('await op.createTable("users", {');
        expect(text).to.contain('await op.dropTable("users");');
      }),
    );
  });
}
