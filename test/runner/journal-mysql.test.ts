import { expect } from "chai";
import { mysql } from "../../plugin/mysql/index.js";
import type { Connection } from "../../src/plugin/connection.js";
import { run } from "../../src/runner/run.js";
import { connectMysql, describeOnMysql, withMysqlDatabase } from "../support/connection-mysql.js";
import { mortal } from "../support/journalled-sqlite.js";
import { downgradeRequest, upgradeRequest, type Scenario } from "../support/run-scenario.js";

const scenario: Scenario = {
  a: {
    up: async (op) => {
      await op.createTable("users", {
        columns: [
          { name: "id", type: "int", generated: "increment" },
          { name: "name", type: "varchar", length: 50 },
        ],
        primaryKey: { columns: ["id"] },
      });
      await op.bulkInsert("users", [
        { id: 1, name: "ada" },
        { id: 2, name: "bob" },
      ]);
      await op.addColumn("users", { name: "bio", type: "text", nullable: true });
      for (const { id } of await op.query("SELECT id FROM users WHERE bio IS NULL")) {
        await op.execute("UPDATE users SET bio = 'x' WHERE id = ?", [id]);
      }
      await op.createIndex("users", { name: "by_name", columns: ["name"] });
    },
    down: async (op) => {
      await op.dropIndex("users", "by_name");
      await op.dropColumn("users", "bio");
      await op.dropTable("users");
    },
  },
};

type Way = "upgrade" | "downgrade";

const requests = { upgrade: upgradeRequest, downgrade: downgradeRequest } as const;

async function go(connection: Connection, way: Way): Promise<void> {
  const target = way === "upgrade" ? "head" : "base";
  await run({ ...requests[way](connection, scenario, target), dialect: mysql });
}

/** A process that dies before this change; answers whether it did. */
async function die(database: string, way: Way, death: number): Promise<boolean> {
  const connection = await connectMysql({ database });
  const used = mortal(connection, death);
  try {
    await go(used, way);
    return false;
  } catch (error) {
    if (!used.isDead()) throw error;
    return true;
  } finally {
    await connection.close();
  }
}

/** Athanor's own tables are made before anything else, and left when it dies: only what they say is compared. */
async function standOf(connection: Connection): Promise<unknown> {
  const { tables } = await mysql.catalog.inspect(
    connection,
    await mysql.catalog.server(connection),
    {},
  );
  const theirs = tables.filter(({ name }) => !name.startsWith("athanor_"));
  const rows = [];
  for (const table of theirs) rows.push(await mysql.catalog.readRows(connection, table));
  const { read, readJournal } = mysql.store;
  const version = await read(connection, { name: "athanor_version" });
  const journal = await readJournal(connection, { name: "athanor_journal" });
  return { theirs, rows, version, journal };
}

async function standAfter(...ways: readonly Way[]): Promise<unknown> {
  return withMysqlDatabase(async (connection) => {
    for (const way of ways) await go(connection, way);
    return standOf(connection);
  });
}

async function dieEverywhere(before: readonly Way[], way: Way, after: Way): Promise<number> {
  const expected = await standAfter(...before, way, after);
  let deaths = 0;
  for (let died = true; died; deaths += 1) {
    await withMysqlDatabase(async (connection, database) => {
      for (const each of before) await go(connection, each);
      died = await die(database, way, deaths);
      await go(connection, after);
      expect(await standOf(connection), `before change ${deaths}`).to.deep.equal(expected);
    });
  }
  return deaths;
}

describeOnMysql("a revision that dies half way on MySQL or MariaDB", () => {
  it("is finished by the next upgrade, wherever it died", async () => {
    expect(await dieEverywhere([], "upgrade", "upgrade")).to.be.above(10);
  }).timeout(300_000);

  it("is finished by the next downgrade, wherever it died", async () => {
    expect(await dieEverywhere(["upgrade"], "downgrade", "downgrade")).to.be.above(5);
  }).timeout(300_000);

  it("is taken back by a downgrade, wherever its upgrade died", async () => {
    expect(await dieEverywhere([], "upgrade", "downgrade")).to.be.above(10);
  }).timeout(300_000);
});
