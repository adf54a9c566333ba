import { expect } from "chai";
import { postgres } from "../../../plugin/postgres/index.js";
import type { Connection } from "../../../src/plugin/connection.js";
import type { ProgressEvent, RunRequest } from "../../../src/runner/run-request.js";
import { run } from "../../../src/runner/run.js";
import { ensureVersion } from "../../../src/runner/stamp.js";
import { catchRejection } from "../../support/catch-error.js";
import { withPostgresConnection } from "../../support/connection-postgres.js";
import { withPooledConnections } from "../../support/pooled-connection.js";
import { upgradeRequest, withDatabase, type Scenario } from "../../support/run-scenario.js";

const tables: Scenario = {
  a: { up: (op) => op.execute("CREATE TABLE one (id integer)") },
  b: { up: (op) => op.execute("CREATE TABLE two (id integer)") },
};

const requestOf = (
  connection: Connection,
  scenario: Scenario = tables,
  options: Partial<RunRequest> = {},
): RunRequest => ({
  ...upgradeRequest(connection, scenario),
  dialect: postgres,
  lease: 60_000,
  ...options,
});

/** The run gets a moment in the middle of revision `a`. */
function pausing(inBetween: () => Promise<unknown>): Scenario {
  return {
    ...tables,
    a: {
      up: async (op) => {
        await op.execute("CREATE TABLE mine (id integer)");
        await inBetween();
      },
    },
  };
}

const expire = "UPDATE athanor_lock SET expires_at = 0";
const steal = "UPDATE athanor_lock SET owner = 'thief', holder = 'thief@there'";

describe("a pooler that hands out sessions by transaction", () => {
  it("is recognised, and the lock of a session refused", async () => {
    await withPostgresConnection(async () =>
      withPooledConnections(async (connect) => {
        const request = { ...upgradeRequest(connect(), tables), dialect: postgres };
        const failure = await catchRejection(() => run(request));
        expect(failure.code).to.equal("POOLED_SESSIONS");
        expect(failure.suggestions.join()).to.contain('lock: { kind: "row" }');
        expect(await connect().query("SELECT 1 FROM pg_locks WHERE locktype = 'advisory'")).to.be
          .empty;
      }),
    );
  });

  for (const transaction of ["all", "each", "none"] as const) {
    it(`lets one of four runs work and the others find nothing to do with a row (${transaction})`, async () => {
      await withPostgresConnection(async () =>
        withPooledConnections(async (connect) => {
          const options = { transaction, lockTimeoutMilliseconds: 30_000 };
          const requests = [1, 2, 3, 4].map(() => requestOf(connect(), tables, options));
          const results = await Promise.all(requests.map(run));
          const counts = results.map(({ applied }) => applied.length).sort();
          expect(counts).to.deep.equal([0, 0, 0, 2]);
        }),
      );
    });
  }
});

describe("the lock that is a row", () => {
  it("is free again after the run, and after one that failed", async () => {
    await withPostgresConnection(async (connection) => {
      const failing: Scenario = { a: { up: (op) => op.execute("nonsense") } };
      await catchRejection(() => run(requestOf(connection, failing)));
      await run(requestOf(connection, tables, { lockTimeoutMilliseconds: 0 }));
      const [row] = await connection.query("SELECT owner FROM athanor_lock");
      expect(row).to.deep.equal({ owner: "" });
    });
  });

  it("is waited for, and its holder told", async () => {
    await withPostgresConnection(async (connection) => {
      await run(requestOf(connection, {}));
      await connection.query(`${steal}, expires_at = 4102444800000`);
      const events: ProgressEvent[] = [];
      const options = {
        lockTimeoutMilliseconds: 100,
        onProgress: (event: ProgressEvent): void => void events.push(event),
      };
      const failure = await catchRejection(() => run(requestOf(connection, tables, options)));
      expect(failure.code).to.equal("LOCK_TIMEOUT");
      expect(events).to.have.length(1);
      expect(events[0])
        .to.have.property("holder")
        .that.matches(/^thief@there since \S+Z, whose lease/);
    });
  });

  it("passes on when the lease of a run that died has ended", async () => {
    await withPostgresConnection(async (connection) => {
      await run(requestOf(connection, {}));
      await connection.query(
        `${steal}, expires_at = (extract(epoch FROM clock_timestamp()) * 1000)::bigint + 300`,
      );
      expect((await run(requestOf(connection))).to).to.deep.equal(["b"]);
    });
  });

  it("is renewed while the run lasts", async () => {
    await withPostgresConnection(async (connection) => {
      const other = await connection.open();
      const shows = async (): Promise<void> => {
        await other.query(expire);
        for (;;) {
          const [row] = await other.query("SELECT expires_at > 0 AS renewed FROM athanor_lock");
          if (row?.["renewed"] === true) return;
        }
      };
      const result = await run(requestOf(connection, pausing(shows), { lease: 300 }));
      expect(result.to).to.deep.equal(["b"]);
      await other.close();
    });
  });

  it("stops a run that has lost it before its commit, and nothing of it stays", async () => {
    await withPostgresConnection(async (connection) => {
      const other = await connection.open();
      const scenario = pausing(() => other.query(steal));
      const failure = await catchRejection(() => run(requestOf(connection, scenario)));
      expect(failure.code).to.equal("LOCK_LOST");
      expect(failure.message).to.contain("thief@there");
      expect(await connection.query("SELECT to_regclass('mine') AS t")).to.deep.equal([
        { t: null },
      ]);
      await other.close();
    });
  });

  it("passes to another run while its holder is cut off from renewing it, and only one commits", async () => {
    await withPostgresConnection(async (connection) => {
      const target = requestOf(connection);
      await ensureVersion(target);
      const other = await connection.open();
      const locks: Connection[] = [];
      const cut: Connection = {
        ...connection,
        open: async () => {
          const opened = await connection.open();
          locks.push(opened);
          return opened;
        },
      };
      const meanwhile = async (): Promise<void> => {
        await Promise.all(locks.map((lock) => lock.close()));
        expect((await run(requestOf(other))).to).to.deep.equal(["b"]);
      };
      const failure = await catchRejection(() =>
        run(requestOf(cut, pausing(meanwhile), { lease: 200 })),
      );
      expect(failure.code).to.equal("LOCK_LOST");
      const log = await connection.query("SELECT revision FROM athanor_log ORDER BY id");
      expect(log.map(({ revision }) => revision)).to.deep.equal(["a", "b"]);
      await other.close();
    });
  });

  it("is refused where the database has no need of it", async () => {
    await withDatabase(async ({ upgrade }) => {
      const failure = await catchRejection(() => upgrade(tables, { lease: 1000 }));
      expect(failure.code).to.equal("UNSUPPORTED_LOCK");
    });
  });
});
