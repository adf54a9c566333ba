import { expect } from "chai";
import type { StatementEffect } from "../../src/plugin/session.js";
import type { RunRequest } from "../../src/runner/run-request.js";
import { stamp } from "../../src/runner/stamp.js";
import { catchRejection } from "../support/catch-error.js";
import { connectBetterSqlite, unsynced } from "../support/connection-sqlite.js";
import { journalledSqlite, mortal } from "../support/journalled-sqlite.js";
import {
  upgradeRequest,
  withDatabase,
  type Database,
  type Scenario,
} from "../support/run-scenario.js";

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
  const connection = connectBetterSqlite(file, {}, unsynced);
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
    }).timeout(300_000);

    it(`is finished by the next downgrade, wherever it died (${name})`, async () => {
      const expected = await standAfter(up(scenario), down(scenario));
      const [before, act] = [[up(scenario)], down(scenario)];
      expect(await dieEverywhere(before, act, [act], expected)).to.be.above(20);
    }).timeout(300_000);

    it(`is taken back by a downgrade, wherever its upgrade died (${name})`, async () => {
      const expected = await standAfter(up(scenario), down(scenario));
      const after = [up(scenario), down(scenario)];
      await dieEverywhere([], up(scenario), [down(scenario), ...after], expected);
    }).timeout(300_000);

    it(`is taken back by an upgrade, wherever its downgrade died (${name})`, async () => {
      const expected = await standAfter(up(scenario));
      await dieEverywhere([up(scenario)], down(scenario), [up(scenario)], expected);
    }).timeout(300_000);
  }
});

const failing = (last: string): Scenario => ({
  a: { up: (op) => op.execute("CREATE TABLE kept (id integer)") },
  b: {
    up: async (op) => {
      await op.createTable("one", { columns: [{ name: "id", type: "integer" }] });
      await op.bulkInsert("one", [{ id: 1 }]);
      await op.execute(last);
    },
    down: (op) => op.dropTable("one"),
  },
});

const broken = failing("INSERT INTO nowhere VALUES (1)");

const tablesOf = async ({ connection }: Database): Promise<string> => {
  const sql =
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'athanor%' ORDER BY name";
  return (await connection.query(sql)).map(({ name }) => name).join();
};

const journalOf = ({ connection }: Database) =>
  connection.query("SELECT kind, outcome FROM athanor_journal WHERE kind = 'statement'");

const fail = (database: Database, scenario: Scenario, options: Partial<RunRequest> = {}) =>
  catchRejection(() => database.upgrade(scenario, { dialect, ...options }));

describe("a revision that fails half way where definitions take no part in transactions", () => {
  it("keeps what is done and says how to go on and how to go back", () =>
    withDatabase(async (database) => {
      const failure = await fail(database, broken);
      expect(failure.message).to.match(/One statement of it is done and recorded/);
      expect(failure.facts).to.include({ keptStatements: 1 });
      expect(failure.suggestions).to.deep.equal([
        "Correct the data, or b.ts from there on, then: athanor upgrade b",
        "To take back what is done: athanor downgrade -1",
      ]);
    }));

  it("forgets the statement that was refused, and the rows before it that were not committed", () =>
    withDatabase(async (database) => {
      await fail(database, broken);
      expect(await journalOf(database)).to.deep.equal([{ kind: "statement", outcome: "done" }]);
      expect(await database.connection.query("SELECT * FROM one")).to.deep.equal([]);
    }));

  it("goes on once its file is corrected after what is done, and counts all of its statements", () =>
    withDatabase(async (database) => {
      await fail(database, broken);
      await database.upgrade(failing("CREATE TABLE two (id integer)"), { dialect });
      expect(await tablesOf(database)).to.equal("kept,one,two");
      expect(await database.connection.query("SELECT * FROM one")).to.deep.equal([{ id: 1 }]);
      expect(await journalOf(database)).to.deep.equal([]);
      const log = await database.connection.query(
        "SELECT outcome, statements FROM athanor_log WHERE revision = 'b' ORDER BY id",
      );
      expect(log).to.deep.equal([
        { outcome: "failed", statements: 1 },
        { outcome: "done", statements: 3 },
      ]);
    }));

  it("is what downgrade -1 takes back, not the revision before it", () =>
    withDatabase(async (database) => {
      await fail(database, broken);
      const result = await database.downgrade(broken, "-1", { dialect });
      expect(result.to).to.deep.equal(["a"]);
      expect(await tablesOf(database)).to.equal("kept");
    }));

  it("is left by no run that passes it by", () =>
    withDatabase(async (database) => {
      await fail(database, broken);
      const plan = () => ({ steps: [], rows: ["a"] });
      expect(await fail(database, broken, { plan })).to.have.property(
        "code",
        "REVISION_UNFINISHED",
      );
    }));

  const renamed: Scenario = {
    ...broken,
    b: {
      up: async (op) => {
        await op.createTable("other", { columns: [{ name: "id", type: "integer" }] });
        await op.execute("CREATE TABLE two (id integer)");
      },
    },
  };

  it("refuses a file whose part that has run was changed", () =>
    withDatabase(async (database) => {
      await fail(database, broken);
      const failure = await fail(database, renamed);
      expect(failure.code).to.equal("JOURNAL_MISMATCH");
      expect(failure.message).to.match(
        /it ran "CREATE TABLE "one".*now gives "CREATE TABLE "other"/,
      );
      expect(failure.suggestions.join("\n"))
        .to.contain("--trust-journal")
        .and.to.contain("athanor stamp b")
        .and.to.contain("Restore b.ts");
      expect(await tablesOf(database)).to.equal("kept,one");
    }));

  it("refuses a file that no longer has what has run", () =>
    withDatabase(async (database) => {
      await fail(database, broken);
      const failure = await fail(database, { ...broken, b: { up: () => undefined } });
      expect(failure.code).to.equal("JOURNAL_MISMATCH");
    }));

  it("takes the record for what the file says where it is told to", () =>
    withDatabase(async (database) => {
      await fail(database, broken);
      await database.upgrade(renamed, { dialect, trustJournal: true });
      expect(await tablesOf(database)).to.equal("kept,one,two");
      expect(await journalOf(database)).to.deep.equal([]);
    }));

  it("is forgotten by a stamp", () =>
    withDatabase(async (database) => {
      await fail(database, broken);
      const { connection } = database;
      await stamp({ ...upgradeRequest(connection, broken), dialect, rows: () => ["b"] });
      expect(await journalOf(database)).to.deep.equal([]);
      const result = await database.upgrade(broken, { dialect });
      expect(result.applied).to.deep.equal([]);
    }));

  it("asks nobody again about rows that are destroyed already", () =>
    withDatabase(async (database) => {
      const dropping = (last: string): Scenario => ({
        a: {
          up: async (op) => {
            await op.createTable("one", { columns: [{ name: "id", type: "integer" }] });
            await op.bulkInsert("one", [{ id: 1 }]);
          },
        },
        b: {
          up: async (op) => {
            await op.dropTable("one");
            await op.execute(last);
          },
        },
      });
      let asked = 0;
      const asking = {
        destructive: "warn",
        confirmDestruction: async (): Promise<boolean> => ((asked += 1), true),
      } as const;
      await fail(database, dropping("INSERT INTO nowhere VALUES (1)"), asking);
      expect(asked).to.equal(1);
      const result = await database.upgrade(dropping("CREATE TABLE two (id integer)"), {
        dialect,
        ...asking,
      });
      expect(result.to).to.deep.equal(["b"]);
      expect(asked).to.equal(1);
    }));

  it("fails its hook without losing what is done", () =>
    withDatabase(async (database) => {
      const scenario = failing("CREATE TABLE two (id integer)");
      const onVersionApply = (): never => {
        throw new Error("the hook's own reason");
      };
      const failure = await fail(database, scenario, { onVersionApply });
      expect(failure.message).to.contain("the hook's own reason");
      const result = await database.upgrade(scenario, { dialect });
      expect(result.to).to.deep.equal(["b"]);
    }));

  it("leaves nothing where it changed nothing but rows", () =>
    withDatabase(async (database) => {
      await database.upgrade(
        { a: { up: (op) => op.execute("CREATE TABLE one (id)") } },
        { dialect },
      );
      const scenario: Scenario = {
        a: { up: () => undefined },
        b: {
          up: async (op) => {
            await op.execute("INSERT INTO one VALUES (1)");
            await op.execute("INSERT INTO nowhere VALUES (1)");
          },
        },
      };
      const failure = await fail(database, scenario);
      expect(failure.facts["keptStatements"]).to.equal(0);
      expect(await database.connection.query("SELECT * FROM one")).to.deep.equal([]);
      expect(await database.connection.query("SELECT * FROM athanor_journal")).to.deep.equal([]);
    }));

  it("does not try a statement again that may have been carried out and may not be repeated", () =>
    withDatabase(async (database) => {
      const cautious = {
        ...dialect,
        session: {
          ...dialect.session,
          resumption: { effectOf: (): StatementEffect => "unknown", isDone: () => false },
        },
      };
      const scenario: Scenario = { a: { up: (op) => op.execute("CREATE TABLE one (id)") } };
      // The tables of Athanor's own, the line, its commit; then the statement.
      const connection = mortal(connectBetterSqlite(database.file), 5);
      await fail(database, scenario, { dialect: cautious, connection });
      await connection.close();
      const failure = await fail(database, scenario, { dialect: cautious });
      expect(failure.code).to.equal("JOURNAL_IN_DOUBT");
    }));
});
