import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { text } from "node:stream/consumers";
import Database from "better-sqlite3";
import { expect } from "chai";
import { buildIfOlder } from "../support/walk-through.js";
import {
  dataSourceText,
  withCommandLine,
  type CommandLine,
  type Ended,
} from "../support/command-line.js";

const root = join(import.meta.dirname, "../..");

before(async function () {
  this.timeout(180_000);
  await buildIfOlder(root);
});

const loud = (body: string): string => `${body}
console.log("from console.log");
console.info("from console.info");
process.stdout.write("from process.stdout\\n");
`;

const revisionText = (body: string): string => `
import type { Operations } from "athanor";
export const revision = "aaaa";
export const downRevision = null;
export async function upgrade(op: Operations): Promise<void> {
  await op.execute("CREATE TABLE half (id integer)");
  ${body}
}
export async function downgrade(op: Operations): Promise<void> {}
`;

const project = (body: string, dataSource = dataSourceText("")) => ({
  "package.json": `{ "type": "module" }`,
  "data-source.ts": dataSource,
  "migrations/versions/a.ts": revisionText(body),
});

const upgrade = ["upgrade", "-d", "data-source.ts"] as const;

const tables = ({ folder }: CommandLine): readonly unknown[] => {
  const database = new Database(join(folder, "app.sqlite"));
  const names = database.prepare("SELECT name FROM sqlite_schema").pluck().all();
  database.close();
  return names;
};

async function run(body: string, use: (cli: CommandLine, ended: Ended) => void): Promise<void> {
  await withCommandLine(project(body), async (cli) => use(cli, await cli.athanor(...upgrade)));
}

describe("user code that prints", () => {
  const documents: readonly (readonly string[])[] = [
    [...upgrade, "--json"],
    ["history", "--json", "-d", "data-source.ts"],
    ["diff", "--json", "-d", "data-source.ts"],
  ];
  for (const args of documents) {
    it(`leaves stdout to the document of athanor ${args.join(" ")}`, async () => {
      const files = project(loud(""), loud(dataSourceText("")));
      await withCommandLine(files, async (cli) => {
        const { stdout } = await cli.athanor(...args);
        expect(() => JSON.parse(stdout) as unknown).to.not.throw();
      });
    });
  }

  it("prints on stderr what it prints on stdout, and the script alone is on stdout", async () => {
    const files = project(loud(""), loud(dataSourceText("")));
    await withCommandLine(files, async (cli) => {
      const { stdout, stderr } = await cli.athanor(...upgrade, "--sql");
      expect(stdout)
        .to.match(/^-- Athanor/)
        .and.not.match(/from (console|process)/);
      for (const printed of ["console.log", "console.info", "process.stdout"])
        expect(stderr.split(`from ${printed}\n`).length - 1, printed).to.equal(2);
    });
  });
});

describe("user code that ends the process", () => {
  for (const [code, exit] of [
    [0, 1],
    [5, 5],
  ] as const) {
    it(`is told, with exit code ${exit}, and rolled back: process.exit(${code}) in a revision`, () =>
      run(`process.exit(${code});`, (cli, { code: ended, stderr }) => {
        expect(ended).to.equal(exit);
        expect(stderr).to.match(/while the upgrade of revision "aaaa" \(.*a\.ts\) ran/);
        expect(stderr).to.contain("What was not committed is rolled back.");
        expect(tables(cli)).to.deep.equal([]);
      }));
  }

  it("is told as a document where one is asked for", () =>
    withCommandLine(project("process.exit(0);"), async (cli) => {
      const { code, stdout } = await cli.athanor(...upgrade, "--json");
      const { error } = JSON.parse(stdout) as { readonly error: Readonly<Record<string, unknown>> };
      expect(code).to.equal(1);
      expect(error).to.include({ code: "PROCESS_ENDED" });
      expect(error).to.have.nested.property("facts.revision", "aaaa");
    }));

  it("is told where no revision runs", () =>
    withCommandLine(project("", `process.exit(0);\n${dataSourceText("")}`), async (cli) => {
      const { code, stderr } = await cli.athanor(...upgrade);
      expect(code).to.equal(1);
      expect(stderr).to.contain("process.exit was called before the command was done");
    }));
});

describe("user code that waits for what never comes", () => {
  const never = `new Promise(() => undefined)`;
  const rolledBack: Readonly<Record<string, string>> = {
    "a revision": `await ${never};`,
    "a batch of table changes": `await op.batchAlterTable("half", () => ${never});`,
  };
  for (const [name, body] of Object.entries(rolledBack)) {
    it(`is rolled back, and the revision is named: ${name}`, () =>
      run(body, (cli, { code, stderr }) => {
        expect(code).to.equal(1);
        expect(stderr).to.contain(`The upgrade of revision "aaaa" failed: A promise is awaited`);
        expect(stderr).to.contain("Everything was rolled back");
        expect(tables(cli)).to.deep.equal([]);
      }));
  }

  it("ends, and says what stays, inside of op.autocommit too", () =>
    run(`await op.autocommit(() => ${never});`, (_cli, { code, stderr }) => {
      expect(code).to.equal(1);
      expect(stderr).to.contain(`The upgrade of revision "aaaa" failed: A promise is awaited`);
    }));

  it("is told where no revision runs", () =>
    withCommandLine(project("", `await ${never};\n${dataSourceText("")}`), async (cli) => {
      const { code, stderr } = await cli.athanor(...upgrade);
      expect(code).to.equal(1);
      expect(stderr).to.contain("promise is awaited that nothing can settle any more");
    }));
});

describe("a failure of megabytes", () => {
  it("is shortened, and arrives whole where the reader is slow", async () => {
    const large = `await op.execute("SELECT '" + "x".repeat(5_000_000) + "' FROM nowhere");`;
    await withCommandLine(project(large), async ({ folder }) => {
      const args = ["--import", join(root, "test/support/typeorm-line.mjs")];
      const child = spawn(
        process.execPath,
        [...args, join(root, "bin/athanor.js"), ...upgrade, "--json"],
        { cwd: folder, stdio: ["ignore", "pipe", "pipe"] },
      );
      const ended = once(child, "exit");
      const told = text(child.stderr);
      await sleep(3000);
      const document = JSON.parse(await text(child.stdout)) as object;
      expect(JSON.stringify(document).length).to.be.greaterThan(5_000_000);
      expect([await told, (await ended)[0]]).to.deep.equal(["", 1]);
    });
    await run(large, (_cli, { stderr }) => {
      expect(stderr.length).to.be.lessThan(10_000);
      expect(stderr)
        .to.match(/characters left out/)
        .and.match(/Try this:\n.*a\.ts/);
    });
  });
});

describe("a process without a home", () => {
  it("runs", () =>
    withCommandLine(project(""), async (cli) => {
      const homeless = `import os from "node:os"; import { syncBuiltinESMExports } from "node:module";
const none = () => { throw new Error("ENOENT: no such user"); };
Object.assign(os, { homedir: () => process.env.HOME ?? none(), userInfo: none }); syncBuiltinESMExports();`;
      const NODE_OPTIONS = `--import data:text/javascript,${encodeURIComponent(homeless)}`;
      const ended = await cli.athanorWith(
        { HOME: undefined, SHELL: undefined, NODE_OPTIONS },
        ...upgrade,
      );
      expect(ended.stderr).to.contain("Running upgrade aaaa");
      expect(ended.code).to.equal(0);
    }));
});
