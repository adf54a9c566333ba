import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { expect } from "chai";
import { revision } from "../src/action/revision.js";
import { upgrade } from "../src/action/upgrade.js";
import { loadDataSource } from "../src/directory/data-source.js";
import { createLoader } from "../src/loading/load-module.js";
import { typeorm } from "../plugin/typeorm/index.js";
import { blocksOf } from "./support/page.js";
import { withPostgresDatabase } from "./support/postgres.js";
import { withProject } from "./support/project.js";

const root = resolve(import.meta.dirname, "..");
const doors = { athanor: "dist/src/index.js", "athanor/typeorm": "dist/plugin/typeorm/index.js" };

/** The files of the page, with the package as it was built in this checkout, and the database where `options` says. */
async function filesOfPage(options: string): Promise<Readonly<Record<string, string>>> {
  const page = await readFile(join(root, "docs/hooks.md"), "utf8");
  const files = blocksOf(page).flatMap(({ file, text }) =>
    file === undefined ? [] : [[file, inCheckout(text, options)] as const],
  );
  return { "package.json": `{ "type": "module" }`, ...tsconfig, ...Object.fromEntries(files) };
}

const tsconfig = {
  "tsconfig.json": JSON.stringify({
    compilerOptions: {
      target: "ES2022",
      module: "NodeNext",
      experimentalDecorators: true,
      emitDecoratorMetadata: true,
    },
  }),
};

function inCheckout(text: string, options: string): string {
  const found = Object.entries(doors).reduce(
    (rest, [door, path]) =>
      rest.replaceAll(`from "${door}"`, `from ${JSON.stringify(join(root, path))}`),
    text,
  );
  return found.replace('type: "better-sqlite3",\n  database: "app.sqlite"', options);
}

type Project = {
  readonly at: { readonly cwd: string; readonly scriptLocation: string };
  /** What autogenerate would write. */
  readonly generated: () => Promise<string>;
};

/** A project as the page has it, with `env.ts` of this hook, on a database where these statements ran. */
function withHook(
  hook: string,
  statements: readonly string[],
  use: (project: Project) => Promise<void>,
  options = `type: "better-sqlite3", database: import.meta.dirname + "/app.sqlite"`,
): Promise<void> {
  return filesOfPage(options).then((files) =>
    withProject(files, async (folder) => {
      const loader = createLoader({ root: folder });
      const database = typeorm(
        (await loadDataSource(loader, join(folder, "src/data-source.ts"))) as never,
      );
      const connection = await database.connect();
      for (const sql of statements) await connection.query(sql);
      await connection.close();
      await database.close();
      const at = { cwd: folder, scriptLocation: `migrations/${hook}` };
      const generated = async (): Promise<string> =>
        (await revision({ ...at, autogenerate: true, sql: true })).text ?? "";
      await use({ at, generated });
    }),
  );
}

const strangers = ["CREATE TABLE legacy_orders (id integer)", "CREATE TABLE stale (id integer)"];

/** As the entities want it, but for type and default of the column. */
const users = [
  `CREATE TABLE "users" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "email" text NOT NULL DEFAULT 'none')`,
  `CREATE INDEX "users_email" ON "users" ("email")`,
];

describe("the example of the hook", () => {
  it("includeName leaves other tools' tables out, and no more", () =>
    withHook("includeName", strangers, async ({ generated }) => {
      const text = await generated();
      expect(text).to.include('op.dropTable("stale")').and.not.include("legacy_orders");
    }));

  it("includeObject leaves out what the entities want too soon", () =>
    withHook("includeObject", [], async ({ generated }) => {
      const text = await generated();
      expect(text).to.include('op.createTable("users"').and.not.include("draft_notes");
    }));

  it("compareType takes the database's type for right, and still sees the default", () =>
    withHook("compareType", users, async ({ generated }) => {
      const text = await generated();
      expect(text).to.include('alterColumn("users", "email", { default: "" })');
    }));

  it("compareDefault takes the database's default for right, and still sees the type", () =>
    withHook("compareDefault", users, async ({ generated }) => {
      const text = await generated();
      expect(text).to.include('alterColumn("users", "email", { type: "varchar"');
      expect(text).to.not.include("default");
    }));

  it("compareComment takes the database's comments for right", () =>
    withPostgresDatabase(({ host, port, user, password, database }) =>
      withHook(
        "compareComment",
        [
          `CREATE TABLE "users" ("id" serial NOT NULL, "email" varchar(255) NOT NULL DEFAULT '', CONSTRAINT "PK_a3ffb1c0c8416b9fc6f907b7433" PRIMARY KEY ("id"))`,
          `CREATE INDEX "users_email" ON "users" ("email")`,
        ],
        async ({ generated }) => {
          expect(await generated()).to.not.include('"users"');
        },
        `type: "postgres", host: "${host}", port: ${port}, username: "${user}", password: "${password}", database: "${database}"`,
      ),
    )).timeout(60_000);

  it("rewrite is applied function by function: nothing is dropped, and ANALYZE comes last", () =>
    withHook("rewrite", strangers, async ({ generated }) => {
      const [up = "", down = ""] = (await generated()).split("function downgrade");
      expect(up).to.match(/createTable\("users"[^]*op\.execute\("ANALYZE"/);
      expect(up).to.not.include("dropTable");
      expect(down).to.match(/op\.execute\("ANALYZE"[^]*dropTable\("users"/);
    }));

  it("renderItem writes the call in its own words, and imports them", () =>
    withHook("renderItem", [], async ({ generated }) => {
      const text = await generated();
      expect(text).to.include('import { createIndexLater } from "../../../src/slowly.js";');
      expect(text).to.include('await createIndexLater(op, "users", "users_email");');
    }));

  it("onVersionApply is told of each revision, up and down", () =>
    withHook("onVersionApply", [], async ({ at }) => {
      await revision({ ...at, autogenerate: true, message: "all" });
      await upgrade(at);
      const log = await readFile(join(at.cwd, at.scriptLocation, "applied.log"), "utf8");
      expect(log).to.equal("default upgrade all\n");
    }));
});
