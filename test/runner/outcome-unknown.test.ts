import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { postgres } from "../../plugin/postgres/index.js";
import type { Connection } from "../../src/plugin/connection.js";
import type { ProgressEvent } from "../../src/runner/run-request.js";
import { progressLine } from "../../src/report/progress-line.js";
import { catchRejection } from "../support/catch-error.js";
import { describeOnMysql } from "../support/connection-mysql.js";
import { go, mortalDatabases, type Go, type MortalDatabase } from "../support/die-everywhere.js";
import type { Scenario } from "../support/run-scenario.js";

const scenario: Scenario = {
  a: {
    up: async (op) => {
      await op.execute("CREATE TABLE item (id integer PRIMARY KEY)");
      await op.execute("INSERT INTO item VALUES (1)");
    },
  },
  b: {
    up: async (op) => {
      await op.addColumn("item", { name: "note", type: "varchar", length: 9, nullable: true });
      await op.addColumn("item", { name: "more", type: "varchar", length: 9, nullable: true });
    },
    down: async (op) => {
      await op.dropColumn("item", "more");
      await op.dropColumn("item", "note");
    },
  },
};

const first: Go = { scenario, way: "upgrade", target: "a" };
const all: Go = { scenario, way: "upgrade" };

/** Runs the body while somebody else reads the table in a transaction, which definitions wait for. */
async function whileRead(
  { connect }: MortalDatabase,
  body: (letGo: () => Promise<unknown>) => Promise<void>,
): Promise<void> {
  const holder = await connect();
  try {
    await holder.query("START TRANSACTION");
    await holder.query("SELECT * FROM item");
    await body(() => holder.query("COMMIT"));
  } finally {
    await holder.close();
  }
}

const waiting =
  "SELECT ID AS id FROM information_schema.PROCESSLIST WHERE STATE LIKE 'Waiting for table metadata lock%' AND DB = DATABASE()";

async function killWaiting(connection: Connection): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    const [row] = await connection.query(waiting);
    if (row !== undefined) {
      await connection.query(`KILL CONNECTION ${Number(row["id"])}`);
      return;
    }
    await sleep(50);
  }
  throw new Error("Nobody waits.");
}

const columnsOf = async ({ connection }: MortalDatabase): Promise<string> =>
  Object.keys((await connection.query("SELECT * FROM item"))[0] ?? {}).join();

describeOnMysql("a statement of MySQL or MariaDB whose end nobody saw", () => {
  it("is told so where its connection was lost, and settled by the next run", async () => {
    await mortalDatabases.mysql(async (database) => {
      await go(database, first);
      await whileRead(database, async (letGo) => {
        const worker = await database.connect();
        const running = catchRejection(() => go({ ...database, connection: worker }, all));
        await killWaiting(database.connection);
        const failure = await running;
        expect(failure.message).to.contain("was carried out is not known yet");
        expect(failure.message).not.to.match(/rolled back|as it was/);
        expect(failure.facts["keptStatements"]).to.equal(0);
        expect(failure.facts["inDoubt"]).to.contain("ALTER TABLE");
        await letGo();
      });
      expect((await go(database, all)).to).to.deep.equal(["b"]);
      expect(await columnsOf(database)).to.equal("id,note,more");
    });
  });

  it("is known to have changed nothing where it could not get a lock, and the next run goes on", async () => {
    await mortalDatabases.mysql(async (database) => {
      await go(database, first);
      await whileRead(database, async (letGo) => {
        const lines: string[] = [];
        const onProgress = (event: ProgressEvent): void =>
          void lines.push(progressLine(event) ?? "");
        const options = { limits: { lockMilliseconds: 1000 }, lockRetries: 1, onProgress };
        const failure = await catchRejection(() => go(database, { ...all, options }));
        expect(failure.code).to.equal("LOCK_NOT_AVAILABLE");
        expect(failure.facts).to.include({ keptStatements: 0 });
        expect(failure.message).not.to.contain("statement of it");
        expect(lines.join("\n"))
          .to.contain("The statement has changed nothing; trying again soon")
          .and.not.to.contain("Rolled back");
        await letGo();
      });
      expect((await go(database, all)).to).to.deep.equal(["b"]);
    });
  });
});

describe("an index of PostgreSQL whose concurrent build nobody saw the end of", () => {
  const sql = 'CREATE UNIQUE INDEX CONCURRENTLY "by_id" ON item (id)';
  const outcome = (connection: Connection): Promise<string | undefined> =>
    postgres.session.resumption?.outcomeOf?.(connection, sql) ??
    Promise.resolve("nobody was asked");

  it("is made again where it is not there", async () => {
    await mortalDatabases.postgres(async ({ connection }) => {
      await connection.query("CREATE TABLE item (id integer)");
      expect(await outcome(connection)).to.equal("undone");
    });
  });

  it("is done where it is valid", async () => {
    await mortalDatabases.postgres(async ({ connection }) => {
      await connection.query("CREATE TABLE item (id integer)");
      await connection.query(sql);
      expect(await outcome(connection)).to.equal("done");
    });
  });

  it("is dropped and made again where it is not valid", async () => {
    await mortalDatabases.postgres(async ({ connection }) => {
      await connection.query("CREATE TABLE item (id integer)");
      await connection.query("INSERT INTO item VALUES (1), (1)");
      await connection.query(sql).catch(() => undefined);
      expect(await outcome(connection)).to.equal("undone");
      const left = await connection.query("SELECT to_regclass('by_id') AS index");
      expect(left).to.deep.equal([{ index: null }]);
    });
  });
});

describe("what a statement of PostgreSQL does to its transaction", () => {
  const effects: readonly (readonly [string, string])[] = [
    ["CREATE TABLE a (b integer)", "rows"],
    ["INSERT INTO a VALUES (1); DROP TABLE b", "rows"],
    ["SELECT 1", "read"],
    ["WITH gone AS (DELETE FROM a RETURNING *) SELECT * FROM gone", "rows"],
    ['CREATE INDEX CONCURRENTLY "i" ON a (b)', "definition"],
    ["CREATE INDEX CONCURRENTLY ON a (b)", "unknown"],
    ["DROP INDEX CONCURRENTLY i", "definition"],
    ["VACUUM a", "definition"],
    ["ALTER TYPE mood ADD VALUE 'ok'", "rows"],
    ["CALL tidy()", "unknown"],
    ["DO $$ BEGIN UPDATE a SET b = 1; END $$", "rows"],
    ["DO $$ BEGIN UPDATE a SET b = 1; COMMIT; END $$", "unknown"],
    ["SET search_path = s", "session"],
    ["SET LOCAL search_path = s", "rows"],
    ["CREATE TEMP TABLE a (b integer)", "session"],
    ["CREATE FUNCTION f() RETURNS void BEGIN ATOMIC SELECT 1; END", "rows"],
  ];
  for (const [sql, effect] of effects) {
    it(`is "${effect}": ${sql}`, () => {
      expect(postgres.session.resumption?.effectOf(sql)).to.equal(effect);
    });
  }
});
