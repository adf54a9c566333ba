import { expect } from "chai";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lock } from "../../../plugin/sqlite/lock.js";
import type { Connection } from "../../../src/plugin/connection.js";
import { codeOf } from "../../support/code-of.js";
import { connectBetterSqlite } from "../../support/connection-sqlite.js";
import { sqliteDrivers } from "../../support/sqlite-bench.js";

type Connect = (file?: string) => Connection | Promise<Connection>;

async function withTwo(
  connect: Connect,
  body: (one: Connection, other: Connection, folder: string) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "athanor-lock-"));
  const [one, other] = [await connect(join(folder, "a.db")), await connect(join(folder, "a.db"))];
  try {
    await body(one, other, folder);
  } finally {
    await one.close();
    await other.close();
    await rm(folder, { recursive: true });
  }
}

function request(
  connection: Connection,
  timeoutMilliseconds = 150,
  onWait = (): void => undefined,
) {
  return { connection, key: "key", timeoutMilliseconds, onWait };
}

for (const [driver, connect] of Object.entries(sqliteDrivers)) {
  describe(`the lock of SQLite through ${driver}`, () => {
    it("is held by one at a time", () =>
      withTwo(connect, async (one, other) => {
        const free = await lock(request(one));
        expect(await codeOf(lock(request(other)))).to.equal("LOCK_TIMEOUT");
        await free();
        await (
          await lock(request(other))
        )();
      }));

    it("lasts over the transactions of its holder", () =>
      withTwo(connect, async (one, other) => {
        const free = await lock(request(one));
        await one.begin("BEGIN IMMEDIATE");
        await one.query("CREATE TABLE a (b)");
        await one.commit();
        expect(await codeOf(lock(request(other)))).to.equal("LOCK_TIMEOUT");
        await free();
      }));

    it("comes to who waits for it, and says once that it waits", () =>
      withTwo(connect, async (one, other) => {
        const free = await lock(request(one));
        let waits = 0;
        const waiting = lock(request(other, 5_000, () => (waits += 1)));
        await new Promise((resolve) => setTimeout(resolve, 200));
        await free();
        await (
          await waiting
        )();
        expect(waits).to.equal(1);
      }));

    it("waits for another program that writes to the database", () =>
      withTwo(connect, async (one, other) => {
        await other.query("BEGIN IMMEDIATE");
        expect(await codeOf(lock(request(one)))).to.equal("LOCK_TIMEOUT");
        await other.query("ROLLBACK");
        await (
          await lock(request(one))
        )();
      }));

    it("does not keep others from the database itself, in WAL mode either", () =>
      withTwo(connect, async (one, other) => {
        await one.query("PRAGMA journal_mode = WAL");
        await one.query("CREATE TABLE a (b)");
        const free = await lock(request(one));
        await other.query("INSERT INTO a VALUES (1)");
        expect(await one.query("SELECT b FROM a")).to.deep.equal([{ b: 1 }]);
        await free();
      }));

    it("leaves the busy timeout of the connection as it was", () =>
      withTwo(connect, async (one) => {
        await one.query("PRAGMA busy_timeout = 1234");
        await (
          await lock(request(one))
        )();
        expect(await one.query("PRAGMA busy_timeout")).to.deep.equal([{ timeout: 1234 }]);
      }));

    it("leaves nothing behind, also where it was waited for in vain", () =>
      withTwo(connect, async (one, other, folder) => {
        await one.query("CREATE TABLE a (b)");
        const free = await lock(request(one));
        expect(await codeOf(lock(request(other)))).to.equal("LOCK_TIMEOUT");
        await free();
        await other.query("BEGIN IMMEDIATE");
        expect(await codeOf(lock(request(one)))).to.equal("LOCK_TIMEOUT");
        await other.query("ROLLBACK");
        expect(await readdir(folder)).to.deep.equal(["a.db"]);
      }));

    it("is taken on a file that a killed process has left", () =>
      withTwo(connect, async (one, _other, folder) => {
        await writeFile(join(folder, "a.db-athanor-lock"), "");
        await (
          await lock(request(one))
        )();
        expect(await readdir(folder)).to.not.include("a.db-athanor-lock");
      }));

    it("is not needed in memory", async () => {
      const connection = await connect(":memory:");
      const free = await lock(request(connection));
      await (
        await lock(request(connection))
      )();
      await free();
      await connection.close();
    });
  });
}

describe("the lock of SQLite among processes that race and die", () => {
  it("is never held by two, and leaves nothing behind", async function () {
    this.timeout(60_000);
    const folder = await mkdtemp(join(tmpdir(), "athanor-race-"));
    const workers = Array.from({ length: 4 }, () => race(folder, 40));
    const victims = Array.from({ length: 2 }, () => race(folder, 100_000));
    const killed = victims.map(async (victim) => {
      const end = once(victim, "exit");
      await once(victim.stdout ?? victim, "data");
      victim.kill("SIGKILL");
      await end;
    });
    const ends = workers.map(async (worker) => (await once(worker, "exit"))[0] as unknown);
    const codes = await Promise.all([...ends, ...killed]).finally(() =>
      victims.forEach((victim) => victim.kill("SIGKILL")),
    );
    expect(codes.slice(0, workers.length)).to.deep.equal([0, 0, 0, 0]);
    expect((await readFile(join(folder, "turns"), "utf8")).length).to.be.greaterThan(160);
    await (
      await lock(request(await connectBetterSqlite(join(folder, "a.db")), 10_000))
    )();
    expect((await readdir(folder)).filter((name) => /lock/.test(name))).to.deep.equal([]);
    await rm(folder, { recursive: true });
  });
});

function race(folder: string, turns: number): ChildProcess {
  const script = join(import.meta.dirname, "../../support/sqlite-lock-racer.ts");
  const args = ["--import", "tsx", script, folder, String(turns)];
  return spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
}
