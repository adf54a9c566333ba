import { expect } from "chai";
import { postgres } from "../../plugin/postgres/index.js";
import type { Connection } from "../../src/plugin/connection.js";
import type { RunRequest } from "../../src/runner/run-request.js";
import { run } from "../../src/runner/run.js";
import { catchRejection } from "../support/catch-error.js";
import { connectPostgres, withPostgresConnection } from "../support/connection-postgres.js";
import { withOwnPostgres } from "../support/postgres.js";
import { upgradeRequest, withDatabase, type Scenario } from "../support/run-scenario.js";

/** Something befalls the run in the middle of revision `a`. */
function struck(disaster: () => Promise<unknown>): Scenario {
  return {
    a: {
      up: async (op) => {
        await op.execute("CREATE TABLE one (id integer)");
        await disaster();
        await op.execute("CREATE TABLE two (id integer)");
      },
    },
  };
}

const spared = struck(async () => undefined);

const requestOf = (connection: Connection, scenario: Scenario): RunRequest => ({
  ...upgradeRequest(connection, scenario),
  dialect: postgres,
});

const others =
  "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
const working = `${others} AND state = 'idle in transaction'`;
const holding = `${others} AND pid IN (SELECT pid FROM pg_locks WHERE locktype = 'advisory')`;

/** Ends the sessions that the query finds, as an administrator would. */
async function terminate(connection: Connection, sessions: string): Promise<void> {
  const ended = await connection.query(
    `SELECT pg_terminate_backend(pid, 5000) FROM (${sessions}) s`,
  );
  expect(ended).to.have.length(1);
}

async function expectNothing(connection: Connection): Promise<void> {
  const [row] = await connection.query(
    "SELECT to_regclass('one') AS t, to_regclass('athanor_version') AS v",
  );
  expect(row).to.deep.equal({ t: null, v: null });
}

describe("a run that is struck half way", () => {
  it("leaves nothing, and may be run again, when its connection is cut", async () => {
    await withPostgresConnection(async (connection) => {
      const worker = await connection.open();
      const scenario = struck(() => terminate(connection, working));
      const failure = await catchRejection(() => run(requestOf(worker, scenario)));
      expect(failure.code).to.equal("STATEMENT_FAILED");
      expect(failure.facts["fault"]).to.equal("CONNECTION_LOST");
      expect(failure.suggestions[0]).to.match(
        /^See that the server is up.*, then: athanor upgrade head$/,
      );
      await expectNothing(connection);
      expect((await run(requestOf(connection, spared))).to).to.deep.equal(["a"]);
    });
  });

  it("commits nothing when the connection that holds its lock is cut", async () => {
    await withPostgresConnection(async (connection) => {
      const worker = await connection.open();
      const scenario = struck(() => terminate(connection, holding));
      const failure = await catchRejection(() => run(requestOf(worker, scenario)));
      expect(failure.code).to.equal("LOCK_LOST");
      await expectNothing(connection);
      expect((await run(requestOf(connection, spared))).to).to.deep.equal(["a"]);
      await worker.close();
    });
  });

  it("does not claim to know whether a commit that was never answered is done", async () => {
    await withPostgresConnection(async (connection) => {
      const worker = await connection.open();
      const cut: Connection = {
        ...worker,
        commit: async () => {
          await terminate(connection, working);
          await worker.commit();
        },
      };
      const failure = await catchRejection(() => run(requestOf(cut, spared)));
      expect(failure.code).to.equal("COMMIT_FAILED");
      expect(failure.message).to.contain("is done or rolled back as a whole");
      expect(failure.suggestions[0]).to.match(
        /^See that the server is up.*, then: athanor current$/,
      );
    });
  });

  it("leaves nothing, and may be run again, when the server is restarted", async () => {
    await withOwnPostgres(async ({ server, restart }) => {
      const connect = () => connectPostgres({ ...server, database: "postgres" });
      await catchRejection(async () => run(requestOf(await connect(), struck(restart))));
      const connection = await connect();
      await expectNothing(connection);
      expect((await run(requestOf(connection, spared))).to).to.deep.equal(["a"]);
      await connection.close();
    });
  }).timeout(120_000);

  it("says that it has changed nothing when the server is restarted while it waits for its lock", async () => {
    await withOwnPostgres(async ({ server, restart }) => {
      const connect = () => connectPostgres({ ...server, database: "postgres" });
      const holder = await connect();
      const first = struck(async () => {
        const waiting = await connect();
        let restarting: Promise<void> | undefined;
        const onProgress = (): void => void (restarting ??= restart());
        const failure = await catchRejection(() =>
          run({ ...requestOf(waiting, spared), onProgress }),
        );
        await restarting;
        expect(failure.code).to.equal("CONNECTION_LOST");
        expect(failure.message).to.contain("has changed nothing");
        expect(failure.suggestions[0]).to.match(/^See that the server is up/);
      });
      await catchRejection(() => run(requestOf(holder, first)));
    });
  }).timeout(120_000);

  it("leaves nothing, and may be run again, when the disk is full", async () => {
    await withDatabase(async ({ connection, upgrade, dump }) => {
      await connection.query("CREATE TABLE letters (text text)");
      const before = await dump();
      const [pages] = await connection.query("PRAGMA page_count");
      await connection.query(`PRAGMA max_page_count = ${Number(pages?.["page_count"]) + 10}`);
      const filling: Scenario = {
        a: { up: (op) => op.execute("INSERT INTO letters VALUES (zeroblob(1000000))") },
      };
      const failure = await catchRejection(() => upgrade(filling));
      expect(failure.message).to.match(
        /database or disk is full\. There is no room for the database/,
      );
      expect(failure.suggestions[0]).to.match(
        /^Make room on the disk.*, then: athanor upgrade head$/,
      );
      expect(await dump()).to.deep.equal(before);
      await connection.query("PRAGMA max_page_count = 1000000");
      expect((await upgrade(filling)).to).to.deep.equal(["a"]);
    });
  });

  it("leaves nothing when a rule that is looked at in the end refuses the commit", async () => {
    await withPostgresConnection(async (connection) => {
      const scenario: Scenario = {
        a: {
          up: async (op) => {
            await op.execute("CREATE TABLE one (id integer PRIMARY KEY)");
            await op.execute(
              "CREATE TABLE two (one integer REFERENCES one DEFERRABLE INITIALLY DEFERRED)",
            );
            await op.execute("INSERT INTO two VALUES (7)");
          },
        },
      };
      const failure = await catchRejection(() => run(requestOf(connection, scenario)));
      expect(failure.code).to.equal("COMMIT_FAILED");
      expect(failure.message).to.contain("Everything was rolled back");
      await expectNothing(connection);
    });
  });
});
