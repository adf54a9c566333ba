import { expect } from "chai";
import { postgres } from "../../plugin/postgres/index.js";
import type { AthanorError } from "../../src/error/athanor-error.js";
import type { Operations } from "../../src/operation/operations.js";
import type { Connection, Row } from "../../src/plugin/connection.js";
import type { RunRequest } from "../../src/runner/run-request.js";
import { run } from "../../src/runner/run.js";
import { catchRejection } from "../support/catch-error.js";
import { withPostgresConnection } from "../support/connection-postgres.js";
import { upgradeRequest, withDatabase, type Scenario } from "../support/run-scenario.js";

type Body = (op: Operations) => Promise<void>;

/** The first revision behaves; the second is the one in question. */
const historyOf = (body: Body): Scenario => ({
  a: { up: (op) => op.execute("CREATE TABLE letters (id integer)") },
  b: {
    up: async (op) => {
      await op.execute("INSERT INTO letters VALUES (1)");
      await body(op);
    },
  },
});

const sqls =
  (...texts: readonly string[]): Body =>
  async (op) => {
    for (const text of texts) await op.execute(text);
  };

type Bench = {
  readonly query: Connection["query"];
  readonly upgrade: (body: Body, options?: Partial<RunRequest>) => Promise<unknown>;
  readonly tables: () => Promise<readonly Row[]>;
};

type WithBench = (body: (bench: Bench) => Promise<void>) => Promise<void>;

const benches: Readonly<Record<"SQLite" | "PostgreSQL", WithBench>> = {
  SQLite: (body) =>
    withDatabase(({ connection, upgrade }) =>
      body({
        query: connection.query,
        upgrade: (revision, options) => upgrade(historyOf(revision), options),
        tables: () => connection.query("SELECT name FROM sqlite_schema WHERE type = 'table'"),
      }),
    ),
  PostgreSQL: (body) =>
    withPostgresConnection((connection) =>
      body({
        query: connection.query,
        upgrade: (revision, options) =>
          run({
            ...upgradeRequest(connection, historyOf(revision)),
            dialect: postgres,
            ...options,
          }),
        tables: () =>
          connection.query(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace",
          ),
      }),
    ),
};

/** Fails so, and nothing of the run is left. */
async function expectRefused({ upgrade, tables }: Bench, body: Body, code: string) {
  const failure = await catchRejection(() => upgrade(body));
  expect(failure.message).to.contain('revision "b"');
  expect(failure.code).to.equal(code);
  expect(await tables()).to.deep.equal([]);
  return failure;
}

const transactions: Readonly<Record<string, readonly string[]>> = {
  "that opens its own transaction": ["BEGIN", "INSERT INTO letters VALUES (2)", "COMMIT"],
  "that commits": ["commit"],
  "that commits after a comment": ["/* all is well */ COMMIT -- now"],
  "that rolls back": ["ROLLBACK"],
};

const harmless: Readonly<Record<string, readonly string[]>> = {
  "that uses savepoints": ["SAVEPOINT here", "ROLLBACK TO here", "RELEASE here"],
  "with such words in strings and names": [
    `CREATE TABLE "commit" ("begin" varchar(100))`,
    `INSERT INTO "commit" VALUES ('COMMIT; BEGIN')`,
    `DROP TABLE "commit"`,
  ],
};

for (const [product, withBench] of Object.entries(benches)) {
  describe(`a revision on ${product}`, () => {
    for (const [title, texts] of Object.entries(transactions)) {
      it(`${title} is refused, and nothing is lost`, () =>
        withBench(async (bench) => {
          await expectRefused(bench, sqls(...texts), "TRANSACTION_IN_REVISION");
        }));
    }

    for (const [title, texts] of Object.entries(harmless)) {
      it(`${title} is carried out`, () =>
        withBench(async ({ upgrade }) => {
          await upgrade(sqls(...texts));
        }));
    }

    it("that drops Athanor's tables in SQL of its own is refused, and nothing is lost", () =>
      withBench(async (bench) => {
        await expectRefused(bench, sqls("DROP TABLE athanor_version"), "OWN_TABLE_GONE");
        await expectRefused(
          bench,
          sqls("ALTER TABLE athanor_log RENAME TO mine"),
          "OWN_TABLE_GONE",
        );
      }));

    it("that drops Athanor's tables by an operation is refused, and nothing is lost", () =>
      withBench(async (bench) => {
        await expectRefused(bench, (op) => op.dropTable("athanor_version"), "OWN_TABLE_GONE");
        await expectRefused(bench, (op) => op.renameTable("athanor_log", "mine"), "OWN_TABLE_GONE");
      }));

    it("is not run on a version table that another tool has made otherwise", () =>
      withBench(async ({ query, upgrade }) => {
        await query("CREATE TABLE athanor_version (installed_rank integer)");
        const failure = await catchRejection(() => upgrade(async () => undefined));
        expect(failure.code).to.equal("FOREIGN_VERSION_TABLE");
        expect(await query("SELECT * FROM athanor_version")).to.deep.equal([]);
      }));

    it("is not run on a version table with ids of another tool, which stay", () =>
      withBench(async ({ query, upgrade }) => {
        await query("CREATE TABLE alembic_version (version_num varchar(32) NOT NULL PRIMARY KEY)");
        await query("INSERT INTO alembic_version VALUES ('9f2c1d3e4b5a')");
        const failure = await catchRejection(() =>
          upgrade(async () => undefined, { versionTable: { name: "alembic_version" } }),
        );
        expect(failure.message).to.contain('"9f2c1d3e4b5a"');
        const rows = await query("SELECT * FROM alembic_version");
        expect(rows).to.deep.equal([{ version_num: "9f2c1d3e4b5a" }]);
      }));

    it("is not begun again under another version table beside the one that has it", () =>
      withBench(async ({ query, upgrade }) => {
        await upgrade(async () => undefined);
        const failure = await catchRejection(() =>
          upgrade(async () => undefined, { versionTable: { name: "staging_version" } }),
        );
        expect(failure.code).to.equal("OTHER_VERSION_TABLE");
        expect(failure.message).to.contain('"athanor_version"');
        expect(await query("SELECT * FROM letters")).to.deep.equal([{ id: 1 }]);
      }));

    it("is run where another application has a version table of its own", () =>
      withBench(async ({ query, upgrade }) => {
        await query("CREATE TABLE shop_version (version_num varchar(32) NOT NULL PRIMARY KEY)");
        await query("INSERT INTO shop_version VALUES ('zzz')");
        await upgrade(async () => undefined);
      }));
  });
}

describe("a revision on PostgreSQL that changes its session", () => {
  const refusals: Readonly<Record<string, readonly [texts: readonly string[], named: string]>> = {
    "by SET search_path": [["SET search_path TO pg_catalog"], "search_path"],
    "by SET LOCAL search_path": [["SET LOCAL search_path TO pg_catalog"], "search_path"],
    "as a dump does": [["SELECT pg_catalog.set_config('search_path', '', false)"], "search_path"],
    "by another setting": [["SET statement_timeout TO '1h'"], "statement_timeout"],
    "by its role": [["SET ROLE pg_monitor"], "role"],
  };

  for (const [title, [texts, named]] of Object.entries(refusals)) {
    it(`${title} is refused, and nothing is lost`, () =>
      benches.PostgreSQL(async (bench) => {
        const before = await bench.query("SHOW search_path");
        const failure: AthanorError = await expectRefused(bench, sqls(...texts), "SESSION_CHANGED");
        expect(failure.message).to.contain(`"${named}"`);
        expect(await bench.query("SHOW search_path")).to.deep.equal(before);
      }));
  }

  const allowed: Readonly<Record<string, readonly string[]>> = {
    "for its transaction only": ["SET LOCAL statement_timeout TO '1h'"],
    "for its transaction only, by the function": ["SELECT set_config('work_mem', '64MB', true)"],
    "and sets it back": ["SET search_path TO pg_catalog", "SET search_path TO DEFAULT"],
  };

  for (const [title, texts] of Object.entries(allowed)) {
    it(`${title} is carried out`, () =>
      benches.PostgreSQL(async ({ upgrade }) => {
        await upgrade(sqls(...texts));
      }));
  }
});

describe("a revision on SQLite that changes a PRAGMA", () => {
  it("is refused, and nothing is lost", () =>
    benches.SQLite(async (bench) => {
      const body = sqls("PRAGMA recursive_triggers = ON");
      const failure = await expectRefused(bench, body, "SESSION_CHANGED");
      expect(failure.message).to.contain('"recursive_triggers"');
    }));

  it("is carried out where it sets it back, or writes it into the file", () =>
    benches.SQLite(async ({ upgrade }) => {
      await upgrade(
        sqls(
          "PRAGMA recursive_triggers = ON",
          "PRAGMA recursive_triggers = OFF",
          "PRAGMA user_version = 7",
        ),
      );
    }));
});
