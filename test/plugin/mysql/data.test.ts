import { expect } from "chai";
import { batches, compileBackfill } from "../../../plugin/mysql/backfill.js";
import { literal } from "../../../plugin/mysql/literal.js";
import { splitStatements } from "../../../plugin/mysql/text/split-statements.js";
import { AthanorError } from "../../../src/error/athanor-error.js";
import type { Backfill } from "../../../src/operation/data-operation.js";
import { sqlExpression } from "../../../src/operation/sql-expression.js";
import { describeOnMysql, withMysqlDatabase } from "../../support/connection-mysql.js";
import { ofProduct, type ByProduct } from "../../support/mysql-product.js";
import { createBench } from "./change-case.js";

const table = { name: "item" };
const moment = new Date(2020, 1, 3, 4, 5, 6, 7);

/** Values, the type of column that takes them, and the text that the server gives of them. */
const values: readonly (readonly [type: string, value: unknown, held: ByProduct<string | null>])[] =
  [
    ["varchar(50)", 'it\'s "x" \\ `y` ? % _\n\u0000', 'it\'s "x" \\ `y` ? % _\n\u0000'],
    ["varchar(50)", "日本 🎉", "日本 🎉"],
    ["varbinary(10)", Buffer.from([0, 39, 92, 255]), "00275CFF"],
    ["datetime(3)", moment, "2020-02-03 04:05:06.007"],
    ["tinyint(1)", true, "1"],
    ["tinyint(1)", false, "0"],
    ["bigint unsigned", 18446744073709551615n, "18446744073709551615"],
    ["double", -1.5e-7, "-0.00000015"],
    [
      "json",
      { a: ['it\'s \\ "b"'], b: null },
      {
        product: {
          mariadb: '{"a":["it\'s \\\\ \\"b\\""],"b":null}',
          mysql: '{"a": ["it\'s \\\\ \\"b\\""], "b": null}',
        },
      },
    ],
    ["json", [1, 2], { product: { mariadb: "[1,2]", mysql: "[1, 2]" } }],
    ["int", null, null],
    ["int", sqlExpression("1 + 1"), "2"],
  ];

describeOnMysql("rows of MySQL and MariaDB", () => {
  for (const [type, value, held] of values) {
    it(`hold ${typeof value} in ${type} as it was given, by parameter and by literal, and go by it`, () =>
      withMysqlDatabase(async (connection) => {
        await connection.query(`CREATE TABLE item (id int PRIMARY KEY, a ${type})`);
        const bench = await createBench(connection);
        await bench.run([{ kind: "bulkInsert", table, rows: [{ id: 0, a: value }] }]);
        if (typeof value !== "object" || value === null || !("sql" in value))
          await connection.query(`INSERT INTO item VALUES (1, ${literal(value)})`);
        expect(new Set((await bench.rows()).map(([, text]) => text))).to.deep.equal(
          new Set([await ofProduct(held)]),
        );
        await bench.run([{ kind: "deleteRows", table, rows: [{ a: value }] }]);
        expect(await bench.rows()).to.deep.equal([]);
      }));
  }

  it("take the default of what is left out", () =>
    withMysqlDatabase(async (connection) => {
      await connection.query(
        "CREATE TABLE item (id int PRIMARY KEY AUTO_INCREMENT, a int DEFAULT 3)",
      );
      const bench = await createBench(connection);
      await bench.run([{ kind: "bulkInsert", table, rows: [{ id: 5 }, { a: 4 }, {}] }]);
      expect(await bench.rows()).to.deep.equal([
        ["5", "3"],
        ["6", "4"],
        ["7", "3"],
      ]);
    }));

  it("keep the 0 of a counting column", () =>
    withMysqlDatabase(async (connection) => {
      await connection.query("CREATE TABLE item (id int PRIMARY KEY AUTO_INCREMENT, a int)");
      const bench = await createBench(connection);
      await bench.run([{ kind: "bulkInsert", table, rows: [{ id: 0, a: 1 }, { a: 2 }] }]);
      await connection.query("INSERT INTO item VALUES (DEFAULT, 3)");
      const [first, second, third] = (await bench.rows()).map(([id]) => Number(id));
      expect([first, second]).to.deep.equal([0, 1]);
      expect(third).to.be.greaterThan(1);
    }));

  it("go only where the text is the same, not where a collation takes it for the same", () =>
    withMysqlDatabase(async (connection) => {
      await connection.query("CREATE TABLE item (id int PRIMARY KEY, a varchar(5))");
      const bench = await createBench(connection);
      const rows = ["a", "A", "ä", "a "].map((a, id) => ({ id, a }));
      await bench.run([
        { kind: "bulkInsert", table, rows },
        { kind: "deleteRows", table, rows: [{ a: "A" }] },
      ]);
      expect((await bench.rows()).map(([, a]) => a)).to.deep.equal(["a", "ä", "a "]);
    }));

  const stamped = [
    "CREATE TABLE item (id int PRIMARY KEY, a varchar(5), at datetime(3) DEFAULT NULL ON UPDATE CURRENT_TIMESTAMP(3), Seen timestamp NULL ON UPDATE CURRENT_TIMESTAMP)",
    "INSERT INTO item VALUES (1, NULL, '2001-01-01 00:00:00.125', '2002-02-02 02:02:02'), (2, 'x', NULL, NULL)",
  ];
  const fill: Backfill = { kind: "backfill", table, set: { a: "new" } };

  it("keep the time of their last change when a backfill fills them", () =>
    withMysqlDatabase(async (connection) => {
      for (const sql of stamped) await connection.query(sql);
      const bench = await createBench(connection);
      await bench.run([fill]);
      expect(await bench.rows()).to.deep.equal([
        ["1", "new", "2001-01-01 00:00:00.125", "2002-02-02 02:02:02"],
        ["2", "x", null, null],
      ]);
    }));

  it("keep it when a backfill goes through them in batches", () =>
    withMysqlDatabase(async (connection) => {
      for (const sql of stamped) await connection.query(sql);
      const bench = await createBench(connection);
      const state = bench.look;
      const operation = { ...fill, batchSize: 1 };
      const found = await batches(operation, { server: bench.server, state });
      await connection.query(found?.update(undefined, ["1"]) ?? "");
      expect(await bench.rows()).to.deep.equal([
        ["1", "new", "2001-01-01 00:00:00.125", "2002-02-02 02:02:02"],
        ["2", "x", null, null],
      ]);
    }));

  it("get the time of a change that a backfill itself states", () =>
    withMysqlDatabase(async (connection) => {
      for (const sql of stamped) await connection.query(sql);
      const bench = await createBench(connection);
      await bench.run([{ ...fill, set: { a: "new", seen: "2003-03-03 03:03:03" } }]);
      expect((await bench.rows())[0]).to.deep.equal([
        "1",
        "new",
        "2001-01-01 00:00:00.125",
        "2003-03-03 03:03:03",
      ]);
    }));

  it("are filled by a script that tells of such columns where it cannot know them", async () => {
    const unknown = new AthanorError({
      code: "STATE_UNKNOWN",
      message: "unknown",
      facts: { notes: [] },
    });
    const state = (): Promise<never> => Promise.reject(unknown);
    const [statement] = await compileBackfill(fill, { state });
    expect(statement?.sql).to.match(/^-- .*ON UPDATE CURRENT_TIMESTAMP.*\nUPDATE `item` SET/);
  });

  it("may have names that hold a question mark", () =>
    withMysqlDatabase(async (connection) => {
      await connection.query("CREATE TABLE `item` (id int PRIMARY KEY, `what?` varchar(20))");
      const bench = await createBench(connection);
      await bench.run([{ kind: "bulkInsert", table, rows: [{ id: 1, "what?": "it's ? \\" }] }]);
      expect(await bench.rows()).to.deep.equal([["1", "it's ? \\"]]);
    }));

  it("come from the author's own SQL, several statements at once", () =>
    withMysqlDatabase(async (connection) => {
      const bench = await createBench(connection);
      const sql =
        "CREATE TABLE item (id int); -- one; two\nINSERT INTO item VALUES (1); INSERT INTO item VALUES (2);";
      await bench.run([{ kind: "execute", sql }]);
      expect(await bench.rows()).to.deep.equal([["1"], ["2"]]);
    }));
});

describe("SQL of MySQL and MariaDB is cut into statements", () => {
  const texts: readonly (readonly [string, readonly string[]])[] = [
    ["SELECT 1; SELECT ';' ;\n", ["SELECT 1", "SELECT ';'"]],
    ["SELECT 'it\\'s; x', `a;b` # c;\n; SELECT 2", ["SELECT 'it\\'s; x', `a;b` # c;", "SELECT 2"]],
    [
      "SELECT 1; CREATE DEFINER=CURRENT_USER TRIGGER t BEFORE INSERT ON x FOR EACH ROW BEGIN SET @a = 1; SET @b = 2; END",
      [
        "SELECT 1",
        "CREATE DEFINER=CURRENT_USER TRIGGER t BEFORE INSERT ON x FOR EACH ROW BEGIN SET @a = 1; SET @b = 2; END",
      ],
    ],
    ["CREATE TABLE t (a int); -- the end", ["CREATE TABLE t (a int)"]],
  ];
  for (const [text, parts] of texts) {
    it(JSON.stringify(text), () => {
      expect(splitStatements(text)).to.deep.equal(parts);
    });
  }
});
