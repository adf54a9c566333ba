import { expect } from "chai";
import { mysql } from "../../../plugin/mysql/index.js";
import { lockName } from "../../../plugin/mysql/lock.js";
import type { AthanorError } from "../../../src/error/athanor-error.js";
import type { Connection } from "../../../src/plugin/connection.js";
import { describeOnMysql, withMysqlDatabase } from "../../support/connection-mysql.js";

async function withTwo(
  body: (first: Connection, second: Connection, key: string) => Promise<void>,
): Promise<void> {
  await withMysqlDatabase(async (first, database) => {
    const second = await first.open();
    try {
      await body(first, second, JSON.stringify([database, null, "athanor_version"]));
    } finally {
      await second.close();
    }
  });
}

const ignore = (): void => undefined;

describeOnMysql("the lock on MySQL", () => {
  it("is had at once when nobody holds it, and leaves nothing", async () => {
    await withTwo(async (connection, second, key) => {
      const waits: unknown[] = [];
      const onWait = (by: unknown): void => void waits.push(by);
      const free = await mysql.session.lock({ connection, key, timeoutMilliseconds: 100, onWait });
      await free();
      const [row] = await second.query("SELECT IS_FREE_LOCK(?) AS free", [lockName(key)]);
      expect([Number(row?.["free"]), waits]).to.deep.equal([1, []]);
    });
  });

  it("names its holder when it is not freed in time", async () => {
    await withTwo(async (connection, other, key) => {
      await mysql.session.lock({ connection: other, key, timeoutMilliseconds: 0, onWait: ignore });
      const waits: (string | undefined)[] = [];
      const onWait = (by: string | undefined): void => void waits.push(by);
      const failure = await mysql.session
        .lock({ connection, key, timeoutMilliseconds: 60, onWait })
        .catch((error: AthanorError) => error);
      expect(failure).to.include({ code: "LOCK_TIMEOUT" });
      expect(waits).to.have.length(1);
      expect(waits[0]).to.match(/^session \d+ of root from /);
    });
  });

  it("is handed on when it is freed", async () => {
    await withTwo(async (connection, other, key) => {
      const held = await mysql.session.lock({
        connection: other,
        key,
        timeoutMilliseconds: 0,
        onWait: ignore,
      });
      const onWait = (): void => void held();
      const free = await mysql.session.lock({
        connection,
        key,
        timeoutMilliseconds: 60_000,
        onWait,
      });
      await free();
    });
  });

  it("is told apart by its key, however long that is", () => {
    const long = "x".repeat(500);
    expect(lockName(long)).to.have.length(64);
    expect(lockName(`${long}a`)).to.not.equal(lockName(`${long}b`));
  });

  it("is refused where a proxy gave both connections one session", async () => {
    await withTwo(async (connection, second, key) => {
      const { session = "" } = await mysql.catalog.server(connection);
      const failure = await mysql.session
        .lock({ connection, key, timeoutMilliseconds: 0, worker: session, onWait: ignore })
        .catch((error: AthanorError) => error);
      expect(failure).to.include({ code: "POOLED_SESSIONS" });
      const [row] = await second.query("SELECT IS_FREE_LOCK(?) AS free", [lockName(key)]);
      expect(Number(row?.["free"])).to.equal(1);
    });
  });
});

describeOnMysql("the limits on MySQL", () => {
  it("end the waiting for a table that another session uses, and are taken back", async () => {
    await withTwo(async (connection, other) => {
      await connection.query("CREATE TABLE t (a int)");
      await other.query("START TRANSACTION");
      await other.query("SELECT * FROM t");
      const [before] = await connection.query("SELECT @@lock_wait_timeout AS seconds");
      const restore = await mysql.session.limits?.set(connection, { lockMilliseconds: 300 }, false);
      const failure = await connection
        .query("ALTER TABLE t ADD COLUMN b int")
        .then(ignore, (error: { readonly code: string }) => error);
      expect(mysql.session.limits?.isLockFailure(failure?.code ?? "")).to.equal(true);
      await restore?.();
      const [after] = await connection.query("SELECT @@lock_wait_timeout AS seconds");
      expect(after).to.deep.equal(before);
      await other.query("ROLLBACK");
    });
  });

  // MySQL ends SLEEP by waking it.
  it("end a query that lasts too long", async () => {
    const long = `SELECT COUNT(*) FROM ${["a", "b", "c", "d", "e"]
      .map((name) => `information_schema.COLLATIONS ${name}`)
      .join(", ")}`;
    await withTwo(async (connection) => {
      const restore = await mysql.session.limits?.set(
        connection,
        { statementMilliseconds: 100 },
        false,
      );
      const failure = await connection.query(long).catch((error: unknown) => error);
      await restore?.();
      expect(failure).to.be.instanceOf(Error);
    });
  });
});
