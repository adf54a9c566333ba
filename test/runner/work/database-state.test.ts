import { expect } from "chai";
import { mysql } from "../../../plugin/mysql/index.js";
import { postgres } from "../../../plugin/postgres/index.js";
import { sqlite } from "../../../plugin/sqlite/index.js";
import type { Operations } from "../../../src/operation/operations.js";
import type { DialectCatalog } from "../../../src/plugin/catalog.js";
import type { Connection } from "../../../src/plugin/connection.js";
import type { Dialect } from "../../../src/plugin/dialect.js";
import { run } from "../../../src/runner/run.js";
import {
  connectMysql,
  describeOnMysql,
  withMysqlDatabase,
} from "../../support/connection-mysql.js";
import { connectPostgres } from "../../support/connection-postgres.js";
import { connectBetterSqlite } from "../../support/connection-sqlite.js";
import { withPostgresDatabase } from "../../support/postgres.js";
import { upgradeRequest } from "../../support/run-scenario.js";

type Up = (op: Operations) => Promise<void>;

/** Runs the revision over two tables and gives how often a table was read. */
async function readings(connection: Connection, dialect: Dialect, up: Up): Promise<number> {
  let count = 0;
  const columns = "a varchar(8), b varchar(8), c varchar(8)";
  await connection.query(`CREATE TABLE one (${columns})`);
  await connection.query(`CREATE TABLE two (${columns}, CHECK (a <> b))`);
  const inspect: DialectCatalog["inspect"] = (...asked) => {
    count += 1;
    return dialect.catalog.inspect(...asked);
  };
  const request = upgradeRequest(connection, { a: { up } });
  await run({ ...request, dialect: { ...dialect, catalog: { ...dialect.catalog, inspect } } });
  return count;
}

const widenAll: Up = async (op) => {
  for (const column of ["a", "b", "c"]) await op.alterColumn("one", column, { length: 9 });
};

const cases: Readonly<Record<string, { readonly up: Up; readonly count: number }>> = {
  "once for all of its columns that change": { up: widenAll, count: 1 },
  "again after SQL of the author's own": {
    up: async (op) => {
      await op.alterColumn("one", "a", { length: 9 });
      await op.execute("ALTER TABLE one ALTER COLUMN b TYPE text");
      await op.alterColumn("one", "b", { type: "varchar", length: 7 });
    },
    count: 2,
  },
  "again after rows were read by the author": {
    up: async (op) => {
      await op.alterColumn("one", "a", { length: 9 });
      await op.query("SELECT 1");
      await op.alterColumn("one", "b", { length: 9 });
    },
    count: 2,
  },
  "again where a column changes for a second time": {
    up: async (op) => {
      await op.alterColumn("one", "a", { default: () => "lower('X')" });
      await op.alterColumn("one", "b", { length: 9 });
      await op.alterColumn("one", "a", { default: () => "upper('x')" });
    },
    count: 2,
  },
  "again where a condition that the server keeps names the column": {
    up: async (op) => {
      await op.alterColumn("two", "a", { type: "text" });
      await op.alterColumn("two", "c", { length: 9 });
    },
    count: 2,
  },
  "again where another kind of change needs it": {
    up: async (op) => {
      await op.alterColumn("one", "a", { length: 9 });
      await op.createIndex("one", { name: "i", columns: ["a"] });
      await op.dropIndex("one", "i");
    },
    count: 2,
  },
};

describe("a table of PostgreSQL is read", () => {
  for (const [title, { up, count }] of Object.entries(cases))
    it(title, () =>
      withPostgresDatabase(async (server) => {
        const connection = await connectPostgres(server);
        expect(await readings(connection, postgres, up)).to.equal(count);
        await connection.close();
      }),
    );
});

const widenBoth: Up = async (op) => {
  for (const table of ["one", "two"]) {
    for (const column of ["a", "b", "c"]) await op.alterColumn(table, column, { length: 9 });
  }
};

describe("tables of SQLite", () => {
  it("are read once each for all of their columns that change", async () => {
    const connection = await connectBetterSqlite(":memory:");
    expect(await readings(connection, sqlite, widenBoth)).to.equal(2);
    await connection.close();
  });
});

describeOnMysql("tables of MySQL", () => {
  it("are read once each for all of their columns that change", () =>
    withMysqlDatabase(async (_, database) => {
      const connection = await connectMysql({ database });
      expect(await readings(connection, mysql, widenBoth)).to.equal(2);
      await connection.close();
    }));
});
