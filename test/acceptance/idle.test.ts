import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { upgrade } from "../../src/action/upgrade.js";
import type { Operations } from "../../src/operation/operations.js";
import { describeOnMysql } from "../support/connection-mysql.js";
import { onMysql, onPostgres, revisionOf, sourceOf } from "../support/faulty-run.js";

const pausing = async (op: Operations): Promise<void> => {
  await op.execute("CREATE TABLE one (id integer)");
  await sleep(1800);
  await op.execute("CREATE TABLE two (id integer)");
};

describe("a pause that is longer than the server lets a session be idle", () => {
  for (const transaction of ["all", "none"] as const) {
    it(`ends neither the work nor the lock on PostgreSQL, with transaction "${transaction}"`, async () => {
      await onPostgres(async (server) => {
        const [row] = await server.administer("SELECT current_database() AS name");
        for (const name of ["idle_session_timeout", "idle_in_transaction_session_timeout"])
          await server.administer(`ALTER DATABASE ${String(row?.["name"])} SET ${name} = '1s'`);
        const options = { dataSource: sourceOf(server), modules: [revisionOf(pausing)] };
        const { databases } = await upgrade({ ...options, transaction });
        expect(databases[0]?.to).to.deep.equal(["aaaa"]);
      });
    }).timeout(30_000);
  }

  it("leaves the settings of a session that is the application's as they were", async () => {
    await onPostgres(async (server) => {
      const dataSource = await sourceOf(server).initialize();
      const runner = dataSource.createQueryRunner();
      try {
        await runner.query("SET idle_session_timeout = '1s'");
        await upgrade({ dataSource: runner, modules: [revisionOf(pausing)] });
        const [row] = (await runner.query("SHOW idle_session_timeout")) as readonly object[];
        expect(row).to.deep.equal({ idle_session_timeout: "1s" });
      } finally {
        await runner.release();
        await dataSource.destroy();
      }
    });
  }).timeout(30_000);
});

describeOnMysql("a pause that is longer than wait_timeout of MySQL or MariaDB", () => {
  it("does not end the session, whose setting is as it was afterwards", async () => {
    await onMysql(async (server) => {
      const dataSource = await sourceOf(server).initialize();
      const runner = dataSource.createQueryRunner();
      try {
        await runner.query("SET SESSION wait_timeout = 1");
        await upgrade({ dataSource: runner, modules: [revisionOf(pausing)] });
        const rows: unknown = await runner.query("SELECT @@wait_timeout = 1 AS is_kept");
        expect(JSON.stringify(rows)).to.match(/"is_kept":"?1"?/);
      } finally {
        await runner.release();
        await dataSource.destroy();
      }
    });
  }).timeout(30_000);
});
