import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { mysql } from "../../plugin/mysql/index.js";
import type { Connection } from "../../src/plugin/connection.js";
import type { ProgressEvent, RunRequest } from "../../src/runner/run-request.js";
import { run } from "../../src/runner/run.js";
import { catchRejection } from "../support/catch-error.js";
import { describeOnMysql, withMysqlDatabase } from "../support/connection-mysql.js";
import { upgradeRequest, type Scenario } from "../support/run-scenario.js";

/** Rows before and after a definition: what the definition committed is not done again. `meanwhile` comes before the last. */
const scenarioOf = (meanwhile: () => Promise<void>): Scenario => ({
  a: {
    up: async (op) => {
      await op.execute("UPDATE users SET visits = visits + 1 WHERE id = 1");
      await op.addColumn("users", { name: "bio", type: "text", nullable: true });
      await op.execute("UPDATE users SET visits = visits + 10 WHERE id = 2");
      await meanwhile();
      await op.execute("UPDATE users SET visits = visits + 100 WHERE id = 3");
    },
  },
});

type Case = {
  readonly connection: Connection;
  /** Somebody else, in a transaction. */
  readonly holder: Connection;
  readonly request: (meanwhile: () => Promise<void>, options?: Partial<RunRequest>) => RunRequest;
};

async function withHolder(body: (held: Case) => Promise<void>): Promise<void> {
  await withMysqlDatabase(async (connection) => {
    await connection.query("CREATE TABLE users (id int PRIMARY KEY, visits int NOT NULL)");
    await connection.query("CREATE TABLE others (id int PRIMARY KEY)");
    await connection.query("INSERT INTO users VALUES (1, 0), (2, 0), (3, 0)");
    const holder = await connection.open();
    try {
      const request: Case["request"] = (meanwhile, options = {}) => ({
        ...upgradeRequest(connection, scenarioOf(meanwhile)),
        dialect: mysql,
        limits: { lockMilliseconds: 1000 },
        lockRetries: 3,
        ...options,
      });
      await body({ connection, holder, request });
    } finally {
      await holder.close();
    }
  });
}

async function visitsOf(connection: Connection): Promise<readonly number[]> {
  const rows = await connection.query("SELECT visits FROM users ORDER BY id");
  return rows.map(({ visits }) => Number(visits));
}

/** Does it the first time only. */
function once(body: () => Promise<void>): () => Promise<void> {
  let done = false;
  return async () => {
    if (done) return;
    done = true;
    await body();
  };
}

async function hold(holder: Connection): Promise<void> {
  await holder.query("START TRANSACTION");
  await holder.query("SELECT * FROM users WHERE id = 3 FOR UPDATE");
}

/**
 * Holds a row that the run wants, and wants one that the run holds, having done so much that it is the run which has to give
 * way. Answers when the holder waits; `met` when it has got what it wants.
 */
async function meet(holder: Connection): Promise<{ readonly met: Promise<unknown> }> {
  const many = Array.from({ length: 100 }, (_, id) => `(${id})`).join(", ");
  await hold(holder);
  await holder.query(`INSERT INTO others VALUES ${many}`);
  const met = holder
    .query("SELECT * FROM users WHERE id = 2 FOR UPDATE")
    .then(() => holder.query("COMMIT"));
  await sleep(300);
  return { met };
}

const nothing = async (): Promise<void> => undefined;

describeOnMysql("rows that somebody else holds on MySQL or MariaDB", () => {
  it("are asked for again, and what was committed before is not done again", async () => {
    await withHolder(async ({ connection, holder, request }) => {
      const events: ProgressEvent["kind"][] = [];
      const onProgress = ({ kind }: ProgressEvent): void => {
        events.push(kind);
        if (kind === "retrying") void holder.query("COMMIT");
      };
      const { to } = await run(
        request(
          once(() => hold(holder)),
          { onProgress },
        ),
      );
      expect(to).to.deep.equal(["a"]);
      expect(events.filter((kind) => kind === "retrying")).to.have.length(1);
      expect(await visitsOf(connection)).to.deep.equal([1, 10, 100]);
    });
  });

  it("are asked for again where the server ended one of two transactions that waited for each other", async () => {
    await withHolder(async ({ connection, holder, request }) => {
      const events: ProgressEvent["kind"][] = [];
      const onProgress = ({ kind }: ProgressEvent): void => void events.push(kind);
      let meeting: Awaited<ReturnType<typeof meet>> | undefined;
      const meanwhile = once(async () => {
        meeting = await meet(holder);
      });
      const { to } = await run(request(meanwhile, { onProgress, limits: {} }));
      await meeting?.met;
      expect(to).to.deep.equal(["a"]);
      expect(events.filter((kind) => kind === "retrying")).to.have.length(1);
      expect(await visitsOf(connection)).to.deep.equal([1, 10, 100]);
    });
  });

  it("stop the revision half way where they are not let go, and the next run finishes it", async () => {
    await withHolder(async ({ connection, holder, request }) => {
      const meanwhile = once(() => hold(holder));
      const failure = await catchRejection(() => run(request(meanwhile, { lockRetries: 1 })));
      expect(failure.code).to.equal("LOCK_NOT_AVAILABLE");
      expect(await visitsOf(connection)).to.deep.equal([1, 0, 0]);
      await holder.query("COMMIT");
      await run(request(nothing));
      expect(await visitsOf(connection)).to.deep.equal([1, 10, 100]);
    });
  });
});
