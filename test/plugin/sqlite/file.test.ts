import { expect } from "chai";
import Database from "better-sqlite3";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DataSource, EntitySchema, type DataSourceOptions } from "typeorm";
import { check } from "../../../src/action/check.js";
import { downgrade } from "../../../src/action/downgrade.js";
import { revision } from "../../../src/action/revision.js";
import { upgrade } from "../../../src/action/upgrade.js";
import type { ProgressEvent } from "../../../src/runner/run-request.js";
import { codeOf } from "../../support/code-of.js";

/** `sqlite` is TypeORM's name for the package sqlite3, which only 0.3 knows. */
const types =
  process.env["TYPEORM_LINE"] === "0.3" ? ["better-sqlite3", "sqlite"] : ["better-sqlite3"];

/** The second takes a rebuild: another length and a foreign key. */
function entities(version: 1 | 2): readonly object[] {
  const user = new EntitySchema({
    name: "User",
    tableName: "users",
    columns: {
      id: { type: "integer", primary: true, generated: "increment" },
      name: { type: "varchar", length: version === 1 ? 20 : 40 },
    },
  });
  const post = new EntitySchema<{ id: number; author: object }>({
    name: "Post",
    tableName: "posts",
    columns: { id: { type: "integer", primary: true, generated: "increment" } },
    relations: {
      author: {
        type: "many-to-one",
        target: "User",
        onDelete: version === 1 ? "CASCADE" : "SET NULL",
        joinColumn: { name: "author" },
      },
    },
  });
  return [user, post];
}

/** One history of two revisions over one file. */
type Application = {
  readonly folder: string;
  readonly file: string;
  readonly at: (version: 1 | 2) => {
    readonly dataSource: DataSource;
    readonly scriptLocation: string;
  };
  readonly rows: (sql: string) => readonly unknown[];
};

async function withApplication(
  more: object,
  body: (application: Application) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "athanor-file-"));
  const file = join(folder, "a.db");
  const at = (version: 1 | 2) => ({
    dataSource: new DataSource({
      database: file,
      entities: entities(version),
      ...more,
    } as unknown as DataSourceOptions),
    scriptLocation: join(folder, "migrations"),
  });
  const rows = (sql: string): readonly unknown[] => {
    const database = new Database(file);
    try {
      return database.prepare(sql).all();
    } finally {
      database.close();
    }
  };
  try {
    await body({ folder, file, at, rows });
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Both revisions written, the first applied, and rows. */
async function prepare({ at, file }: Application, prefix = ""): Promise<void> {
  await revision({ ...at(1), autogenerate: true, message: "one" });
  await upgrade(at(1));
  const database = new Database(file);
  database.exec(`INSERT INTO "${prefix}users" VALUES (1, 'Ann'), (7, 'Bob')`);
  database.exec(`INSERT INTO "${prefix}posts" VALUES (10, 1), (11, 7)`);
  database.close();
  await revision({ ...at(2), autogenerate: true, message: "two" });
}

const sound = (rows: Application["rows"]): void => {
  expect(rows("PRAGMA integrity_check")).to.deep.equal([{ integrity_check: "ok" }]);
  expect(rows("PRAGMA foreign_key_check")).to.deep.equal([]);
};

for (const type of types) {
  const on =
    (more: object, body: (application: Application) => Promise<void>) => (): Promise<void> =>
      withApplication({ type, ...more }, body);

  describe(`a run over a SQLite file, TypeORM's ${type}`, () => {
    it(
      "keeps rows, counters and WAL mode, up and down again",
      on({}, async (application) => {
        const { at, file, rows } = application;
        new Database(file).exec("PRAGMA journal_mode = WAL").close();
        await prepare(application);
        const before = rows("SELECT type, name, sql FROM sqlite_master ORDER BY name");
        await upgrade(at(2));
        sound(rows);
        expect((await check(at(2))).clean).to.equal(true);
        await downgrade({ ...at(2), target: "-1" });
        sound(rows);
        expect(rows("SELECT type, name, sql FROM sqlite_master ORDER BY name")).to.deep.equal(
          before,
        );
        expect(rows('SELECT * FROM posts ORDER BY "id"')).to.deep.equal([
          { id: 10, author: 1 },
          { id: 11, author: 7 },
        ]);
        expect(rows("SELECT seq FROM sqlite_sequence WHERE name = 'users'")).to.deep.equal([
          { seq: 7 },
        ]);
        expect(rows("PRAGMA journal_mode")).to.deep.equal([{ journal_mode: "wal" }]);
      }),
    );

    it(
      "knows the tables of an entityPrefix by their whole names",
      on({ entityPrefix: "app_" }, async (application) => {
        const { at, rows } = application;
        await prepare(application, "app_");
        await upgrade(at(2));
        expect((await check(at(2))).clean).to.equal(true);
        expect(rows("SELECT count(*) AS n FROM app_posts")).to.deep.equal([{ n: 2 }]);
      }),
    );

    it(
      "works on a database in memory that is open already",
      on({ database: ":memory:" }, async ({ at }) => {
        const one = at(1);
        await one.dataSource.initialize();
        await revision({ ...one, autogenerate: true, message: "one" });
        await upgrade(one);
        await one.dataSource.query("INSERT INTO users VALUES (1, 'Ann')");
        expect((await check(one)).clean).to.equal(true);
        await downgrade({ ...one, target: "base" });
        await upgrade(one);
        expect(await one.dataSource.query("SELECT * FROM users")).to.deep.equal([]);
        await one.dataSource.destroy();
      }),
    );

    it(
      "tells of the copy as it begins and ends, and shows the rebuild in a dry run that changes nothing",
      on({}, async (application) => {
        const { at, rows } = application;
        await prepare(application);
        const before = rows("SELECT * FROM sqlite_master");
        const { databases } = await upgrade({ ...at(2), dryRun: true });
        const copies = (databases[0]?.statements ?? []).filter(({ sql }) =>
          sql.startsWith("INSERT OR"),
        );
        expect(copies.map(({ sql }) => sql.includes('FROM "users"'))).to.include(true);
        expect(rows("SELECT * FROM sqlite_master")).to.deep.equal(before);
        const told: ProgressEvent["kind"][] = [];
        const onProgress = (event: ProgressEvent): void => {
          if ("sql" in event && event.sql.startsWith("INSERT OR")) told.push(event.kind);
        };
        await upgrade({ ...at(2), onProgress });
        expect(told.slice(0, 2)).to.deep.equal(["statementStarted", "statementFinished"]);
      }),
    );

    it(
      "waits as long as lock.timeout says for a file that another process has locked, and leaves it alone",
      on({}, async (application) => {
        const { at, file, rows } = application;
        await prepare(application);
        const environment =
          'const none = () => undefined; export default { databases: { source: { read: none }, dialect: none, connect: none, close: none }, lock: { timeout: "300ms" } };\n';
        await writeFile(join(application.folder, "migrations", "env.mjs"), environment);
        const script = `const db = new (require("better-sqlite3"))(process.argv[1]); db.exec("BEGIN IMMEDIATE"); console.log("locked"); setInterval(() => 0, 1000);`;
        const other = spawn(process.execPath, ["-e", script, file], { cwd: import.meta.dirname });
        await once(other.stdout, "data");
        expect(await codeOf(upgrade(at(2)))).to.equal("LOCK_TIMEOUT");
        const end = once(other, "exit");
        other.kill("SIGKILL");
        await end;
        await upgrade(at(2));
        expect(rows("SELECT count(*) AS n FROM posts")).to.deep.equal([{ n: 2 }]);
        expect((await readdir(application.folder)).sort()).to.deep.equal(["a.db", "migrations"]);
      }),
    );

    it(
      "makes the folder of the file, as TypeORM does",
      on({}, async ({ folder }) => {
        const database = join(folder, "new", "folder", "b.db");
        const dataSource = new DataSource({ type, database, entities: entities(1) } as never);
        const location = { dataSource, scriptLocation: join(folder, "migrations") };
        await revision({ ...location, autogenerate: true, message: "one" });
        await upgrade(location);
        expect(await readdir(join(folder, "new", "folder"))).to.deep.equal(["b.db"]);
      }),
    );

    it(
      "says so where the folder cannot be made, and where the file is no database, and touches neither",
      on({}, async ({ folder }) => {
        await writeFile(join(folder, "letter"), "This is a letter, not a database. ".repeat(100));
        const before = await readFile(join(folder, "letter"));
        for (const [database, code] of [
          [join(folder, "letter"), /DATABASE_UNREADABLE|CANNOT_CONNECT/],
          [join(folder, "letter", "b.db"), /DATABASE_UNREACHABLE|CANNOT_CONNECT/],
        ] as const) {
          const dataSource = new DataSource({ type, database, entities: entities(1) } as never);
          const location = { dataSource, scriptLocation: join(folder, "migrations") };
          expect(await codeOf(upgrade(location))).to.match(code);
        }
        expect(await readFile(join(folder, "letter"))).to.deep.equal(before);
      }),
    );
  });
}

describe("a run over a SQLite file that may only be read", () => {
  it("stops before it changes anything", () =>
    withApplication({ type: "better-sqlite3" }, async (application) => {
      await prepare(application);
      const dataSource = new DataSource({
        type: "better-sqlite3",
        database: application.file,
        readonly: true,
        entities: entities(2),
      } as never);
      const run = upgrade({ ...application.at(2), dataSource });
      expect(await codeOf(run)).to.match(/DATABASE_READONLY|CANNOT_CONNECT/);
    }));
});
