import { expect } from "chai";
import { catchRejection } from "../support/catch-error.js";
import { journalledSqlite } from "../support/journalled-sqlite.js";
import { withDatabase, type Scenario } from "../support/run-scenario.js";

const note = { name: "note", type: "varchar", nullable: false } as const;

/** Revision `c` makes the column again that `b` has made: other rows, other values. */
const scenario = (failing: boolean): Scenario => ({
  a: {
    up: async (op) => {
      await op.createTable("items", { columns: [{ name: "id", type: "integer" }] });
      await op.bulkInsert("items", [{ id: 1 }]);
    },
  },
  b: {
    up: async (op) => {
      await op.addColumn("items", note);
      if (failing) throw new Error("half done");
    },
  },
  c: {
    up: async (op) => {
      await op.dropColumn("items", "note");
      await op.addColumn("items", note);
    },
  },
});

describe("a value that rows get in a revision that stops half way", () => {
  it("is given by who takes the revision up, and to no column of that name in another revision", () =>
    withDatabase(async ({ connection, upgrade }) => {
      const [dialect, fills] = [journalledSqlite, new Map([["items.note", "'first'"]])];
      const failure = await catchRejection(() => upgrade(scenario(true), { dialect, fills }));
      expect(failure.message).to.include("half done");
      const next = await catchRejection(() => upgrade(scenario(false), { dialect }));
      expect(next.facts["revision"]).to.equal("c");
      expect(await connection.query("SELECT version_num FROM athanor_version")).to.deep.equal([
        { version_num: "b" },
      ]);
      await upgrade(scenario(false), { dialect, fills: new Map([["items.note", "'second'"]]) });
      expect(await connection.query("SELECT note FROM items")).to.deep.equal([{ note: "second" }]);
    }));
});
