import { expect } from "chai";
import { sqlite } from "../../../plugin/sqlite/index.js";
import type { Connection } from "../../../src/plugin/connection.js";
import { codeOf } from "../../support/code-of.js";
import { sqliteDrivers } from "../../support/sqlite-bench.js";

const { transactions } = sqlite.session;

const tables = [
  "CREATE TABLE users (id integer PRIMARY KEY)",
  "CREATE TABLE posts (id integer PRIMARY KEY, author integer REFERENCES users)",
  "INSERT INTO users VALUES (1)",
  "INSERT INTO posts VALUES (10, 1)",
];

/** Counts the checks that are asked for. */
function counting(connection: Connection): { connection: Connection; checks: () => number } {
  let checks = 0;
  const query: Connection["query"] = (sql, parameters) => {
    if (sql.includes("foreign_key_check")) checks += 1;
    return connection.query(sql, parameters);
  };
  return { connection: { ...connection, query }, checks: () => checks };
}

/** One transaction as a run makes it; the code of what `verify` throws (`"none"`), after which it is rolled back. */
async function transact(
  connection: Connection,
  statements: readonly string[],
  end: "COMMIT" | "ROLLBACK" = "COMMIT",
): Promise<string> {
  const restore = await transactions.prepare(connection);
  await connection.query(transactions.begin);
  for (const sql of statements) await connection.query(sql);
  const code = await codeOf(transactions.verify(connection));
  await connection.query(code === "none" ? end : "ROLLBACK");
  await restore();
  return code;
}

for (const [driver, connect] of Object.entries(sqliteDrivers)) {
  const on =
    (body: (connection: Connection, checks: () => number) => Promise<void>, more: string[] = []) =>
    async () => {
      const opened = await connect();
      await opened.query("PRAGMA foreign_keys = OFF");
      for (const sql of [...tables, ...more]) await opened.query(sql);
      const { connection, checks } = counting(opened);
      await body(connection, checks).finally(() => opened.close());
    };
  const breaks = "INSERT INTO posts VALUES (11, 7)";

  describe(`transactions of SQLite through ${driver}`, () => {
    it(
      "refuse a reference to nothing, the second time as the first",
      on(async (connection) => {
        expect(await transact(connection, [breaks])).to.equal("FOREIGN_KEY_VIOLATION");
        expect(await transact(connection, [breaks])).to.equal("FOREIGN_KEY_VIOLATION");
        expect(await connection.query("SELECT id FROM posts")).to.deep.equal([{ id: 10 }]);
      }),
    );

    it(
      "let be what was broken before, also after it was mended and rolled back",
      on(
        async (connection) => {
          expect(await transact(connection, ["DELETE FROM posts"], "ROLLBACK")).to.equal("none");
          expect(await transact(connection, ["INSERT INTO users VALUES (2)"])).to.equal("none");
          expect(await transact(connection, ["INSERT INTO posts VALUES (12, 9)"])).to.equal(
            "FOREIGN_KEY_VIOLATION",
          );
        },
        [breaks],
      ),
    );

    it(
      "check once each where several follow one another",
      on(async (connection, checks) => {
        await transact(connection, ["INSERT INTO users VALUES (2)"]);
        await transact(connection, ["CREATE TABLE more (a)"]);
        await transact(connection, ["INSERT INTO users VALUES (3)"]);
        expect(checks()).to.equal(4);
      }),
    );

    it(
      "check again where the rows changed between them",
      on(async (connection) => {
        await transact(connection, ["INSERT INTO users VALUES (2)"]);
        await connection.query(breaks);
        expect(await transact(connection, ["INSERT INTO users VALUES (3)"])).to.equal("none");
      }),
    );

    it(
      "look into attached databases too",
      on(
        async (connection) => {
          const wrong = "INSERT INTO archive.posts VALUES (11, 7)";
          expect(await transact(connection, [wrong])).to.equal("FOREIGN_KEY_VIOLATION");
        },
        [
          "ATTACH ':memory:' AS archive",
          "CREATE TABLE archive.users (id integer PRIMARY KEY)",
          "CREATE TABLE archive.posts (id integer PRIMARY KEY, author integer REFERENCES users)",
        ],
      ),
    );

    it(
      "leave enforcement as it was before",
      on(async (connection) => {
        await connection.query("PRAGMA foreign_keys = ON");
        await transact(connection, ["INSERT INTO users VALUES (2)"]);
        expect(await connection.query("PRAGMA foreign_keys")).to.deep.equal([{ foreign_keys: 1 }]);
      }),
    );
  });
}
