import { expect } from "chai";
import { postgres } from "../../plugin/postgres/index.js";
import type { Connection } from "../../src/plugin/connection.js";
import type { ProgressEvent, RunRequest } from "../../src/runner/run-request.js";
import { run } from "../../src/runner/run.js";
import { catchRejection } from "../support/catch-error.js";
import { withPostgresConnection } from "../support/connection-postgres.js";
import { upgradeRequest, type Scenario } from "../support/run-scenario.js";

const scenario: Scenario = {
  a: { up: (op) => op.execute("CREATE TABLE one (id integer)") },
  b: { up: (op) => op.execute("ALTER TABLE users ADD COLUMN name text") },
};

type Case = {
  readonly connection: Connection;
  /** Somebody else, who holds `users` until told to let go. */
  readonly holder: Connection;
  readonly request: (options?: Partial<RunRequest>) => RunRequest;
};

async function withHeldTable(body: (held: Case) => Promise<void>): Promise<void> {
  await withPostgresConnection(async (connection) => {
    await connection.query("CREATE TABLE users (id integer)");
    const holder = await connection.open();
    try {
      await holder.query("SET application_name = 'report'");
      await holder.query("BEGIN");
      await holder.query("SELECT count(*) FROM users");
      const request = (options: Partial<RunRequest> = {}): RunRequest => ({
        ...upgradeRequest(connection, scenario),
        dialect: postgres,
        limits: { lockMilliseconds: 100 },
        ...options,
      });
      await body({ connection, holder, request });
    } finally {
      await holder.close();
    }
  });
}

/** Lets go as soon as the run says that it tries again. */
function letGoOnRetry(holder: Connection, events: ProgressEvent[]) {
  return (event: ProgressEvent): void => {
    events.push(event);
    if (event.kind === "retrying") void holder.query("COMMIT");
  };
}

describe("a table that somebody else holds", () => {
  for (const transaction of ["all", "each"] as const) {
    it(`is waited for, then everything of the transaction is run again (${transaction})`, async () => {
      await withHeldTable(async ({ holder, request, connection }) => {
        const events: ProgressEvent[] = [];
        const onProgress = letGoOnRetry(holder, events);
        const result = await run(request({ transaction, lockRetries: 3, onProgress }));
        expect(result.applied.map(({ revision }) => revision)).to.deep.equal(["a", "b"]);
        expect(result.rolledBack).to.deep.equal([]);
        const begun = events.flatMap((event) =>
          event.kind === "revisionStarted" ? event.revision : [],
        );
        expect(begun).to.deep.equal(transaction === "all" ? ["a", "b", "a", "b"] : ["a", "b", "b"]);
        const log = await connection.query("SELECT revision FROM athanor_log ORDER BY id");
        expect(log.map(({ revision }) => revision)).to.deep.equal(["a", "b"]);
      });
    });
  }

  it("is asked for again by its statement alone where no transaction is open", async () => {
    await withHeldTable(async ({ holder, request }) => {
      const events: ProgressEvent[] = [];
      const onProgress = letGoOnRetry(holder, events);
      const result = await run(request({ transaction: "none", lockRetries: 3, onProgress }));
      expect(result.to).to.deep.equal(["b"]);
      expect(events.filter(({ kind }) => kind === "revisionStarted")).to.have.length(2);
    });
  });

  it("ends the run once the retries are used up, which names the holder and what it runs", async () => {
    await withHeldTable(async ({ request, connection }) => {
      const failure = await catchRejection(() => run(request({ lockRetries: 1 })));
      expect(failure.code).to.equal("LOCK_NOT_AVAILABLE");
      expect(failure.message).to.match(
        /lock timeout\. It is held by process \d+ \(report, user postgres\) since \S+Z, which runs or last ran "SELECT count\(\*\) FROM users"/,
      );
      expect(failure.message).to.contain("Everything was rolled back");
      expect(failure.facts["rolledBack"]).to.have.nested.property("[0].revision", "a");
      const [row] = await connection.query("SELECT to_regclass('one') AS one");
      expect(row).to.deep.equal({ one: null });
    });
  });

  it("tells who holds it while it is waited for", async () => {
    await withHeldTable(async ({ request }) => {
      const events: ProgressEvent[] = [];
      const onProgress = (event: ProgressEvent): void => void events.push(event);
      await catchRejection(() => run(request({ onProgress })));
      const blocked = events.find(({ kind }) => kind === "statementBlocked");
      expect(blocked).to.have.nested.property("blockers[0].application", "report");
    });
  });

  it("is asked for again from the last commit where the revision commits on its way", async () => {
    await withHeldTable(async ({ request, holder, connection }) => {
      const commits: Scenario = {
        a: {
          up: async (op) => {
            await op.autocommit(async () => op.execute("CREATE TABLE one (id integer)"));
            await op.execute("INSERT INTO one VALUES (1)");
            await op.execute("ALTER TABLE users ADD COLUMN name text");
          },
        },
      };
      const events: ProgressEvent[] = [];
      const { plan, load } = upgradeRequest(connection, commits);
      const onProgress = letGoOnRetry(holder, events);
      const result = await run(request({ plan, load, lockRetries: 3, onProgress }));
      expect(result.to).to.deep.equal(["a"]);
      expect(await connection.query("SELECT * FROM one")).to.deep.equal([{ id: 1 }]);
      expect(events.filter(({ kind }) => kind === "retrying")).to.have.length(1);
    });
  });

  it("is not waited for again where the run is interrupted in the pause", async () => {
    await withHeldTable(async ({ request }) => {
      const abort = new AbortController();
      const onProgress = ({ kind }: ProgressEvent): void => {
        if (kind === "retrying") abort.abort("SIGTERM");
      };
      const failure = await catchRejection(() =>
        run(request({ lockRetries: 9, onProgress, signal: abort.signal })),
      );
      expect(failure.code).to.equal("INTERRUPTED");
      expect(failure.facts["signal"]).to.equal("SIGTERM");
    });
  });
});

describe("the limits of a run on PostgreSQL", () => {
  const settings =
    "SELECT current_setting('lock_timeout') AS l, current_setting('statement_timeout') AS s";

  for (const transaction of ["all", "none"] as const) {
    it(`hold for its statements and are taken back (${transaction})`, async () => {
      await withPostgresConnection(async (connection) => {
        const seen: unknown[] = [];
        const look: Scenario = {
          a: { up: async (op) => void seen.push(await op.query(settings)) },
        };
        await run({
          ...upgradeRequest(connection, look),
          dialect: postgres,
          transaction,
          limits: { lockMilliseconds: 1500, statementMilliseconds: 60_000 },
        });
        expect(seen).to.deep.equal([[{ l: "1500ms", s: "1min" }]]);
        expect(await connection.query(settings)).to.deep.equal([{ l: "0", s: "0" }]);
      });
    });
  }

  it("end a statement that takes too long", async () => {
    await withPostgresConnection(async (connection) => {
      const slow: Scenario = { a: { up: (op) => op.execute("SELECT pg_sleep(60)") } };
      const limits = { statementMilliseconds: 50 };
      const failure = await catchRejection(() =>
        run({ ...upgradeRequest(connection, slow), dialect: postgres, limits }),
      );
      expect(failure.message).to.contain("statement timeout");
    });
  });

  it("are lifted for what no transaction may hold", async () => {
    await withHeldTable(async ({ holder, request }) => {
      const events: ProgressEvent[] = [];
      const build: Scenario = {
        a: {
          up: (op) =>
            op.createIndex("users", { name: "by_id", columns: ["id"], concurrently: true }),
        },
      };
      const { plan, load } = upgradeRequest(request().connection, build);
      const onProgress = (event: ProgressEvent): void => {
        events.push(event);
        if (event.kind === "statementBlocked" || event.kind === "statementProgress") {
          void holder.query("COMMIT");
        }
      };
      await holder.query("LOCK TABLE users IN ROW EXCLUSIVE MODE");
      const result = await run(request({ plan, load, onProgress }));
      expect(result.to).to.deep.equal(["a"]);
      expect(events.filter(({ kind }) => kind === "retrying")).to.deep.equal([]);
    });
  });
});
