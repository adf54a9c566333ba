import { chmod } from "node:fs/promises";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect } from "chai";
import type { CommandLine, Ended } from "../support/command-line.js";
import { dataSourceText, withCommandLine } from "../support/command-line.js";

type Case = {
  readonly title: string;
  readonly files?: Readonly<Record<string, string>>;
  /** What happens before the command; its last file listing is what must remain. */
  readonly before?: (commandLine: CommandLine) => Promise<unknown>;
  readonly args: readonly string[];
  readonly code: number;
  readonly says: RegExp;
  readonly next?: RegExp;
};

const name = `@Column() name!: string;`;
const source = { "data-source.ts": dataSourceText(name) };
const flags = ["-d", "data-source.ts"] as const;

const revisionText = (id: string, down: string | null, body = ""): string => `
import type { Operations } from "athanor";
export const revision = "${id}";
export const downRevision = ${JSON.stringify(down)};
export const branchLabels: string[] = [];
export const dependsOn: string[] = [];
export async function upgrade(op: Operations): Promise<void> {
  ${body}
}
export async function downgrade(op: Operations): Promise<void> {}
`;

const generate = (cli: CommandLine): Promise<Ended> =>
  cli.athanor("revision", "--autogenerate", "-m", "users", ...flags);

const cases: readonly Case[] = [
  ...["--connect-timeout", "--lock-timeout", "--statement-timeout"].map((flag) => ({
    title: `a ${flag} without a unit`,
    args: ["upgrade", flag, "50", ...flags],
    code: 2,
    says: /"50" is not a duration\. Write 500ms, 3s, 5m, 1h, or 0 for no end\./,
  })),
  {
    title: "a data source that does not exist",
    args: ["upgrade", "-d", "nowhere.ts"],
    code: 1,
    says: /nowhere\.ts/,
  },
  {
    title: "a data source that throws while it is loaded",
    files: { "data-source.ts": `throw new Error("no configuration");` },
    args: ["current", ...flags],
    code: 1,
    says: /no configuration/,
  },
  {
    title: "a file that exports nothing usable",
    files: { "data-source.ts": `export const answer = 42;` },
    args: ["current", ...flags],
    code: 1,
    says: /exports no DataSource/,
    next: /export default new DataSource/,
  },
  {
    title: "a database that cannot be reached",
    files: {
      "data-source.ts": `import { DataSource } from "typeorm";
        export default new DataSource({ type: "postgres", url: "postgres://app:secret@127.0.0.1:1/shop" });`,
    },
    args: ["current", ...flags],
    code: 1,
    says: /postgres:\/\/app:\*+@127\.0\.0\.1:1\/shop/,
  },
  {
    title: "an entity that TypeORM rejects",
    files: {
      "data-source.ts": dataSourceText(`@Column({ type: "vortex" as never }) name!: string;`),
    },
    args: ["check", ...flags],
    code: 1,
    says: /vortex/,
  },
  {
    title: "a revision file with a syntax error",
    files: { ...source, "migrations/versions/a.ts": `export const revision = ;` },
    args: ["heads"],
    code: 1,
    says: /a\.ts/,
  },
  {
    title: "a revision with an unknown parent",
    files: { ...source, "migrations/versions/a.ts": revisionText("aaaa", "gone") },
    args: ["heads"],
    code: 1,
    says: /"gone"/,
  },
  {
    title: "two revisions with one id",
    files: {
      ...source,
      "migrations/versions/a.ts": revisionText("aaaa", null),
      "migrations/versions/b.ts": revisionText("aaaa", null),
    },
    args: ["history"],
    code: 1,
    says: /a\.ts[^]*b\.ts/,
  },
  {
    title: "an upgrade that throws half way",
    files: {
      ...source,
      "migrations/versions/a.ts": revisionText(
        "aaaa",
        null,
        `await op.execute("CREATE TABLE half (id integer)"); throw new Error("stop here");`,
      ),
    },
    args: ["upgrade", ...flags],
    code: 1,
    says: /stop here[^]*^ +at: (\S+ )?\(?\S*\/migrations\/versions\/a\.ts:8:\d+\)?$/m,
  },
  {
    title: "a statement that the database refuses",
    files: {
      ...source,
      "migrations/versions/a.ts": revisionText(
        "aaaa",
        null,
        `await op.execute("CREATE NONSENSE");`,
      ),
    },
    args: ["upgrade", ...flags],
    code: 1,
    says: /CREATE NONSENSE[^]*near "NONSENSE"|near "NONSENSE"[^]*CREATE NONSENSE/,
  },
  {
    title: "autogenerate on a database that is not at head",
    files: source,
    before: generate,
    args: ["revision", "--autogenerate", "-m", "again", ...flags],
    code: 1,
    says: /Target database is not up to date: revision \w+ of "default" is not applied, and what it does would/,
    next: /athanor upgrade head/,
  },
  {
    title: "a read-only database",
    files: source,
    before: async (cli) => {
      await generate(cli);
      new Database(join(cli.folder, "app.sqlite")).exec("PRAGMA user_version = 1").close();
      await chmod(join(cli.folder, "app.sqlite"), 0o444);
      await cli.write(
        "data-source.ts",
        dataSourceText(name, `database: "app.sqlite", readonly: true`),
      );
    },
    args: ["upgrade", ...flags],
    code: 1,
    says: /The database \S+ is read-only/,
    next: /Take `readonly: true` out of the data source/,
  },
  {
    title: "a file that is no database",
    files: { ...source, "app.sqlite": "This is a letter, and a rather long one at that." },
    args: ["current", ...flags],
    code: 1,
    says: /not a database/,
  },
  {
    title: "an unknown flag",
    files: source,
    args: ["upgrade", "--sideways", ...flags],
    code: 2,
    says: /--sideways/,
  },
  {
    title: "an unknown target",
    files: { ...source, "migrations/versions/a.ts": revisionText("aaaa", null) },
    args: ["upgrade", "bbbb", ...flags],
    code: 1,
    says: /"bbbb"/,
  },
  {
    title: "a downgrade below what is applied",
    files: { ...source, "migrations/versions/a.ts": revisionText("aaaa", null) },
    args: ["downgrade", "-1", ...flags],
    code: 1,
    says: /revision/,
  },
  {
    title: "an unknown key in the configuration",
    files: { ...source, "athanor.config.json": `{ "scriptLocaton": "migrations" }` },
    args: ["heads"],
    code: 1,
    says: /scriptLocaton[^]*scriptLocation/,
  },
];

describe("bad input", () => {
  for (const { title, files = {}, before, args, code, says, next } of cases) {
    it(`gets one clear sentence, and everything stays as it was: ${title}`, async () => {
      await withCommandLine({ "package.json": `{ "type": "module" }`, ...files }, async (cli) => {
        await before?.(cli);
        const there = await cli.files();
        const ended = await cli.athanor(...args);
        // A line of more than 80 characters is broken, with a mark at the beginning of the next.
        expect(ended.stderr.replaceAll(/\s*\n ›\s+/g, " ")).to.match(says);
        expect(ended.code).to.equal(code);
        expect(ended.stdout).to.equal("");
        expect(ended.stderr).to.not.match(/^\s+at .*\/(src|plugin|dist)\//m);
        if (next !== undefined) expect(ended.stderr).to.match(next);
        expect(madeByRun(await cli.files(), there)).to.deep.equal([]);
      });
    });
  }

  it("leaves the tables as they were when an upgrade throws half way", async () => {
    const body = `await op.execute("CREATE TABLE half (id integer)"); throw new Error("stop here");`;
    const files = { ...source, "migrations/versions/a.ts": revisionText("aaaa", null, body) };
    await withCommandLine({ "package.json": `{ "type": "module" }`, ...files }, async (cli) => {
      await cli.athanor("upgrade", ...flags);
      const database = new Database(join(cli.folder, "app.sqlite"));
      expect(database.prepare("SELECT name FROM sqlite_master").all()).to.deep.equal([]);
      database.close();
    });
  });
});

/** SQLite makes an empty file when it connects, and the lock has one of its own. */
function madeByRun(after: readonly string[], before: readonly string[]): readonly string[] {
  const made = after.filter((file) => !before.includes(file));
  return made.filter((file) => !/^app\.sqlite(-athanor-lock)?$/.test(file));
}
