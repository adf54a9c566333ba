import { expect } from "chai";
import { sqlite } from "../../../plugin/sqlite/index.js";
import type { Operation } from "../../../src/operation/operation.js";
import { codeOf } from "../../support/code-of.js";
import { sqliteDrivers, withSqlite } from "../../support/sqlite-bench.js";

const offline = { state: () => Promise.reject(new Error("no state")) };

for (const [driver, connect] of Object.entries(sqliteDrivers)) {
  describe(`rows and SQL on SQLite through ${driver}`, () => {
    it("stores every kind of value as TypeORM does, and as offline scripts write it", () =>
      withSqlite(connect, ["CREATE TABLE a (id, v)", "CREATE TABLE b (id, v)"], async (bench) => {
        const values: readonly unknown[] = [
          true,
          false,
          "it's",
          1.5,
          null,
          new Date(Date.UTC(2026, 10, 20, 8, 30)),
          { a: [1] },
          [1, "x"],
          Buffer.from([0, 255]),
        ];
        const rows = values.map((v, id) => ({ id: String(id), v }));
        await bench.run({ kind: "bulkInsert", table: { name: "a" }, rows });
        for (const { id, v } of rows) {
          await bench.rows(`INSERT INTO b VALUES ('${id}', ${sqlite.ddl.literal(v)})`);
        }
        const stored = await bench.rows("SELECT id, v, typeof(v) AS t FROM a ORDER BY id");
        expect(stored).to.deep.equal(
          await bench.rows("SELECT id, v, typeof(v) AS t FROM b ORDER BY id"),
        );
        expect(stored.map(({ v }) => v).slice(0, 8)).to.deep.equal([
          ...[1, 0, "it's", 1.5, null, "2026-11-20 08:30:00.000", '{"a":[1]}', '[1,"x"]'],
        ]);
      }));

    it("gives what a row leaves out its default", () =>
      withSqlite(
        connect,
        ["CREATE TABLE a (id integer PRIMARY KEY, v DEFAULT 5)"],
        async (bench) => {
          const rows = [{ id: 1, v: 1 }, { id: 2 }, { v: undefined }, {}];
          await bench.run({ kind: "bulkInsert", table: { name: "a" }, rows });
          expect(await bench.rows("SELECT * FROM a")).to.deep.equal([
            { id: 1, v: 1 },
            { id: 2, v: 5 },
            { id: 3, v: 5 },
            { id: 4, v: 5 },
          ]);
        },
      ));

    it("runs every statement of a script", () =>
      withSqlite(connect, [], async (bench) => {
        const sql =
          "CREATE TABLE a (b); -- one;\nCREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE a SET b = 2; SELECT 1; END; INSERT INTO a VALUES (1);";
        await bench.run({ kind: "execute", sql });
        expect(await bench.rows("SELECT b FROM a")).to.deep.equal([{ b: 2 }]);
      }));
  });
}

describe("an operation that SQLite has no words for", () => {
  const table = { name: "a" };
  const refused: readonly Operation[] = [
    { kind: "createEnum", enum: { name: "e", values: ["a"] } },
    { kind: "createSequence", sequence: { name: "s" } },
    { kind: "createSchema", name: "s" },
    { kind: "createExtension", extension: { name: "x" } },
    { kind: "alterTableComment", table, to: "x" },
    { kind: "validateConstraint", table, name: "x" },
    {
      kind: "createView",
      view: { name: "v", definition: "SELECT 1", materialized: true, indexes: [] },
    },
    { kind: "renameTable", from: table, to: { schema: "other", name: "a" } },
    { kind: "batchAlterTable", table, operations: [{ kind: "alterTableComment", table, to: "x" }] },
    { kind: "batchAlterTable", table, operations: [{ kind: "execute", sql: "SELECT 1" }] },
  ];
  for (const operation of refused) {
    it(`is refused with the alternative: ${JSON.stringify(operation).slice(0, 70)}`, async () => {
      const compiled = sqlite.ddl.compile(operation, offline);
      expect(await codeOf(compiled)).to.equal("UNSUPPORTED_OPERATION");
    });
  }

  it("is refused where several statements share parameters", async () => {
    const sql = "SELECT ?; SELECT ?";
    const compiled = sqlite.ddl.compile({ kind: "execute", sql, parameters: [1, 2] }, offline);
    expect(await codeOf(compiled)).to.equal("SEVERAL_STATEMENTS");
  });
});
