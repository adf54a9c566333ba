import { expect } from "chai";
import { DataSource, type MigrationInterface, type QueryRunner } from "typeorm";
import { typeorm, typeormMigration } from "../../../plugin/typeorm/index.js";
import type { Connection } from "../../../src/plugin/connection.js";
import type { Operations } from "../../../src/operation/operations.js";
import { emptySchema } from "../../../src/schema/schema.js";
import { run } from "../../../src/runner/run.js";
import { record } from "../../support/record-operations.js";
import { upgradeRequest } from "../../support/run-scenario.js";

type Up = (queryRunner: QueryRunner) => Promise<unknown>;

function migrationOf(up: Up): new () => MigrationInterface {
  return class Example1700000000000 {
    async up(queryRunner: QueryRunner): Promise<void> {
      await up(queryRunner);
    }
    async down(): Promise<void> {
      await Promise.resolve();
    }
  };
}

async function withConnection(body: (connection: Connection) => Promise<void>): Promise<void> {
  const database = typeorm(new DataSource({ type: "better-sqlite3", database: ":memory:" }));
  const connection = await database.connect();
  try {
    await body(connection);
  } finally {
    await connection.close();
    await database.close();
  }
}

const revisionOf =
  (up: Up, options = {}) =>
  (op: Operations): Promise<void> =>
    typeormMigration(op, migrationOf(up), "up", options);

const tables = (connection: Connection) =>
  connection.query("SELECT name FROM sqlite_schema WHERE name LIKE 't%' ORDER BY name");

/** What the migration asks for while SQL is only written. */
async function script(up: Up): Promise<unknown> {
  const facts = { dialect: "sqlite", database: "default", offline: true, arguments: {} };
  return record(revisionOf(up), { state: emptySchema, facts }).then(
    ({ operations }) => operations,
    (error: unknown) => error,
  );
}

describe("typeormMigration", () => {
  it("runs the migration after what was called for before it", () =>
    withConnection(async (connection) => {
      const up = async (op: Operations) => {
        await op.createTable("t1", { columns: [{ name: "id", type: "integer" }] });
        await revisionOf((runner) => runner.query("INSERT INTO t1 VALUES (7)"))(op);
      };
      await run(upgradeRequest(connection, { a: { up } }));
      expect(await connection.query("SELECT id FROM t1")).to.deep.equal([{ id: 7 }]);
    }));

  it("runs the migration in the revision's transaction", () =>
    withConnection(async (connection) => {
      const up = revisionOf(async (runner) => {
        await runner.query("CREATE TABLE t1 (id integer)");
        throw new Error("too late");
      });
      const failure: unknown = await run(upgradeRequest(connection, { a: { up } })).catch(
        (error: unknown) => error,
      );
      expect(failure).to.have.property("code", "REVISION_FAILED");
      expect(await tables(connection)).to.deep.equal([]);
    }));

  for (const method of ["commitTransaction", "rollbackTransaction"] as const) {
    it(`refuses ${method} of the transaction that holds the version rows`, () =>
      withConnection(async (connection) => {
        const up = revisionOf(async (runner) => {
          await runner.query("CREATE TABLE t1 (id integer)");
          await runner[method]();
        });
        const failure: unknown = await run(upgradeRequest(connection, { a: { up } })).catch(
          (error: unknown) => error,
        );
        expect(failure).to.have.property("code", "MIGRATION_ENDS_TRANSACTION");
        expect(await tables(connection)).to.deep.equal([]);
      }));
  }

  it("lets the migration begin and commit what is its own inside that transaction", () =>
    withConnection(async (connection) => {
      const up = revisionOf(async (runner) => {
        await runner.startTransaction();
        await runner.query("CREATE TABLE t1 (id integer)");
        await runner.commitTransaction();
      });
      await run(upgradeRequest(connection, { a: { up } }));
      expect(await tables(connection)).to.have.length(1);
    }));

  it("gives a migration that commits by itself a transaction of its own", () =>
    withConnection(async (connection) => {
      const migration: Up = async (runner) => {
        await runner.query("CREATE TABLE t1 (id integer)");
        await runner.commitTransaction();
        await runner.startTransaction();
        await runner.query("CREATE TABLE t2 (id integer)");
        throw new Error("too late");
      };
      const up = revisionOf(migration, { transaction: "own" });
      await run(upgradeRequest(connection, { a: { up, transaction: false } })).catch(
        () => undefined,
      );
      expect(await tables(connection)).to.deep.equal([{ name: "t1" }]);
    }));

  it("writes what the migration says by `query`, while SQL is only written", async () => {
    const items = await script(async (runner) => {
      await runner.query("UPDATE t SET a = ?", [1]);
    });
    expect(items).to.deep.equal([{ kind: "execute", sql: "UPDATE t SET a = ?", parameters: [1] }]);
  });

  for (const [what, up] of [
    ["reads rows", (runner) => runner.query("SELECT 1")],
    ["uses another method", (runner) => runner.hasTable("t")],
  ] as readonly (readonly [string, Up])[]) {
    it(`says that a migration which ${what} cannot be written`, async () => {
      expect(await script(up)).to.have.property("code", "DATA_READ_OFFLINE");
    });
  }
});
