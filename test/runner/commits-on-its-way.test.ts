import { expect } from "chai";
import { dieEverywhere, standAfter, type Go, type MortalKind } from "../support/die-everywhere.js";
import type { Scenario } from "../support/run-scenario.js";

const items: Scenario[string] = {
  up: async (op) => {
    await op.createTable("item", {
      columns: [
        { name: "id", type: "integer" },
        { name: "name", type: "varchar", length: 20 },
      ],
      primaryKey: { columns: ["id"] },
    });
    await op.createIndex("item", { name: "by_name", columns: ["name"] });
    await op.bulkInsert(
      "item",
      [1, 2, 3, 4, 5].map((id) => ({ id, name: `n${id}` })),
    );
  },
  down: (op) => op.dropTable("item"),
};

/** What autogenerate wrote for a required column of a large table that is renamed. */
const batched: Scenario = {
  a: items,
  b: {
    up: async (op) => {
      await op.dropIndex("item", "by_name");
      await op.renameColumn("item", "name", "title");
      await op.addColumn("item", { name: "note", type: "varchar", length: 20, nullable: true });
      await op.backfill("item", { set: { note: "new" }, batchSize: 2 });
      await op.alterColumn("item", "note", { nullable: false });
      await op.createTable("extra", {
        columns: [{ name: "id", type: "integer" }],
        primaryKey: { columns: ["id"] },
      });
      await op.bulkInsert("extra", [{ id: 1 }]);
    },
    down: async (op) => {
      await op.dropTable("extra");
      await op.dropColumn("item", "note");
      await op.renameColumn("item", "title", "name");
      await op.createIndex("item", { name: "by_name", columns: ["name"] });
    },
  },
};

/** Each statement depends on what was read, and what was read is gone. */
const autocommit: Scenario = {
  a: items,
  b: {
    up: async (op) => {
      await op.createTable("copy", { columns: [{ name: "id", type: "integer" }] });
      await op.autocommit(async () => {
        for (const { id } of await op.query("SELECT id FROM item ORDER BY id")) {
          await op.execute(`INSERT INTO copy VALUES (${Number(id)})`);
          await op.execute(`DELETE FROM item WHERE id = ${Number(id)}`);
        }
      });
      await op.execute("UPDATE copy SET id = id + 10");
      await op.autocommit(async () => {
        await op.createTable("late", { columns: [{ name: "id", type: "integer" }] });
        await op.bulkInsert("late", [{ id: 1 }]);
      });
      await op.bulkInsert("late", [{ id: 2 }]);
    },
    down: async (op) => {
      await op.dropTable("late");
      await op.autocommit(async () => {
        await op.execute("UPDATE copy SET id = id - 10");
        await op.execute("INSERT INTO item (id, name) SELECT id, 'back' FROM copy");
      });
      await op.dropTable("copy");
    },
  },
};

const bare: Scenario = {
  a: items,
  b: { ...batched["b"], up: batched["b"]?.up ?? items.up, transaction: false },
};

const concurrent: Scenario = {
  a: items,
  b: {
    up: async (op) => {
      await op.addColumn("item", { name: "note", type: "text", nullable: true });
      await op.createIndex("item", { name: "by_note", columns: ["note"], concurrently: true });
      await op.dropIndex("item", "by_name", { concurrently: true });
      await op.execute("UPDATE item SET note = 'new'");
      await op.autocommit(() => op.execute("VACUUM item"));
      await op.execute("UPDATE item SET name = note");
    },
    down: async (op) => {
      await op.execute("UPDATE item SET name = 'n' || id");
      await op.createIndex("item", { name: "by_name", columns: ["name"], concurrently: true });
      await op.dropIndex("item", "by_note", { concurrently: true });
      await op.dropColumn("item", "note");
    },
  },
};

const scenarios = { batched, autocommit, bare } as const;

const cases: Readonly<Record<Exclude<MortalKind, "mysql">, Readonly<Record<string, Scenario>>>> = {
  sqlite: scenarios,
  postgres: { ...scenarios, concurrent },
};

for (const [kind, all] of Object.entries(cases) as [MortalKind, Record<string, Scenario>][]) {
  describe(`a revision that commits on its way and dies on ${kind}`, () => {
    for (const [name, scenario] of Object.entries(all)) {
      const first: Go = { scenario, way: "upgrade", target: "a" };
      const up: Go = { scenario, way: "upgrade" };
      const down: Go = { scenario, way: "downgrade", target: "a" };

      it(`is finished by the next upgrade, wherever it died (${name})`, async () => {
        const expected = await standAfter(kind, first, up);
        const deaths = await dieEverywhere(kind, {
          before: [first],
          act: up,
          after: [up],
          expected,
        });
        expect(deaths).to.be.above(5);
      }).timeout(600_000);

      it(`is finished by the next downgrade, wherever it died (${name})`, async () => {
        const expected = await standAfter(kind, first, up, down);
        await dieEverywhere(kind, { before: [first, up], act: down, after: [down], expected });
      }).timeout(600_000);

      it(`is taken back by a downgrade, wherever its upgrade died (${name})`, async () => {
        const expected = await standAfter(kind, first, up, down);
        await dieEverywhere(kind, { before: [first], act: up, after: [down, up, down], expected });
      }).timeout(600_000);

      it(`is taken back by an upgrade, wherever its downgrade died (${name})`, async () => {
        const expected = await standAfter(kind, first, up);
        await dieEverywhere(kind, { before: [first, up], act: down, after: [up], expected });
      }).timeout(600_000);
    }
  });
}
