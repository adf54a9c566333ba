import type { Connection } from "../../../src/plugin/connection.js";
import { sqlite } from "../../../plugin/sqlite/index.js";
import { connectBetterSqlite, connectSqlite3 } from "../../support/connection-sqlite.js";
import { describeContract } from "../../support/describe-contract.js";

const drivers: Readonly<Record<string, () => Connection | Promise<Connection>>> = {
  "better-sqlite3": () => connectBetterSqlite(),
  sqlite3: () => connectSqlite3(),
};

for (const [driver, connect] of Object.entries(drivers)) {
  describeContract({
    name: `SQLite through ${driver}`,
    dialect: sqlite,
    withConnection: async (body) => {
      const connection = await connect();
      try {
        return await body(connection);
      } finally {
        await connection.close();
      }
    },
    types: {
      integer: { name: "integer" },
      bigint: { name: "bigint" },
      text: { name: "text" },
      boolean: { name: "boolean" },
      timestamp: { name: "datetime" },
      varchar: (length) => ({ name: "varchar", length }),
    },
  });
}
