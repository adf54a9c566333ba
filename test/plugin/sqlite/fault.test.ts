import { expect } from "chai";
import Database from "better-sqlite3";
import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { explain } from "../../../plugin/sqlite/fault.js";
import { sqlite } from "../../../plugin/sqlite/index.js";
import type { Connection } from "../../../src/plugin/connection.js";
import { codeOf } from "../../support/code-of.js";
import { connectBetterSqlite, connectSqlite3 } from "../../support/connection-sqlite.js";

async function withFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "athanor-failure-"));
  try {
    await body(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe("a SQLite file that cannot be worked with", () => {
  it("is told when it is something else", () =>
    withFolder(async (folder) => {
      const file = join(folder, "a.db");
      await writeFile(file, "This is a letter, not a database. ".repeat(100));
      const connection = await connectWithoutPragma(file);
      expect(await codeOf(sqlite.catalog.server(connection))).to.equal("DATABASE_UNREADABLE");
      await connection.close();
    }));

  const encrypted = randomBytes(8192);
  const damaged = Buffer.concat([Buffer.from("SQLite format 3\0"), randomBytes(8176)]);
  for (const [what, content] of [
    ["encrypted, bytes without any order", encrypted],
    ["damaged behind the header of a database", damaged],
    ["cut off", Buffer.from("SQLite format 3\0\x10\0")],
  ] as const) {
    it(`is told when it is ${what}, and left as it is`, () =>
      withFolder(async (folder) => {
        const file = join(folder, "a.db");
        await writeFile(file, content);
        for (const connect of [connectBetterSqlite, connectWithoutPragma]) {
          const connection = await connect(file);
          const failure = await sqlite.catalog.server(connection).then(
            (server) => codeOf(sqlite.catalog.inspect(connection, server, {})),
            (error: unknown) => codeOf(Promise.reject(error)),
          );
          expect(failure).to.equal("DATABASE_UNREADABLE");
          await connection.close();
        }
        expect(await readFile(file)).to.deep.equal(content);
      }));
  }

  it("is told when it may only be read, and the lock is wanted", () =>
    withFolder(async (folder) => {
      const file = join(folder, "a.db");
      new Database(file).exec("CREATE TABLE a (b)").close();
      const connection = connectBetterSqlite(file, { readonly: true });
      const request = { connection, key: "", timeoutMilliseconds: 100, onWait: () => undefined };
      await chmod(folder, 0o555);
      expect(await codeOf(sqlite.session.lock(request))).to.match(
        /DATABASE_(?:READONLY|UNREACHABLE)/,
      );
      await chmod(folder, 0o755);
      await connection.close();
    }));

  it("is told when another keeps it locked as a transaction begins", () =>
    withFolder(async (folder) => {
      const file = join(folder, "a.db");
      const other = new Database(file);
      other.exec("CREATE TABLE a (b); BEGIN EXCLUSIVE");
      const connection = connectBetterSqlite(file, { timeout: 0 });
      const server = { version: 35300, versionText: "", database: file, defaultSchema: "main" };
      expect(await codeOf(sqlite.session.transactions.prepare(connection))).to.equal(
        "DATABASE_LOCKED",
      );
      expect(await codeOf(sqlite.catalog.inspect(connection, server, {}))).to.equal(
        "DATABASE_LOCKED",
      );
      other.close();
      await connection.close();
    }));

  it("is told when its folder is missing", () => {
    const cause = new Error("SQLITE_CANTOPEN: unable to open database file");
    expect(explain(cause, "/x/a.db")).to.deep.include({ code: "DATABASE_UNREACHABLE", cause });
  });

  it("leaves every other failure as it is", () => {
    const cause = new Error('near "x": syntax error');
    expect(explain(cause, "")).to.equal(cause);
  });

  it("is refused when the library is too old", async () => {
    const connection: Connection = {
      ...connectBetterSqlite(),
      query: async () => [{ version: "3.25.3", entries: 0, file: "" }],
    };
    expect(await codeOf(sqlite.catalog.server(connection))).to.equal("UNSUPPORTED_SERVER");
  });
});

/** The package sqlite3 opens anything, and reads it when first asked. */
async function connectWithoutPragma(file: string): Promise<Connection> {
  return connectSqlite3(file, []);
}
