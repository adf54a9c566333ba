import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect } from "chai";
import { upgrade } from "../../src/action/upgrade.js";
import { catchRejection } from "../support/catch-error.js";
import { withCommandLine, type CommandLine } from "../support/command-line.js";
import { makesTable, onPostgres, revisionOf, sourceOf } from "../support/faulty-run.js";

const root = join(import.meta.dirname, "../..");

const files = {
  "package.json": `{ "type": "module" }`,
  "migrations/env.ts": `
import { DataSource } from "typeorm";
import { typeorm } from "athanor/typeorm";
await new Promise((resolve) => setTimeout(resolve, 100));
const dataSource = new DataSource({ type: "better-sqlite3", database: "app.sqlite", entities: [] });
export default { databases: typeorm(async () => { await new Promise((r) => setTimeout(r, 100)); return dataSource; }) };`,
  "migrations/versions/a.ts": `
import type { Operations } from "athanor";
export const revision = "aaaa";
export const downRevision = null;
export async function upgrade(op: Operations): Promise<void> {
  await op.execute("CREATE TABLE one (id integer)");
  await new Promise((resolve) => setTimeout(resolve, 300));
}
export async function downgrade(op: Operations): Promise<void> {}`,
};

type Ended = {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
};

async function signalled(
  { folder }: CommandLine,
  signal: NodeJS.Signals,
  milliseconds: number,
): Promise<Ended> {
  const line = join(root, "test/support/typeorm-line.mjs");
  const args = ["--import", line, join(root, "bin/athanor.js"), "upgrade"];
  const child = spawn(process.execPath, args, { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const timer = setTimeout(() => child.kill(signal), milliseconds);
  const [code, by] = (await once(child, "close")) as [number | null, NodeJS.Signals | null];
  clearTimeout(timer);
  return { code, signal: by, stderr };
}

function tablesIn(folder: string): readonly unknown[] {
  const database = new Database(join(folder, "app.sqlite"));
  try {
    return database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all();
  } finally {
    database.close();
  }
}

const exits = { SIGINT: 130, SIGTERM: 143 } as const;

describe("an upgrade that gets a signal at any moment", () => {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    it(`ends by ${signal} with its exit code and a sentence, and leaves all or nothing`, async () => {
      await withCommandLine(files, async (cli) => {
        for (let milliseconds = 150; milliseconds < 3000; milliseconds += 130) {
          const ended = await signalled(cli, signal, milliseconds);
          expect(ended.stderr, ended.stderr).to.not.match(/defect|unhandled|\n {4}at /i);
          if (ended.code === 0) break;
          // Before Athanor listens, the signal itself ends the process.
          if (ended.signal !== signal) {
            expect(ended.code, ended.stderr).to.equal(exits[signal]);
            expect(ended.stderr).to.contain(`interrupted by ${signal}`);
          }
          const tables = tablesIn(cli.folder);
          // While Node itself ends, its listeners are gone, and the run is done.
          if (ended.signal === signal && tables.length > 0) {
            expect(tables).to.include("one").and.to.include("athanor_version");
            break;
          }
          expect(tables, ended.stderr).to.deep.equal([]);
        }
      });
    }).timeout(180_000);
  }
});

describe("an upgrade of the library whose signal is aborted", () => {
  it("fails with INTERRUPTED, and does nothing, where it was aborted before", async () => {
    await onPostgres(async (server) => {
      const signal = AbortSignal.abort("SIGTERM");
      const modules = [revisionOf(makesTable)];
      const dataSource = sourceOf(server);
      const failure = await catchRejection(() => upgrade({ dataSource, modules, signal }));
      expect([failure.code, failure.facts["signal"]]).to.deep.equal(["INTERRUPTED", "SIGTERM"]);
    });
  });

  it("fails with INTERRUPTED, or is done, and rejects nothing unseen, whenever it is aborted", async () => {
    const unseen: unknown[] = [];
    const listen = (error: unknown): void => void unseen.push(error);
    process.on("unhandledRejection", listen);
    try {
      await onPostgres(async (server) => {
        for (let milliseconds = 0; milliseconds < 160; milliseconds += 8) {
          const controller = new AbortController();
          setTimeout(() => controller.abort("SIGINT"), milliseconds);
          const options = { dataSource: sourceOf(server), modules: [revisionOf(makesTable)] };
          const ended = await upgrade({ ...options, signal: controller.signal }).then(
            () => "done",
            (error: unknown) => (error as { code?: unknown }).code,
          );
          const tables = await server.administer(
            "SELECT relname FROM pg_class WHERE relname IN ('one', 'athanor_version') ORDER BY 1",
          );
          expect([ended, tables.length]).to.deep.equal(
            ended === "done" ? ["done", 2] : ["INTERRUPTED", 0],
          );
          if (ended === "done") break;
        }
      });
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(unseen).to.deep.equal([]);
    } finally {
      process.off("unhandledRejection", listen);
    }
  }).timeout(60_000);
});
