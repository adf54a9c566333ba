import { expect } from "chai";
import type { ProgressEvent } from "../../src/runner/run-request.js";
import { describeRuns } from "../../src/report/run.js";
import { journalledSqlite } from "../support/journalled-sqlite.js";
import { withDatabase, type Scenario } from "../support/run-scenario.js";

const users: Scenario = {
  a: {
    up: (op) =>
      op.createTable("users", {
        columns: [
          { name: "id", type: "integer", generated: "increment" },
          { name: "email", type: "varchar", length: 100 },
        ],
        primaryKey: { columns: ["id"] },
      }),
    down: (op) => op.dropTable("users"),
  },
  b: {
    up: (op) => op.addColumn("users", { name: "bio", type: "text", nullable: true }),
    down: (op) => op.dropColumn("users", "bio"),
  },
};

describe("a run", () => {
  it("applies the revisions in order and leaves the version row of the last", () =>
    withDatabase(async ({ upgrade, connection }) => {
      const result = await upgrade(users);
      expect(result.applied.map(({ revision }) => revision)).to.deep.equal(["a", "b"]);
      expect(result.to).to.deep.equal(["b"]);
      const rows = await connection.query("SELECT version_num FROM athanor_version");
      expect(rows).to.deep.equal([{ version_num: "b" }]);
    }));

  it("undoes what it did", () =>
    withDatabase(async ({ upgrade, downgrade, connection }) => {
      await upgrade(users);
      const result = await downgrade(users, "base");
      expect(result.to).to.deep.equal([]);
      const tables = await connection.query("SELECT name FROM sqlite_schema WHERE name = 'users'");
      expect(tables).to.deep.equal([]);
    }));

  it("creates nothing where there is nothing to do", () =>
    withDatabase(async ({ upgrade, dump }) => {
      const before = await dump();
      const result = await upgrade({});
      expect(result.applied).to.deep.equal([]);
      expect(await dump()).to.deep.equal(before);
    }));

  it("logs each revision with its checksum and the number of its statements", () =>
    withDatabase(async ({ upgrade, connection }) => {
      await upgrade(users);
      const log = await connection.query(
        "SELECT revision, direction, applied_by, checksum, outcome, statements FROM athanor_log",
      );
      const common = { direction: "upgrade", applied_by: "tester@here", outcome: "done" };
      expect(log).to.deep.equal([
        { revision: "a", ...common, checksum: "sum-a", statements: 1 },
        { revision: "b", ...common, checksum: "sum-b", statements: 1 },
      ]);
    }));

  it("tells its progress", () =>
    withDatabase(async ({ upgrade }) => {
      const events: ProgressEvent[] = [];
      await upgrade(users, { onProgress: (event) => events.push(event) });
      expect(events.map(({ kind }) => kind)).to.deep.equal([
        "planned",
        "revisionStarted",
        "statementStarted",
        "statementFinished",
        "revisionFinished",
        "revisionStarted",
        "statementStarted",
        "statementFinished",
        "revisionFinished",
        "committed",
      ]);
    }));

  it("rolls a dry run back", () =>
    withDatabase(async ({ upgrade, dump }) => {
      const before = await dump();
      const result = await upgrade(users, { dryRun: true });
      expect(result.rolledBack.map(({ revision }) => revision)).to.deep.equal(["a", "b"]);
      expect(result.statements).to.have.length(2);
      expect(await dump()).to.deep.equal(before);
    }));

  it("tells the plan of a dry run, and runs nothing, where definitions cannot be rolled back", () =>
    withDatabase(async ({ upgrade, dump }) => {
      const before = await dump();
      const result = await upgrade(users, { dryRun: true, dialect: journalledSqlite });
      expect(result.planned?.map(({ revision }) => revision)).to.deep.equal(["a", "b"]);
      expect(describeRuns([result])).to.match(
        /^would upgrade a does a\nwould upgrade b .*\nThis is the plan; /,
      );
      expect(await dump()).to.deep.equal(before);
    }));

  it("tells a dry run statement by statement, with times and rows", () =>
    withDatabase(async ({ upgrade }) => {
      const rows: Scenario = {
        a: { up: (op) => op.execute("CREATE TABLE numbers AS SELECT 1 AS value") },
        b: { up: async (op) => void (await op.query("SELECT value FROM numbers")) },
      };
      const told = describeRuns([await upgrade(rows, { dryRun: true })]);
      expect(told).to.match(/ {2}SELECT value FROM numbers; {2}-- \d+ ms, 1 row\n/);
      expect(told).to.contain("Dry run: everything was rolled back.");
    }));

  it("gives the hook the step inside its transaction", () =>
    withDatabase(async ({ upgrade, connection }) => {
      const seen: unknown[] = [];
      await upgrade(users, {
        onVersionApply: async ({ revision }, { database }) => {
          const rows = await connection.query("SELECT version_num FROM athanor_version");
          seen.push([revision.id, database, rows]);
        },
      });
      expect(seen).to.deep.equal([
        ["a", "default", [{ version_num: "a" }]],
        ["b", "default", [{ version_num: "b" }]],
      ]);
    }));

  it("runs nothing of a file that names other databases", () =>
    withDatabase(async ({ upgrade }) => {
      const module = {
        revision: "a",
        upgrade: {
          audit: () => {
            throw new Error("not mine");
          },
        },
        downgrade: {},
      };
      const result = await upgrade(
        { a: { up: () => undefined } },
        { load: async () => ({ module, checksum: "" }) },
      );
      expect(result.to).to.deep.equal(["a"]);
    }));
});
