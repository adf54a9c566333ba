import { expect } from "chai";
import Database from "better-sqlite3";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DataSource, EntitySchema, type DataSourceOptions } from "typeorm";
import { check } from "../../../src/action/check.js";
import { downgrade } from "../../../src/action/downgrade.js";
import { revision } from "../../../src/action/revision.js";
import { upgrade } from "../../../src/action/upgrade.js";

/** `sqlite` is TypeORM's name for the package sqlite3, which only 0.3 knows. */
const types =
  process.env["TYPEORM_LINE"] === "0.3" ? ["better-sqlite3", "sqlite"] : ["better-sqlite3"];

/** Users in the main file, posts and their comments in another. */
function entities(version: 1 | 2): readonly object[] {
  const id = { type: "integer", primary: true, generated: "increment" } as const;
  const user = new EntitySchema({ name: "User", tableName: "users", columns: { id } });
  const post = new EntitySchema({
    name: "Post",
    tableName: "posts",
    database: "more/posts.db",
    columns: { id, title: { type: "varchar", length: version === 1 ? 20 : 40 } },
    indices: [{ columns: ["title"], unique: true }],
  });
  const comment = new EntitySchema<{ id: number; post: object }>({
    name: "Comment",
    tableName: "comments",
    database: "more/posts.db",
    columns: { id },
    relations: {
      post: {
        type: "many-to-one",
        target: "Post",
        onDelete: version === 1 ? "CASCADE" : "SET NULL",
      },
    },
  });
  return [user, post, comment];
}

for (const type of types) {
  describe(`entities in a SQLite file beside the main one, TypeORM's ${type}`, () => {
    const within =
      (body: (application: Application) => Promise<void>): (() => Promise<void>) =>
      () =>
        withFiles(type, body);

    it(
      "differ in nothing from what TypeORM's own synchronize made of them",
      within(async ({ at }) => {
        await logOf(at(1).dataSource, true);
        expect((await check(at(1))).databases[0]?.operations).to.deep.equal([]);
      }),
    );

    it("leave TypeORM no more to do than its own synchronize does, which never settles here", async () => {
      let theirs: readonly string[] = [];
      await withFiles(type, async ({ at }) => {
        theirs = await logOf(at(1).dataSource, true);
      });
      await withFiles(type, async ({ at }) => {
        await revision({ ...at(1), autogenerate: true, message: "one" });
        await upgrade(at(1));
        expect(await logOf(at(1).dataSource)).to.deep.equal(theirs);
      });
    });

    it(
      "are made, changed with their rows, and changed back",
      within(async ({ at, rows }) => {
        await revision({ ...at(1), autogenerate: true, message: "one" });
        await upgrade(at(1));
        expect((await check(at(1))).databases[0]?.operations).to.deep.equal([]);
        rows("INSERT INTO posts VALUES (7, 'a')");
        rows("INSERT INTO comments VALUES (1, 7)");
        await revision({ ...at(2), autogenerate: true, message: "two" });
        await upgrade(at(2));
        expect((await check(at(2))).databases[0]?.operations).to.deep.equal([]);
        await downgrade({ ...at(2), target: "-1" });
        expect(rows("SELECT * FROM comments")).to.deep.equal([{ id: 1, postId: 7 }]);
        await downgrade({ ...at(2), target: "base" });
        const left = rows("SELECT name FROM sqlite_master WHERE name NOT LIKE 'sqlite%'");
        expect(left).to.deep.equal([]);
      }),
    );
  });
}

/** What TypeORM would do, after its own synchronize or as it is. */
async function logOf(dataSource: DataSource, first = false): Promise<readonly string[]> {
  await dataSource.initialize();
  if (first) await dataSource.synchronize();
  const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
  await dataSource.destroy();
  return upQueries.map(({ query }) => query);
}

type Application = {
  readonly at: (version: 1 | 2) => {
    readonly dataSource: DataSource;
    readonly scriptLocation: string;
  };
  /** Of the file beside. */
  readonly rows: (sql: string) => readonly unknown[];
};

async function withFiles(
  type: string,
  body: (application: Application) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "athanor-attached-"));
  const at = (version: 1 | 2) => ({
    dataSource: new DataSource({
      type,
      database: join(folder, "a.db"),
      entities: entities(version),
    } as unknown as DataSourceOptions),
    scriptLocation: join(folder, "migrations"),
  });
  const rows = (sql: string): readonly unknown[] => {
    const database = new Database(join(folder, "more", "posts.db"));
    try {
      const statement = database.prepare(sql);
      return statement.reader ? statement.all() : [statement.run()];
    } finally {
      database.close();
    }
  };
  try {
    await body({ at, rows });
    expect(await readdir(join(folder, "more"))).to.deep.equal(["posts.db"]);
  } finally {
    await rm(folder, { recursive: true });
  }
}
