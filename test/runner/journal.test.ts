import { expect } from "chai";
import { connectBetterSqlite } from "../support/connection-sqlite.js";
import { journalledSqlite, mortal } from "../support/journalled-sqlite.js";
import { withDatabase, type Database, type Scenario } from "../support/run-scenario.js";

const dialect = journalledSqlite;

const shop: Scenario = {
  a: {
    up: async (op) => {
      await op.createTable("users", {
        columns: [
          { name: "id", type: "integer" },
          { name: "name", type: "varchar" },
        ],
        primaryKey: { columns: ["id"] },
      });
      await op.bulkInsert("users", [
        { id: 1, name: "ada" },
        { id: 2, name: "bob" },
      ]);
    },
    down: (op) => op.dropTable("users"),
  },
  b: {
    up: async (op) => {
      await op.addColumn("users", { name: "bio", type: "text", nullable: true });
      await op.createIndex("users", { name: "by_name", columns: ["name"] });
      await op.alterColumn("users", "name", { type: "varchar", length: 100 });
      await op.createTable("notes", { columns: [{ name: "id", type: "integer" }] });
      await op.bulkInsert("notes", [{ id: 1 }, { id: 2 }]);
    },
    down: async (op) => {
      await op.dropTable("notes");
      await op.alterColumn("users", "name", { type: "varchar" });
      await op.dropIndex("users", "by_name");
      await op.dropColumn("users", "bio");
    },
  },
};

/** What each statement does depends on what was read, and what was read is gone. */
const reading: Scenario = {
  a: {
    up: async (op) => {
      await op.execute("CREATE TABLE source (id integer)");
      await op.execute("INSERT INTO source VALUES (1), (2), (3)");
      await op.execute("CREATE TABLE copy (id integer)");
      for (const { id } of await op.query("SELECT id FROM source ORDER BY id")) {
        await op.execute("INSERT INTO copy VALUES (?)", [id]);
        await op.execute("DELETE FROM source WHERE id = ?", [id]);
        await op.execute(`CREATE TABLE t${String(id)} (id integer)`);
      }
      await op.autocommit(async () => {
        await op.execute("UPDATE copy SET id = id + 10");
        await op.execute("UPDATE copy SET id = id + 100");
      });
      await op.execute("DROP TABLE source");
    },
    down: async (op) => {
      await op.execute("CREATE TABLE source (id integer)");
      await op.execute("INSERT INTO source SELECT id - 110 FROM copy");
      for (const { id } of await op.query("SELECT id FROM source ORDER BY id")) {
        await op.execute(`DROP TABLE t${String(id)}`);
      }
      await op.execute("DROP TABLE copy");
      await op.execute("DROP TABLE source");
    },
  },
};

type Act = (database: Database, options: { readonly death?: number }) => Promise<unknown>;

const up =
  (scenario: Scenario): Act =>
  (database, options) =>
    onConnection(database, options, (connection) =>
      database.upgrade(scenario, { dialect, connection }),
    );

const down =
  (scenario: Scenario, target = "base"): Act =>
  (database, options) =>
    onConnection(database, options, (connection) =>
      database.downgrade(scenario, target, { dialect, connection }),
    );

/** Acts on a connection of its own, as a process would; answers whether it lived. */
async function onConnection(
  { file }: Database,
  { death }: { readonly death?: number },
  act: (connection: ReturnType<typeof connectBetterSqlite>) => Promise<unknown>,
): Promise<boolean> {
  const connection = connectBetterSqlite(file);
  // What is tested is the death of a process, not that of a machine.
  await connection.query("PRAGMA synchronous = OFF");
  const used = death === undefined ? undefined : mortal(connection, death);
  try {
    await act(used ?? connection);
    return true;
  } catch (error) {
    if (used?.isDead() !== true) throw error;
    return false;
  } finally {
    await connection.close();
  }
}

/** Everything but the log, which tells of every attempt. */
async function standOf(database: Database): Promise<unknown> {
  const { objects, rows } = (await database.dump()) as {
    objects: readonly { name: string; sql: string }[];
    rows: readonly [string, unknown][];
  };
  return { objects, rows: rows.filter(([table]) => !/^(athanor_log|sqlite_)/.test(table)) };
}

async function standAfter(...acts: readonly Act[]): Promise<unknown> {
  let stand: unknown;
  await withDatabase(async (database) => {
    for (const act of acts) await act(database, {});
    stand = await standOf(database);
  });
  return stand;
}

/** Dies at each call of the act, then does what comes after it, and compares with what is expected. */
async function dieEverywhere(
  before: readonly Act[],
  act: Act,
  after: readonly Act[],
  expected: unknown,
): Promise<number> {
  let deaths = 0;
  for (let died = true; died;) {
    await withDatabase(async (database) => {
      for (const each of before) await each(database, {});
      died = !(await act(database, { death: deaths }));
      for (const each of after) await each(database, {});
      expect(await standOf(database), `before change ${String(deaths)}`).to.deep.equal(expected);
      deaths += 1;
    });
  }
  return deaths;
}

describe("a revision that dies half way where definitions take no part in transactions", () => {
  for (const [name, scenario] of Object.entries({ shop, reading })) {
    it(`is finished by the next upgrade, wherever it died (${name})`, async () => {
      const expected = await standAfter(up(scenario));
      expect(await dieEverywhere([], up(scenario), [up(scenario)], expected)).to.be.above(20);
    });

    it(`is finished by the next downgrade, wherever it died (${name})`, async () => {
      const expected = await standAfter(up(scenario), down(scenario));
      const [before, act] = [[up(scenario)], down(scenario)];
      expect(await dieEverywhere(before, act, [act], expected)).to.be.above(20);
    });

    it(`is taken back by a downgrade, wherever its upgrade died (${name})`, async () => {
      const expected = await standAfter(up(scenario), down(scenario));
      const after = [up(scenario), down(scenario)];
      await dieEverywhere([], up(scenario), [down(scenario), ...after], expected);
    });

    it(`is taken back by an upgrade, wherever its downgrade died (${name})`, async () => {
      const expected = await standAfter(up(scenario));
      await dieEverywhere([up(scenario)], down(scenario), [up(scenario)], expected);
    });
  }
});
