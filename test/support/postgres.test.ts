import { expect } from "chai";
import pg from "pg";
import { withPostgresDatabase } from "./postgres.js";

describe("the PostgreSQL of the tests", () => {
  it("gives each test a database of its own", async () => {
    await withPostgresDatabase(async (options) => {
      const client = new pg.Client(options);
      await client.connect();
      const { rows } = await client.query("SELECT current_database() AS name");
      await client.end();
      expect(rows).to.deep.equal([{ name: options.database }]);
    });
  });
});
