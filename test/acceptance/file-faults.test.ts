import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect } from "chai";
import { DataSource } from "typeorm";
import { current } from "../../src/action/current.js";
import { upgrade } from "../../src/action/upgrade.js";
import { catchRejection } from "../support/catch-error.js";
import { makesTable, revisionOf } from "../support/faulty-run.js";

/** What is the matter with a file, and what is said of it. */
type Fault = {
  readonly title: string;
  /** Makes the fault, and gives what ends it. */
  readonly make: (file: string, folder: string) => Promise<() => unknown>;
  readonly onlyReads?: boolean;
  readonly options?: object;
  readonly code: string;
  readonly says: RegExp;
  readonly suggests: RegExp;
};

const nothing = (): undefined => undefined;

function holding(file: string, ...statements: readonly string[]): () => unknown {
  const other = new Database(file);
  for (const sql of statements) other.exec(sql);
  return () => other.close();
}

const faults: readonly Fault[] = [
  {
    title: "another process writes to it",
    make: async (file) => holding(file, "CREATE TABLE a (id)", "BEGIN IMMEDIATE"),
    code: "LOCK_TIMEOUT",
    says: /is still locked by another process after 0\.2 s/,
    suggests: /Wait until the other process has finished/,
  },
  {
    title: "another process has it for itself",
    make: async (file) => holding(file, "CREATE TABLE a (id)", "BEGIN EXCLUSIVE"),
    code: "DATABASE_LOCKED",
    says: /locked by another process/,
    suggests: /Wait until the other process has finished/,
  },
  {
    title: "another process has it for itself, and it is only read",
    make: async (file) => holding(file, "CREATE TABLE a (id)", "BEGIN EXCLUSIVE"),
    onlyReads: true,
    code: "DATABASE_LOCKED",
    says: /is locked by another process/,
    suggests: /Wait until the other process has finished/,
  },
  {
    title: "another process writes to it, in WAL mode",
    make: async (file) =>
      holding(file, "PRAGMA journal_mode = wal", "CREATE TABLE a (id)", "BEGIN IMMEDIATE"),
    code: "LOCK_TIMEOUT",
    says: /locked by another process/,
    suggests: /Wait until the other process has finished/,
  },
  {
    title: "the data source opens it for reading only",
    make: async (file) => holding(file, "CREATE TABLE a (id)"),
    options: { readonly: true },
    code: "DATABASE_READONLY",
    says: /is read-only: it cannot be changed/,
    suggests: /Make the file and its folder writable|Take `readonly: true` out/,
  },
  {
    title: "it is no database",
    make: async (file) => {
      await writeFile(file, "this is some text, and rather more than a header's length of it");
      return nothing;
    },
    code: "CANNOT_CONNECT",
    says: /file is not a database/,
    suggests: /that file is no SQLite database/,
  },
  {
    title: "it is a folder",
    make: async (file) => {
      await mkdir(file);
      return nothing;
    },
    code: "CANNOT_CONNECT",
    says: /unable to open database file|directory/,
    suggests: /See whether the folder exists|Correct/,
  },
];

const byRoot = process.getuid?.() === 0;

/** Root may write what nobody may. */
const permissions: readonly Fault[] = [
  {
    title: "its folder may not be written to",
    make: async (file, folder) => {
      holding(file, "CREATE TABLE a (id)")();
      await chmod(file, 0o444);
      await chmod(folder, 0o555);
      return () => chmod(folder, 0o755);
    },
    code: "DATABASE_READONLY",
    says: /is read-only/,
    suggests: /Make the file and its folder writable/,
  },
];

describe("a SQLite file that an upgrade cannot work with", () => {
  for (const fault of [...faults, ...(byRoot ? [] : permissions)]) {
    it(`is told: ${fault.title}`, async () => {
      const folder = await mkdtemp(join(tmpdir(), "athanor-fault-"));
      const file = join(folder, "app.db");
      const end = await fault.make(file, folder);
      try {
        const dataSource = new DataSource({
          type: "better-sqlite3",
          database: file,
          timeout: 100,
          ...fault.options,
        });
        const place = { dataSource, modules: [revisionOf(makesTable)] };
        const failure = await catchRejection(() =>
          fault.onlyReads === true ? current(place) : upgrade({ ...place, waitTimeout: 200 }),
        );
        expect(failure.code, failure.stack).to.equal(fault.code);
        expect(failure.message).to.match(fault.says);
        expect(failure.suggestions.join("\n")).to.match(fault.suggests);
      } finally {
        await end();
        await rm(folder, { recursive: true });
      }
    });
  }
});
