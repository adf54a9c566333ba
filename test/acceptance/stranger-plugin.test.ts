import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { expect } from "chai";
import { dataSourceText, withCommandLine, type CommandLine } from "../support/command-line.js";
import { withPostgresDatabase } from "../support/postgres.js";
import { buildIfOlder } from "../support/walk-through.js";

const root = resolve(import.meta.dirname, "../..");
const plugin = join(root, "fixtures/triggers/triggers.ts");

/** The environment of a project that wants these triggers. */
const environment = (triggers: readonly object[]): string => `
import { defineEnvironment } from "athanor";
import { typeorm } from "athanor/typeorm";
import dataSource from "../data-source.js";
import { triggers } from "../triggers.js";

export default defineEnvironment({
  databases: typeorm(dataSource),
  plugins: [triggers(${JSON.stringify(triggers)}, "../../triggers.js")],
});
`;

const loud = {
  name: "users_loud",
  table: "users",
  timing: "after",
  event: "insert",
  body: `UPDATE "users" SET "name" = upper("name") WHERE "id" = NEW."id";`,
};
const quiet = { ...loud, body: `UPDATE "users" SET "name" = lower("name") WHERE "id" = NEW."id";` };

/** What must be true of a plugin that came in by its public door only, on this database. */
async function live(options: string): Promise<void> {
  const files = {
    "package.json": `{ "type": "module" }`,
    "tsconfig.json": `{ "compilerOptions": { "target": "ES2022", "module": "NodeNext", "experimentalDecorators": true, "emitDecoratorMetadata": true } }`,
    "data-source.ts": dataSourceText("@Column() name!: string;").replace(
      /type: "better-sqlite3", database: "app.sqlite"/,
      options,
    ),
    "triggers.ts": await readFile(plugin, "utf8"),
    "athanor.config.json": "{}",
    "migrations/env.ts": environment([loud]),
  };
  await withCommandLine(files, async (cli) => {
    const first = await generate(cli, "first");
    expect(first).to.include(`import { createTrigger, dropTrigger } from "../../triggers.js";`);
    expect(first).to.include("await op.invoke(createTrigger({");
    expect(first).to.match(/export async function downgrade[^]*invoke\(dropTrigger\(/);
    await succeed(cli, "upgrade");
    await succeed(cli, "check");

    await cli.write("migrations/env.ts", environment([quiet]));
    const found = await cli.athanor("check");
    expect(found.stdout).to.include('drop trigger "users_loud" on "users"');
    expect(found.code).to.equal(3);
    await generate(cli, "second");
    await succeed(cli, "upgrade");
    await succeed(cli, "check");

    await cli.write("migrations/env.ts", environment([]));
    await generate(cli, "third");
    await succeed(cli, "upgrade");
    await succeed(cli, "check");

    await succeed(cli, "downgrade", "base");
    await succeed(cli, "upgrade", "head", "--dry-run");
    const { stdout: script } = await succeed(cli, "upgrade", "head", "--sql");
    expect(script).to.include('CREATE TRIGGER "users_loud" AFTER INSERT ON "users" FOR EACH ROW');
    await succeed(cli, "upgrade");
    await succeed(cli, "check");
  });
}

async function succeed(cli: CommandLine, ...args: readonly string[]) {
  const ended = await cli.athanor(...args);
  expect(ended.code, ended.stderr + ended.stdout).to.equal(0);
  return ended;
}

/** The text of the file that autogenerate writes. */
async function generate(cli: CommandLine, message: string): Promise<string> {
  const { stdout } = await succeed(cli, "revision", "--autogenerate", "-m", message);
  return readFile(join(cli.folder, stdout.replace(/^Wrote /, "").trim()), "utf8");
}

describe("a plugin that comes in by athanor/plugin only", () => {
  before(async function () {
    this.timeout(180_000);
    await buildIfOlder(root);
  });

  it("adds kinds of operations and a comparator on SQLite: up, clean, changed, gone, down, and as SQL", () =>
    live(`type: "better-sqlite3", database: "app.sqlite"`)).timeout(180_000);

  it("adds kinds of operations and a comparator on PostgreSQL: up, clean, changed, gone, down, and as SQL", () =>
    withPostgresDatabase(({ host, port, user, password, database }) =>
      live(
        `type: "postgres", host: "${host}", port: ${port}, username: "${user}", password: "${password}", database: "${database}"`,
      ),
    )).timeout(180_000);
});
