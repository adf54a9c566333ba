import { expect } from "chai";
import { postgres } from "../../plugin/postgres/index.js";
import type { Connection } from "../../src/plugin/connection.js";
import type { RunRequest } from "../../src/runner/run-request.js";
import { run } from "../../src/runner/run.js";
import { catchRejection } from "../support/catch-error.js";
import { withPostgresConnection } from "../support/connection-postgres.js";
import { upgradeRequest, type Scenario } from "../support/run-scenario.js";

const first: Scenario = {
  a: {
    up: async (op) => {
      await op.createEnum("mood", ["sad"]);
      await op.execute("CREATE TABLE item (m mood)");
      await op.execute("INSERT INTO item VALUES ('sad')");
    },
  },
};

const history = (rewrite?: boolean): Scenario => ({
  ...first,
  b: {
    up: (op) =>
      op.alterEnum("mood", { values: ["sad", "ok"], ...(rewrite === true ? { rewrite } : {}) }),
  },
  c: { up: (op) => op.execute("UPDATE item SET m = 'ok'") },
});

const upgradeOf = (
  connection: Connection,
  scenario: Scenario,
  transaction: RunRequest["transaction"],
): RunRequest => ({ ...upgradeRequest(connection, scenario), dialect: postgres, transaction });

const rows = [{ m: "ok" }];

describe("an enum value that a later revision uses, on PostgreSQL", () => {
  it("is there when the whole history runs in one transaction", async () => {
    await withPostgresConnection(async (connection) => {
      await run(upgradeOf(connection, history(), "all"));
      expect(await connection.query("SELECT m::text FROM item")).to.deep.equal(rows);
    });
  });

  it("is there when each revision has a transaction of its own", async () => {
    await withPostgresConnection(async (connection) => {
      await run(upgradeOf(connection, first, "all"));
      await run(upgradeOf(connection, history(), "each"));
      expect(await connection.query("SELECT m::text FROM item")).to.deep.equal(rows);
    });
  });

  it("is there in one transaction where the revision says so", async () => {
    await withPostgresConnection(async (connection) => {
      await run(upgradeOf(connection, first, "all"));
      await run(upgradeOf(connection, history(true), "all"));
      expect(await connection.query("SELECT m::text FROM item")).to.deep.equal(rows);
    });
  });

  it("else stops the run, which tells both ways out and leaves all as it was", async () => {
    await withPostgresConnection(async (connection) => {
      await run(upgradeOf(connection, first, "all"));
      const failure = await catchRejection(() => run(upgradeOf(connection, history(), "all")));
      expect(failure.message).to.match(
        /unsafe use of new value.*rewrite: true.*--transaction each/s,
      );
      const found = await connection.query("SELECT enum_range(null::mood)::text AS labels");
      expect(found).to.deep.equal([{ labels: "{sad}" }]);
    });
  });
});
