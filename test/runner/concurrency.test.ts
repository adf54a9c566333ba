import { expect } from "chai";
import { postgres } from "../../plugin/postgres/index.js";
import type { Connection } from "../../src/plugin/connection.js";
import type { ProgressEvent, RunRequest } from "../../src/runner/run-request.js";
import { run } from "../../src/runner/run.js";
import { connectBetterSqlite } from "../support/connection-sqlite.js";
import { withPostgresConnection } from "../support/connection-postgres.js";
import { upgradeRequest, withDatabase, type Scenario } from "../support/run-scenario.js";

/** Three runs of a history whose last revision goes on only once the other two are waiting. */
async function upgradeTogether(
  connections: readonly Connection[],
  options: Partial<RunRequest>,
): Promise<void> {
  const events: ProgressEvent[] = [];
  const waiting = (): number => events.filter(({ kind }) => kind === "waiting").length;
  const scenario: Scenario = {
    a: { up: (op) => op.execute("CREATE TABLE one (id integer)") },
    b: {
      up: async (op) => {
        while (waiting() < 2) await new Promise((resolve) => setTimeout(resolve, 5));
        await op.execute("CREATE TABLE two (id integer)");
      },
    },
  };
  const onProgress = (event: ProgressEvent): void => void events.push(event);
  const requests = connections.map((each) => ({ ...upgradeRequest(each, scenario), ...options }));
  const results = await Promise.all(requests.map((request) => run({ ...request, onProgress })));
  const counts = results.map(({ applied }) => applied.length).sort();
  expect(counts).to.deep.equal([0, 0, 2]);
  expect(results.map(({ to }) => to)).to.deep.equal([["b"], ["b"], ["b"]]);
  expect(waiting()).to.equal(2);
}

describe("three upgrades at once", () => {
  for (const transaction of ["all", "each", "none"] as const) {
    it(`let one run and the others find nothing to do on SQLite (${transaction})`, () =>
      withDatabase(async ({ file, connection }) => {
        const others = [connectBetterSqlite(file), connectBetterSqlite(file)];
        await upgradeTogether([connection, ...others], { transaction });
        for (const other of others) await other.close();
      }));

    it(`let one run and the others find nothing to do on PostgreSQL (${transaction})`, () =>
      withPostgresConnection(async (connection) => {
        const others = [await connection.open(), await connection.open()];
        await upgradeTogether([connection, ...others], { dialect: postgres, transaction });
        for (const other of others) await other.close();
      }));
  }

  it("stop waiting after the time that was set", () =>
    withPostgresConnection(async (connection) => {
      const other = await connection.open();
      let failure: unknown;
      const meanwhile: Scenario = {
        a: {
          up: async () => {
            const request = { ...upgradeRequest(other, meanwhile), dialect: postgres };
            failure = await run({ ...request, lockTimeoutMilliseconds: 10 }).catch(
              (error: unknown) => error,
            );
          },
        },
      };
      await run({ ...upgradeRequest(connection, meanwhile), dialect: postgres });
      await other.close();
      expect(failure).to.have.property("code", "LOCK_TIMEOUT");
    }));
});
