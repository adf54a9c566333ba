import { expect } from "chai";
import { postgres } from "../../plugin/postgres/index.js";
import type { ProgressEvent } from "../../src/runner/progress.js";
import type { RunRequest } from "../../src/runner/run-request.js";
import { run } from "../../src/runner/run.js";
import { connectBetterSqlite } from "../support/connection-sqlite.js";
import { withPostgresConnection } from "../support/connection-postgres.js";
import { upgradeRequest, withDatabase, type Scenario } from "../support/run-scenario.js";

const scenario: Scenario = {
  a: { up: (op) => op.execute("CREATE TABLE one (id integer)") },
  b: {
    up: async (op) => {
      await new Promise((resolve) => setTimeout(resolve, 100));
      await op.execute("CREATE TABLE two (id integer)");
    },
  },
};

async function upgradeTogether(requests: readonly RunRequest[]): Promise<void> {
  const events: ProgressEvent[] = [];
  const onProgress = (event: ProgressEvent): void => void events.push(event);
  const results = await Promise.all(requests.map((request) => run({ ...request, onProgress })));
  const counts = results.map(({ applied }) => applied.length).sort();
  expect(counts).to.deep.equal([0, 0, 2]);
  expect(results.map(({ to }) => to)).to.deep.equal([["b"], ["b"], ["b"]]);
  expect(events.filter(({ kind }) => kind === "waiting")).to.have.length(2);
}

describe("three upgrades at once", () => {
  for (const transaction of ["all", "each", "none"] as const) {
    it(`let one run and the others find nothing to do on SQLite (${transaction})`, () =>
      withDatabase(async ({ file, connection }) => {
        const others = [connectBetterSqlite(file), connectBetterSqlite(file)];
        const all = [connection, ...others];
        await upgradeTogether(
          all.map((each) => ({ ...upgradeRequest(each, scenario), transaction })),
        );
        for (const other of others) await other.close();
      }));

    it(`let one run and the others find nothing to do on PostgreSQL (${transaction})`, () =>
      withPostgresConnection(async (connection) => {
        const others = [await connection.open(), await connection.open()];
        const all = [connection, ...others];
        await upgradeTogether(
          all.map((each) => ({
            ...upgradeRequest(each, scenario),
            dialect: postgres,
            transaction,
          })),
        );
        for (const other of others) await other.close();
      }));
  }

  it("stop waiting after the time that was set", () =>
    withPostgresConnection(async (connection) => {
      const other = await connection.open();
      const slow = { ...upgradeRequest(connection, scenario), dialect: postgres };
      const [, failure] = await Promise.all([
        run(slow),
        new Promise((resolve) => setTimeout(resolve, 30)).then(() =>
          run({ ...slow, connection: other, lockTimeoutMilliseconds: 10 }).catch(
            (error: unknown) => error,
          ),
        ),
      ]);
      expect(failure).to.have.property("code", "LOCK_TIMEOUT");
      await other.close();
    }));
});
