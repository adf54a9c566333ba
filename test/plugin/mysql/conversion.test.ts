import { expect } from "chai";
import fc from "fast-check";
import { columnTypeText, normalizeType } from "../../../plugin/mysql/column-type.js";
import type { Operation } from "../../../src/operation/operation.js";
import type { Connection } from "../../../src/plugin/connection.js";
import type { ColumnType } from "../../../src/schema/column-type.js";
import { describeOnMysql, withMysqlDatabase } from "../../support/connection-mysql.js";
import { createBench, type Bench } from "./change-case.js";

/** Types, and values that they hold, as SQL. */
const types: readonly (readonly [type: ColumnType, values: readonly string[]])[] = [
  [{ name: "tinyint" }, ["-128", "127"]],
  [{ name: "boolean" }, ["1", "0"]],
  [{ name: "int" }, ["-2147483648", "2147483647"]],
  [{ name: "int", unsigned: true }, ["4294967295", "0"]],
  [{ name: "bigint" }, ["9223372036854775807", "3"]],
  [{ name: "decimal", precision: 10, scale: 2 }, ["12345678.91", "-1.50", "3.00"]],
  [{ name: "double" }, ["1.5", "-2", "1e20"]],
  [{ name: "float" }, ["1.5", "-0.25"]],
  [{ name: "bit", length: 8 }, ["255", "1"]],
  [
    { name: "varchar", length: 20 },
    ["'abc'", "'12'", "'2020-01-02'", "''", "'blank '", "'0.123456789'"],
  ],
  [{ name: "varchar", length: 4 }, ["'3.5'", "'A'"]],
  [{ name: "char", length: 20 }, ["'abc'", "'x y'"]],
  [{ name: "text" }, ["'long text'", "'2020-01-02 03:04:05'", "'[1]'"]],
  [{ name: "enum", values: ["a", "12", "it's"] }, ["'a'", "'12'", "'it''s'"]],
  [{ name: "enum", values: ["12", "A"] }, ["'12'", "'A'"]],
  [{ name: "set", values: ["a", "b"] }, ["'a,b'", "'b'", "''"]],
  [{ name: "date" }, ["'2020-01-02'"]],
  [{ name: "datetime", precision: 6 }, ["'2020-01-02 03:04:05.123456'", "'2020-01-02 00:00:00'"]],
  [{ name: "timestamp" }, ["'2020-01-02 03:04:05'"]],
  [{ name: "time", precision: 3 }, ["'12:13:14.123'", "'-100:00:00'"]],
  [{ name: "year" }, ["2020"]],
  [{ name: "json" }, ["'{\"a\": 1}'", "'12'"]],
  [{ name: "binary", length: 4 }, ["'abcd'"]],
  [{ name: "varbinary", length: 10 }, ["'abc'", "X'00ff'"]],
  [{ name: "blob" }, ["'abc'"]],
];

const changes = fc
  .tuple(fc.constantFrom(...types), fc.constantFrom(...types))
  .chain(([[from, values], [to]]) =>
    fc.record({ from: fc.constant(from), to: fc.constant(to), value: fc.constantFrom(...values) }),
  );

const runs = Number(process.env["RUNS"] ?? 8) * 5;

const set: ColumnType = { name: "set", values: ["a", "b.c"] };
const text: ColumnType = { name: "varchar", length: 20 };
const float: ColumnType = { name: "float" };

/** What the server would change without a word; `true` where it keeps the value. */
const silent: readonly (readonly [from: ColumnType, to: ColumnType, value: string, boolean])[] = [
  [text, set, "'a,b.c'", true],
  [text, set, "''", true],
  [text, set, "'A'", false],
  [text, set, "'b.c,a'", false],
  [text, set, "'a,a'", false],
  [text, set, "'bxc'", false],
  [text, float, "'0.1'", true],
  [text, float, "'0.123456789'", false],
  [{ name: "int" }, float, "123456", true],
  [{ name: "int" }, float, "123456789", false],
  [{ name: "date" }, float, "'2020-01-02'", false],
];

async function createItem(connection: Connection, type: ColumnType, value: string): Promise<void> {
  await connection.query("DROP TABLE IF EXISTS item");
  await connection.query(
    `CREATE TABLE item (id int PRIMARY KEY, a ${columnTypeText(normalizeType(type))} NULL)`,
  );
  await connection.query(`INSERT INTO item VALUES (1, ${value}), (2, NULL)`);
}

describeOnMysql("a change of type on MySQL and MariaDB", () => {
  it("is refused where the server would change a value without a word", () =>
    withMysqlDatabase(async (connection) => {
      const bench = await createBench(connection);
      for (const [from, to, value, isKept] of silent) {
        await createItem(connection, from, value);
        expect(await changed(bench, from, to), `${value} to ${to.name}`).to.equal(isKept);
      }
    }));

  it("is refused, or keeps the value: it is there again after the way back", () =>
    withMysqlDatabase(async (connection) => {
      const bench = await createBench(connection);
      const law = async ({
        from,
        to,
        value,
      }: {
        from: ColumnType;
        to: ColumnType;
        value: string;
      }) => {
        await createItem(connection, from, value);
        const before = await valueOf(bench);
        if (!(await changed(bench, from, to)) || !(await changed(bench, to, from))) return;
        expect(plain(await valueOf(bench))).to.equal(plain(before));
      };
      await fc.assert(fc.asyncProperty(changes, law), { numRuns: runs, endOnFailure: true });
    }));
});

async function changed(bench: Bench, from: ColumnType, to: ColumnType): Promise<boolean> {
  const column = (type: ColumnType) => ({ name: "a", type: normalizeType(type), nullable: true });
  const change: Operation = {
    kind: "alterColumn",
    table: { name: "item" },
    from: column(from),
    to: column(to),
  };
  return bench.run([change]).then(
    () => true,
    () => false,
  );
}

async function valueOf(bench: Bench): Promise<string> {
  return String((await bench.rows())[0]?.[1]);
}

/** `12.00` is 12, and midnight goes without saying. */
function plain(text: string): string {
  const number = Number(text);
  if (text.trim() === text && text !== "" && Number.isFinite(number)) return String(number);
  return text.replace(/\.0+$/, "").replace(/ 00:00:00$/, "");
}
