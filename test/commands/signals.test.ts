import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect } from "chai";
import pg from "pg";
import { withCommandLine, dataSourceText, type CommandLine } from "../support/command-line.js";
import { withPostgresDatabase } from "../support/postgres.js";

const root = join(import.meta.dirname, "../..");

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

type Ended = { readonly code: number | null; readonly stderr: string };

/** Sends the signal as soon as the run has said that it is at this. */
async function interrupted(
  { folder }: CommandLine,
  signal: NodeJS.Signals,
  at: RegExp,
): Promise<Ended> {
  const line = join(root, "test/support/typeorm-line.mjs");
  const args = [
    "--import",
    line,
    join(root, "bin/athanor.js"),
    "upgrade",
    "-v",
    "-d",
    "data-source.ts",
  ];
  const child = spawn(process.execPath, args, { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
  let stderr = "";
  let isSent = false;
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
    if (!isSent && at.test(stderr)) {
      isSent = true;
      child.kill(signal);
    }
  });
  const [code] = (await once(child, "exit")) as [number | null];
  return { code, stderr };
}

const packageFile = { "package.json": `{ "type": "module" }` };
const waiting = `await new Promise((resolve) => setTimeout(resolve, 60_000));`;
const exits = { SIGINT: 130, SIGTERM: 143 } as const;

describe("a run that gets a signal", () => {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    it(`rolls back, says where things stand and exits ${exits[signal]} after ${signal}`, async () => {
      const files = {
        ...packageFile,
        "data-source.ts": dataSourceText(""),
        "migrations/versions/a.ts": revisionText(waiting),
      };
      await withCommandLine(files, async (cli) => {
        const ended = await interrupted(cli, signal, /CREATE TABLE half/);
        expect(ended.code).to.equal(exits[signal]);
        expect(ended.stderr).to.contain(
          `The upgrade of revision "aaaa" was interrupted by ${signal}. Everything was rolled back, and the database is as it was, at base.`,
        );
        const database = new Database(join(cli.folder, "app.sqlite"));
        expect(database.prepare("SELECT name FROM sqlite_schema").all()).to.deep.equal([]);
        database.close();
        expect(await cli.files()).to.not.include("app.sqlite-athanor-lock");
      });
    });
  }

  it("has the statement at work cancelled by the server", async () => {
    await withPostgresDatabase(async (options) => {
      const { host, port, user, password, database } = options;
      const url = `postgres://${user}:${password}@${host}:${port}/${database}`;
      const files = {
        ...packageFile,
        "data-source.ts": `import { DataSource } from "typeorm";
export default new DataSource({ type: "postgres", url: "${url}", entities: [] });`,
        "migrations/versions/a.ts": revisionText(`await op.execute("SELECT pg_sleep(600)");`),
      };
      await withCommandLine(files, async (cli) => {
        const ended = await interrupted(cli, "SIGTERM", /pg_sleep/);
        expect(ended.code).to.equal(143);
        expect(ended.stderr).to.contain("Everything was rolled back");
        const client = new pg.Client(options);
        await client.connect();
        const left =
          "SELECT query FROM pg_stat_activity WHERE query LIKE '%pg_sleep(600)%' AND pid <> pg_backend_pid()";
        expect((await client.query(left)).rows).to.deep.equal([]);
        await client.end();
      });
    });
  });
});

const asking = (signal: NodeJS.Signals): string => `
import { PassThrough } from "node:stream";
import { endOnSignals } from "./src/commands/signals.js";
import { confirmAtTerminal } from "./src/report/destruction.js";
const streams = { input: new PassThrough(), output: new PassThrough(), signal: endOnSignals() };
streams.output.once("data", () => process.kill(process.pid, "${signal}"));
const destruction = { database: "default", operation: "x", code: "X", message: "x", rows: 1, sampled: false };
confirmAtTerminal(streams)(destruction).catch(() => process.exit(7));
`;

describe("a question that is open when a signal comes", () => {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    it(`is taken away by ${signal}, and the run ends by itself`, async () => {
      const args = ["--import", "tsx", "--input-type=module", "--eval", asking(signal)];
      const child = spawn(process.execPath, args, { cwd: root, stdio: "ignore" });
      expect(await once(child, "exit")).to.deep.equal([7, null]);
    }).timeout(60_000);
  }
});
