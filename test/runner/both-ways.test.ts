import { expect } from "chai";
import { catchRejection } from "../support/catch-error.js";
import { describeOnMysql } from "../support/connection-mysql.js";
import { go, mortalDatabases, type Go, type MortalKind } from "../support/die-everywhere.js";
import type { Scenario } from "../support/run-scenario.js";

const item: Scenario[string] = {
  up: async (op) => {
    await op.createTable("item", {
      columns: [
        { name: "id", type: "integer" },
        { name: "note", type: "varchar", length: 20 },
      ],
      primaryKey: { columns: ["id"] },
    });
    await op.bulkInsert("item", [{ id: 1, note: "kept" }]);
  },
  down: (op) => op.dropTable("item"),
};

/** What it drops is gone when rows stop it. */
const stopped: Scenario = {
  a: item,
  b: {
    transaction: false,
    up: async (op) => {
      await op.createTable("extra", {
        columns: [{ name: "id", type: "integer" }],
        primaryKey: { columns: ["id"] },
      });
      await op.alterColumn("item", "note", { nullable: true });
    },
    down: async (op) => {
      await op.dropTable("extra");
      await op.alterColumn("item", "note", { nullable: false });
    },
  },
};

/** What it did has no way back that is known, and what is left of it fails. */
const oneWay: Scenario = {
  a: item,
  b: {
    transaction: false,
    up: async (op) => {
      await op.execute("UPDATE item SET note = 'changed'");
      await op.createTable("extra", { columns: [{ name: "id", type: "integer" }] });
      await op.execute("INSERT INTO nowhere VALUES (1)");
    },
    down: (op) => op.dropTable("extra"),
  },
};

const up = (scenario: Scenario, target?: string): Go => ({
  scenario,
  way: "upgrade",
  ...(target === undefined ? {} : { target }),
});
const down = (scenario: Scenario): Go => ({ scenario, way: "downgrade", target: "a" });

for (const kind of Object.keys(mortalDatabases) as MortalKind[]) {
  const describeIt = kind === "mysql" ? describeOnMysql : describe;
  describeIt(`a half-done revision on ${kind}`, () => {
    it("is taken back by an upgrade where its downgrade has dropped a table and cannot go on", async () => {
      await mortalDatabases[kind](async (database) => {
        const { connection, dialect } = database;
        await go(database, up(stopped));
        await connection.query("INSERT INTO item (id) VALUES (2)");
        const failure = await catchRejection(() => go(database, down(stopped)));
        // PostgreSQL finds the row by itself.
        expect(failure.code).to.be.oneOf(["ROWS_VIOLATE_NOT_NULL", "STATEMENT_FAILED"]);
        expect(failure.message).to.contain("One statement of it is done and recorded");
        expect(failure.suggestions.join("\n"))
          .to.contain("then: athanor downgrade -1")
          .and.to.contain("To take back what is done: athanor upgrade b");
        const { to } = await go(database, up(stopped));
        expect(to).to.deep.equal(["b"]);
        const { tables } = await dialect.catalog.inspect(
          connection,
          await dialect.catalog.server(connection),
          {},
        );
        expect(tables.map(({ name }) => name)).to.include("extra");
        const journal = { name: "athanor_journal" };
        expect(await dialect.store.readJournal(connection, journal)).to.deep.equal([]);
      });
    });

    it("says what goes on and what goes back where it can neither be finished nor taken back", async () => {
      await mortalDatabases[kind](async (database) => {
        await go(database, up(oneWay, "a"));
        await catchRejection(() => go(database, up(oneWay)));
        const failure = await catchRejection(() => go(database, down(oneWay)));
        expect(failure.message)
          .to.contain("The upgrade is half done")
          .and.not.to.contain("rolled back");
        expect(failure.suggestions.join("\n"))
          .to.contain("b.ts from there on, then: athanor downgrade -1")
          .and.to.contain("To finish the upgrade: athanor upgrade b");
        const mended: Scenario = {
          a: item,
          b: {
            transaction: false,
            up: async (op) => {
              await op.execute("UPDATE item SET note = 'changed'");
              await op.createTable("extra", { columns: [{ name: "id", type: "integer" }] });
            },
            down: (op) => op.dropTable("extra"),
          },
        };
        expect((await go(database, down(mended))).to).to.deep.equal(["a"]);
      });
    });
  });
}
