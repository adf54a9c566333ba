import { readFile } from "node:fs/promises";
import Sqlite from "better-sqlite3";
import { expect } from "chai";
import { check } from "../../src/action/check.js";
import { current } from "../../src/action/current.js";
import { diff } from "../../src/action/diff.js";
import { downgrade } from "../../src/action/downgrade.js";
import { ensureVersion } from "../../src/action/ensure-version.js";
import { history } from "../../src/action/history.js";
import { merge } from "../../src/action/merge.js";
import { revision } from "../../src/action/revision.js";
import { upgradeScript } from "../../src/action/script.js";
import { stamp } from "../../src/action/stamp.js";
import { upgrade } from "../../src/action/upgrade.js";
import { catchRejection } from "../support/catch-error.js";
import { withPostgresDatabase } from "../support/postgres.js";
import { withProject, type Files } from "../support/project.js";

const entity = (table: string) => `
  @Entity("${table}") class ${table} {
    @PrimaryGeneratedColumn() id!: number;
    @Column() name!: string;
  }`;

const source = (table: string, options: string) => `
import { Column, DataSource, Entity, PrimaryGeneratedColumn } from "typeorm";
${entity(table)}
export default new DataSource({ ${options}, entities: [${table}] });
`;

const sqlite = (name: string) =>
  `type: "better-sqlite3", database: import.meta.dirname + "/${name}.db"`;

const plugin = JSON.stringify(new URL("../../plugin/typeorm/index.ts", import.meta.url).pathname);

const environment = (databases: string) => `
import { typeorm } from ${plugin};
import users from "../users.js";
import events from "../events.js";
export default ${databases};
`;

const files = {
  "package.json": `{ "type": "module" }`,
  "users.ts": source("users", sqlite("users")),
  "events.ts": source("events", sqlite("events")),
  "migrations/env.ts": environment(
    `{ databases: { main: typeorm(users), "audit-log": typeorm(events) } }`,
  ),
};

type At = { readonly cwd: string };

/** Of each database, the revisions it has. */
async function placesAt(at: At): Promise<Readonly<Record<string, readonly string[]>>> {
  const { databases } = await current(at);
  return Object.fromEntries(
    databases.map(({ database, revisions }) => [database, revisions.map((one) => one.revision)]),
  );
}

describe("several named databases", () => {
  it("have a function each in the file that autogenerate writes, and go up and down with it", () =>
    withProject(files, async (root) => {
      const at = { cwd: root };
      const { path = "" } = await revision({ ...at, autogenerate: true, message: "all" });
      const text = await readFile(path, "utf8");
      expect(text).to.match(/export const upgrade = \{\n {2}main: async \(op/);
      expect(text).to.match(
        /main: async[^]*createTable\("users"[^]*"audit-log": async[^]*createTable\("events"/,
      );
      const { databases } = await upgrade(at);
      expect(databases.map(({ database, applied }) => [database, applied.length])).to.deep.equal([
        ["main", 1],
        ["audit-log", 1],
      ]);
      expect((await check(at)).clean).to.equal(true);
      await downgrade({ ...at, target: "base" });
      const { databases: gone } = await diff(at);
      expect(gone.map(({ operations }) => operations.length)).to.deep.equal([1, 1]);
    }));

  for (const [form, databases] of [
    ["written out", `{ databases: { main: typeorm(users), "audit-log": typeorm(events) } }`],
    [
      "computed",
      `() => ({ databases: Object.fromEntries([["main", typeorm(users)], ["audit-log", typeorm(events)]]) })`,
    ],
  ] as const) {
    it(`have a function each in a plain revision, where the environment's names are ${form}`, () =>
      withProject({ ...files, "migrations/env.ts": environment(databases) }, async (root) => {
        const { text = "" } = await revision({ cwd: root, message: "by hand", sql: true });
        expect(text.match(/(?:main|"audit-log"): async \(op\)/g)).to.have.length(4);
      }));
  }

  it("have a function each in a merge", () =>
    withProject(files, async (root) => {
      const at = { cwd: root };
      await revision({ ...at, revId: "aaaa" });
      await revision({ ...at, revId: "bbbb" });
      await revision({ ...at, revId: "cccc", head: "aaaa", splice: true });
      const { path } = await merge({ ...at, revisions: ["heads"] });
      expect(await readFile(path, "utf8")).to.match(/export const upgrade = \{\n {2}main: async/);
    }));

  it("let a plain revision be written while their modules cannot even be loaded", () =>
    withProject({ ...files, "users.ts": "throw new Error('loaded');" }, async (root) => {
      const { text = "" } = await revision({ cwd: root, message: "by hand", sql: true });
      expect(text).to.include("main: async");
    }));

  it("are acted on one by one where only some are named", () =>
    withProject(files, async (root) => {
      const at = { cwd: root };
      const only = { ...at, database: ["main"] };
      await revision({ ...at, autogenerate: true, revId: "aaaa" });
      await upgrade(only);
      expect(await placesAt(at)).to.deep.equal({ main: ["aaaa"], "audit-log": [] });
      expect((await check(only)).clean).to.equal(true);
      await stamp({ ...at, database: ["audit-log"], targets: ["head"] });
      await downgrade({ ...only, target: "base" });
      expect(await placesAt(at)).to.deep.equal({ main: [], "audit-log": ["aaaa"] });
      const { databases } = await ensureVersion(only);
      expect(databases.map(({ database }) => database)).to.deep.equal(["main"]);
    }));

  it("are compared, and written, one by one where only some are named", () =>
    withProject(files, async (root) => {
      const only = { cwd: root, database: ["audit-log"] };
      const { text = "" } = await revision({ ...only, autogenerate: true, sql: true });
      expect(text).to.include('"audit-log": async').and.not.include("main");
    }));

  it("are named, nearest first, to who names one that is not there", () =>
    withProject(files, async (root) => {
      const error = await catchRejection(() => upgrade({ cwd: root, database: ["mian"] }));
      expect([error.code, ...error.suggestions]).to.deep.equal([
        "UNKNOWN_DATABASE",
        "--database main",
      ]);
    }));

  it("say which were done, which failed, and which were not begun", () =>
    withProject({ ...files, ...failing }, async (root) => {
      const error = await catchRejection(() => upgrade({ cwd: root }));
      expect(error.message).to.include(
        'Of the databases, "main" was done, "audit-log" failed, "last" was not begun.',
      );
      expect(error.facts).to.deep.include({
        database: "audit-log",
        databasesDone: ["main"],
        notBegun: ["last"],
      });
      expect(await placesAt({ cwd: root })).to.deep.equal({
        main: ["aaaa"],
        "audit-log": [],
        last: [],
      });
    }));

  it("refuse to share a version table where they are one, and take one each", () =>
    withProject(
      {
        ...files,
        "events.ts": source("events", sqlite("users")),
        "migrations/env.ts": environment(
          `({ arguments: x }) => ({
            databases: { main: typeorm(users), audit: typeorm(events) },
            ...(x.apart ? { versionTable: { audit: "audit_version" } } : {}),
          })`,
        ),
      },
      async (root) => {
        const at = { cwd: root };
        for (const act of [() => upgrade(at), () => upgradeScript(at)])
          expect((await catchRejection(act)).code).to.equal("VERSION_TABLE_SHARED");
        const apart = { ...at, arguments: { apart: "yes" } };
        await revision({ ...apart, autogenerate: true, revId: "aaaa" });
        await upgrade({ ...apart, database: ["main"] });
        expect(await placesAt(apart)).to.deep.equal({ main: ["aaaa"], audit: [] });
        await upgrade(apart);
        const { databases } = await diff(apart);
        expect(
          databases.flatMap(({ unmanaged }) => unmanaged.map(({ name }) => name)),
        ).to.have.members(["users", "events"]);
      },
    ));

  it("are told to the filters that are asked of them", () =>
    withProject(
      {
        ...files,
        "migrations/env.ts": environment(`{
          databases: { main: typeorm(users), audit: typeorm(events) },
          includeObject: (_object: any, _name: string, kind: string, _reflected: boolean, { database }: any) =>
            !(kind === "column" && database === "audit"),
          includeName: (_name: string, _kind: string, _parent: any, context: any) => context.database.length > 0,
          compareType: (_database: any, _entity: any, _table: any, { database }: any) => database === "main",
        }`),
      },
      async (root) => {
        const { databases } = await diff({ cwd: root });
        expect(databases.map(({ operations }) => operations)).to.deep.equal([
          ['create table "users" (2 columns)'],
          ['create table "events" (0 columns)'],
        ]);
      },
    ));

  it("take a value for rows that only one of them needs, and none that nobody needs", () =>
    withProject(
      {
        ...files,
        "migrations/versions/aaaa.js": `export const revision = "aaaa";
export const downRevision = null;
const column = { name: "note", type: "varchar" };
export const upgrade = {
  main: async (op) => op.createTable("users", { columns: [{ name: "id", type: "integer" }] }),
  "audit-log": async (op) => {
    await op.createTable("users", { columns: [{ name: "id", type: "integer" }] });
    await op.bulkInsert("users", [{ id: 1 }]);
    await op.addColumn("users", column);
  },
};
export async function downgrade(op) { await op.dropTable("users"); }
`,
      },
      async (root) => {
        const at = { cwd: root };
        const other = { ...at, backfill: ["users.nose=''"] };
        expect((await catchRejection(() => upgrade(other))).code).to.equal("UNUSED_BACKFILL");
        expect(await placesAt(at)).to.deep.equal({ main: [], "audit-log": [] });
        await upgrade({ ...at, backfill: ["users.note=''"] });
        expect(await placesAt(at)).to.deep.equal({ main: ["aaaa"], "audit-log": ["aaaa"] });
      },
    ));

  it("take a name for new that one of them has, and refuse one that none of those compared has", () =>
    withProject(files, async (root) => {
      const at = { cwd: root, autogenerate: true, sql: true };
      const { databases } = await revision({ ...at, new: ["events"] });
      expect(databases.flatMap(({ operations }) => operations)).to.have.length(2);
      for (const wrong of [{ new: ["orders"] }, { new: ["events"], database: ["main"] }]) {
        const { code } = await catchRejection(() => revision({ ...at, ...wrong }));
        expect(code).to.equal("UNUSED_NEW");
      }
    }));

  it("begin with one baseline, where one of them has tables already", () =>
    withProject(files, async (root) => {
      const at = { cwd: root };
      const database = new Sqlite(`${root}/users.db`);
      database.exec(
        'CREATE TABLE "users" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "name" varchar NOT NULL)',
      );
      database.close();
      const asked = await revision({ ...at, autogenerate: true, strict: true });
      const questions = asked.databases.flatMap((each) => each.questions);
      expect(questions.map((each) => each.database)).to.deep.equal(["main"]);
      await revision({ ...at, baseline: true, revId: "aaaa" });
      expect(await placesAt(at)).to.deep.equal({ main: ["aaaa"], "audit-log": ["aaaa"] });
      const next = await revision({ ...at, autogenerate: true });
      expect(next.databases.map(({ operations }) => operations.length)).to.deep.equal([0, 1]);
    }));

  it("are told apart by a history that asks them", () =>
    withProject(files, async (root) => {
      const at = { cwd: root };
      await revision({ ...at, revId: "aaaa" });
      await revision({ ...at, revId: "bbbb" });
      await upgrade({ ...at, database: ["main"] });
      await upgrade({ ...at, database: ["audit-log"], target: "aaaa" });
      const { revisions } = await history({ ...at, indicateCurrent: true });
      expect(revisions.map(({ revision: id, places }) => [id, places])).to.deep.equal([
        [
          "bbbb",
          [
            { database: "main", place: "current" },
            { database: "audit-log", place: "pending" },
          ],
        ],
        [
          "aaaa",
          [
            { database: "main", place: "applied" },
            { database: "audit-log", place: "current" },
          ],
        ],
      ]);
    }));

  it("may be of different products: each is compared, changed and locked in its own way", () =>
    withPostgresDatabase(({ host, port, user, password, database }) => {
      const options = `type: "postgres", host: "${host}", port: ${port}, username: "${user}", password: "${password}", database: "${database}"`;
      return withProject({ ...files, "users.ts": source("users", options) }, async (root) => {
        const at = { cwd: root };
        const { text = "" } = await revision({ ...at, autogenerate: true, message: "all" });
        expect(text).to.match(/main: async[^]*createTable\("users"[^]*createTable\("events"/);
        await upgrade(at);
        expect((await check(at)).clean).to.equal(true);
        const { databases } = await current(at);
        expect(databases.map(({ url }) => url.split(":")[0])).to.deep.equal(["postgres", "sqlite"]);
        await downgrade({ ...at, target: "base" });
        expect(await placesAt(at)).to.deep.equal({ main: [], "audit-log": [] });
      });
    })).timeout(60_000);
});

const failing: Files = {
  "others.ts": source("others", sqlite("others")),
  "migrations/env.ts": environment(
    `{ databases: { main: typeorm(users), "audit-log": typeorm(events), last: typeorm(() => import("../others.js").then((one) => one.default)) } }`,
  ),
  "migrations/versions/aaaa.ts": `
export const revision = "aaaa";
export const downRevision = null;
export const upgrade = {
  main: async (op: any) => op.execute("CREATE TABLE a (id integer)"),
  "audit-log": async (op: any) => op.execute("CREATE TABLE"),
};
export const downgrade = { main: async () => undefined };
`,
};
