import { expect } from "chai";
import { postgres } from "../../plugin/postgres/index.js";
import type { Connection } from "../../src/plugin/connection.js";
import type { RunRequest } from "../../src/runner/run-request.js";
import { run } from "../../src/runner/run.js";
import { catchRejection } from "../support/catch-error.js";
import { withPostgresConnection } from "../support/connection-postgres.js";
import { upgradeRequest, type Scenario } from "../support/run-scenario.js";

const upgradeOf = (connection: Connection, scenario: Scenario): RunRequest => ({
  ...upgradeRequest(connection, scenario),
  dialect: postgres,
});

const building: Scenario = {
  a: {
    up: async (op) => {
      await op.execute("CREATE TABLE item (a integer)");
      await op.execute("INSERT INTO item VALUES (1), (1)");
    },
  },
  b: {
    up: (op) =>
      op.createIndex("item", { name: "i", columns: ["a"], unique: true, concurrently: true }),
  },
};

const validity = "SELECT indisvalid AS valid FROM pg_index WHERE indexrelid = to_regclass('i')";

describe("what PostgreSQL refuses inside a transaction", () => {
  it("leaves an index that is not valid where its build fails, and the next run makes it again", async () => {
    await withPostgresConnection(async (connection) => {
      await catchRejection(() => run(upgradeOf(connection, building)));
      expect(await connection.query(validity)).to.deep.equal([{ valid: false }]);
      await connection.query("DELETE FROM item");
      const result = await run(upgradeOf(connection, building));
      expect(result.to).to.deep.equal(["b"]);
      expect(await connection.query(validity)).to.deep.equal([{ valid: true }]);
    });
  });

  for (const sql of ["VACUUM", "CREATE INDEX CONCURRENTLY i ON item (a)"]) {
    const vacuum = (within: boolean): Scenario => ({
      a: { up: (op) => op.execute("CREATE TABLE item (a integer)") },
      b: { up: (op) => (within ? op.autocommit(() => op.execute(sql)) : op.execute(sql)) },
    });

    it(`runs inside op.autocommit: ${sql}`, async () => {
      await withPostgresConnection(async (connection) => {
        expect((await run(upgradeOf(connection, vacuum(true)))).to).to.deep.equal(["b"]);
      });
    });

    it(`is told to go there where it stands outside: ${sql}`, async () => {
      await withPostgresConnection(async (connection) => {
        const failure = await catchRejection(() => run(upgradeOf(connection, vacuum(false))));
        expect(failure.message).to.contain("op.autocommit");
        expect(failure.facts).to.include({ databaseCode: "25001" });
      });
    });
  }
});
