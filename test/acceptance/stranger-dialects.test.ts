import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";

const root = join(import.meta.dirname, "../..");

type Outcome = { readonly code?: number; readonly stdout: string; readonly stderr: string };

/** Runs a program in the package's folder, where `athanor/...` are the published doors. */
const run = (words: readonly string[]): Promise<Outcome> =>
  promisify(execFile)(process.execPath, [...words], { cwd: root }).catch(
    (failure: Outcome) => failure,
  );

async function expectSuccess(words: readonly string[]): Promise<void> {
  const { code = 0, stdout, stderr } = await run(words);
  expect(code, stdout + stderr).to.equal(0);
}

const suites: Readonly<Record<string, string>> = {
  "DuckDB, whose dialect is none of ours, passes the contract as far as it has what that needs":
    "fixtures/duckdb/duckdb.test.ts",
  "a project on DuckDB goes up and down and keeps its rows": "fixtures/duckdb/lifecycle.test.ts",
  "TypeORM's sqljs, served by a variant of the dialect of SQLite, goes up and down and keeps its rows":
    "fixtures/sqljs/lifecycle.test.ts",
  "PGlite passes the contract with the dialect of PostgreSQL": "fixtures/pglite/pglite.test.ts",
};

describe("dialects and connections that come in by the published doors", () => {
  it("have the types that the doors promise", () =>
    expectSuccess([
      "node_modules/typescript/bin/tsc",
      "-p",
      "fixtures/tsconfig.dialects.json",
    ])).timeout(240_000);

  for (const [title, file] of Object.entries(suites)) {
    it(title, () =>
      expectSuccess(["--import", "tsx", "--test", "--test-reporter", "tap", file]),
    ).timeout(180_000);
  }
});
