import { expect } from "chai";
import { sqlite } from "../../../plugin/sqlite/index.js";
import type { Operation } from "../../../src/operation/operation.js";
import { reverseAll } from "../../../src/operation/reverse.js";
import { required, unique } from "../../../src/testing/build-schema.js";
import { look, perform, workbench } from "../../../src/testing/workbench.js";
import { sqliteDrivers } from "../../support/sqlite-bench.js";

for (const [driver, connect] of Object.entries(sqliteDrivers)) {
  describe(`an attached SQLite database through ${driver}`, () => {
    it("is changed, and not the main one, and changed back", async () => {
      const connection = await connect(":memory:");
      for (const sql of [
        "ATTACH ':memory:' AS archive",
        "CREATE TABLE users (a)",
        "CREATE TABLE archive.users (id integer PRIMARY KEY AUTOINCREMENT, name text, up REFERENCES users)",
        "CREATE INDEX archive.ix ON users (name)",
        "CREATE TRIGGER archive.t AFTER DELETE ON users BEGIN SELECT 1; END",
        "INSERT INTO archive.users VALUES (7, 'a', 7)",
      ]) {
        await connection.query(sql);
      }
      const bench = await workbench(sqlite, connection, ["archive"]);
      const before = await look(bench);
      const table = { schema: "archive", name: "users" };
      const more = required("more", "integer", { default: { kind: "value", value: 1 } });
      const operations: Operation[] = [
        { kind: "createConstraint", table, constraint: unique("uq", "name") },
        {
          kind: "createIndex",
          table,
          index: { name: "iy", keys: [{ column: "name" }], unique: true },
        },
        { kind: "addColumn", table, column: more },
        { kind: "renameColumn", table, from: "name", to: "title" },
      ];
      await perform(bench, operations);
      expect(await connection.query("SELECT * FROM archive.users")).to.deep.equal([
        { id: 7, title: "a", up: 7, more: 1 },
      ]);
      await perform(bench, reverseAll(operations));
      expect(await look(bench)).to.deep.equal(before);
      await connection.close();
    });
  });
}
