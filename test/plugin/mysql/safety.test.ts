import { expect } from "chai";
import type { Operations } from "../../../src/operation/operations.js";
import { describeOnMysql, withMysqlDatabase } from "../../support/connection-mysql.js";
import { createBench } from "./change-case.js";

type Refusal = {
  readonly title: string;
  /** What the table `item` has beside its key, and the values of its row. */
  readonly columns: string;
  readonly row: string;
  readonly calls: (op: Operations) => Promise<void>;
  /** The failure begins so, and tells the row. */
  readonly code: string;
  readonly tells?: string;
};

const refusals: readonly Refusal[] = [
  {
    title: "a text is longer than the column is to be",
    columns: "a varchar(10)",
    row: "'abcdef'",
    calls: (op) => op.alterColumn("item", "a", { length: 5 }),
    code: "ROWS_NOT_CONVERTIBLE",
    tells: '"a":"abcdef"',
  },
  {
    title: "only blanks are too much for the column",
    columns: "a varchar(10)",
    row: "'abc   '",
    calls: (op) => op.alterColumn("item", "a", { length: 3 }),
    code: "ROWS_NOT_CONVERTIBLE",
  },
  {
    title: "CHAR would forget blanks",
    columns: "a varchar(10)",
    row: "'abc '",
    calls: (op) => op.alterColumn("item", "a", { type: "char", length: 10 }),
    code: "ROWS_NOT_CONVERTIBLE",
  },
  {
    title: "BINARY would fill up with zeros",
    columns: "a varbinary(10)",
    row: "'abc'",
    calls: (op) => op.alterColumn("item", "a", { type: "binary", length: 10 }),
    code: "ROWS_NOT_CONVERTIBLE",
  },
  {
    title: "a text is longer than text may be",
    columns: "a mediumtext",
    row: "REPEAT('x', 70000)",
    calls: (op) => op.alterColumn("item", "a", { type: "text" }),
    code: "ROWS_NOT_CONVERTIBLE",
  },
  {
    title: "a number is larger than the type",
    columns: "a int",
    row: "70000",
    calls: (op) => op.alterColumn("item", "a", { type: "smallint" }),
    code: "ROWS_NOT_CONVERTIBLE",
    tells: '"a":70000',
  },
  {
    title: "a number is below zero and the column is to be unsigned",
    columns: "a int",
    row: "-1",
    calls: (op) => op.alterColumn("item", "a", { type: "bigint", unsigned: true }),
    code: "ROWS_NOT_CONVERTIBLE",
  },
  {
    title: "a fraction would be rounded",
    columns: "a decimal(6,2)",
    row: "1.25",
    calls: (op) => op.alterColumn("item", "a", { precision: 6, scale: 1 }),
    code: "ROWS_NOT_CONVERTIBLE",
  },
  {
    title: "a fraction would be lost in a whole number",
    columns: "a double",
    row: "1.5",
    calls: (op) => op.alterColumn("item", "a", { type: "int" }),
    code: "ROWS_NOT_CONVERTIBLE",
  },
  {
    title: "a double has more digits than a float holds",
    columns: "a double",
    row: "16777217",
    calls: (op) => op.alterColumn("item", "a", { type: "float" }),
    code: "ROWS_NOT_CONVERTIBLE",
  },
  {
    title: "a time has finer fractions than a double holds",
    columns: "a datetime(6)",
    row: "'2020-01-02 03:04:05.123456'",
    calls: (op) => op.alterColumn("item", "a", { type: "double" }),
    code: "ROWS_NOT_CONVERTIBLE",
  },
  {
    title: "a bigint has more digits than a double holds",
    columns: "a bigint",
    row: "9223372036854775807",
    calls: (op) => op.alterColumn("item", "a", { type: "double" }),
    code: "ROWS_NOT_CONVERTIBLE",
  },
  {
    title: "a double is one more than a bigint may be",
    columns: "a double",
    row: "9223372036854775808",
    calls: (op) => op.alterColumn("item", "a", { type: "bigint" }),
    code: "ROWS_NOT_CONVERTIBLE",
  },
  {
    title: "a double is larger than a float may be",
    columns: "a double",
    row: "-1e300",
    calls: (op) => op.alterColumn("item", "a", { type: "float" }),
    code: "ROWS_NOT_CONVERTIBLE",
  },
  {
    title: "a double would be another number as a float",
    columns: "a double",
    row: "0.1",
    calls: (op) => op.alterColumn("item", "a", { type: "float" }),
    code: "ROWS_NOT_CONVERTIBLE",
  },
  {
    title: "bytes are no bits",
    columns: "a blob",
    row: "'abc'",
    calls: (op) => op.alterColumn("item", "a", { type: "bit", length: 8 }),
    code: "ROWS_NOT_CONVERTIBLE",
  },
  {
    title: "bytes are no decimal number",
    columns: "a blob",
    row: "X'31320000'",
    calls: (op) => op.alterColumn("item", "a", { type: "decimal", precision: 6, scale: 2 }),
    code: "ROWS_NOT_CONVERTIBLE",
  },
  {
    title: "a word is no number",
    columns: "a varchar(10)",
    row: "'12x'",
    calls: (op) => op.alterColumn("item", "a", { type: "int" }),
    code: "ROWS_NOT_CONVERTIBLE",
  },
  {
    title: "a text would be rounded to a whole number",
    columns: "a varchar(10)",
    row: "'12.5'",
    calls: (op) => op.alterColumn("item", "a", { type: "int" }),
    code: "ROWS_NOT_CONVERTIBLE",
  },
  {
    title: "a time has finer fractions than it is to have",
    columns: "a datetime(6)",
    row: "'2020-01-01 00:00:00.123456'",
    calls: (op) => op.alterColumn("item", "a", { type: "datetime", precision: 3 }),
    code: "ROWS_NOT_CONVERTIBLE",
  },
  {
    title: "a date would forget the time of the day",
    columns: "a datetime",
    row: "'2020-01-01 10:00:00'",
    calls: (op) => op.alterColumn("item", "a", { type: "date" }),
    code: "ROWS_NOT_CONVERTIBLE",
  },
  {
    title: "a text is no date",
    columns: "a varchar(30)",
    row: "'tomorrow'",
    calls: (op) => op.alterColumn("item", "a", { type: "datetime" }),
    code: "ROWS_NOT_CONVERTIBLE",
  },
  {
    title: "rows hold a value that an enum loses",
    columns: "a enum('x','y')",
    row: "'x'",
    calls: (op) => op.alterColumn("item", "a", { enum: ["y"] }),
    code: "ROWS_NOT_CONVERTIBLE",
    tells: "renamed",
  },
  {
    title: "rows hold a member that a set loses",
    columns: "a set('x','y')",
    row: "'x,y'",
    calls: (op) => op.alterColumn("item", "a", { enum: ["y"] }),
    code: "ROWS_NOT_CONVERTIBLE",
  },
  {
    title: "a text is no value of the enum, but for its case",
    columns: "a varchar(10)",
    row: "'X'",
    calls: (op) => op.alterColumn("item", "a", { type: "enum", enum: ["x"] }),
    code: "ROWS_NOT_CONVERTIBLE",
  },
  {
    title: "a number is none of the values of the enum, though their position",
    columns: "a int",
    row: "2",
    calls: (op) => op.alterColumn("item", "a", { type: "enum", enum: ["10", "20"] }),
    code: "ROWS_NOT_CONVERTIBLE",
  },
  {
    title: "a character is not in the new character set",
    columns: "a varchar(10) CHARACTER SET utf8mb4",
    row: "'日本'",
    calls: (op) => op.alterColumn("item", "a", { charset: "latin1", collation: "latin1_bin" }),
    code: "ROWS_NOT_CONVERTIBLE",
  },
  {
    title: "a text is no JSON",
    columns: "a longtext",
    row: "'{'",
    calls: (op) => op.alterColumn("item", "a", { type: "json" }),
    code: "ROWS_NOT_CONVERTIBLE",
  },
  {
    title: "a row has no value where one is asked for",
    columns: "a varchar(10)",
    row: "NULL",
    calls: (op) => op.alterColumn("item", "a", { nullable: false }),
    code: "ROWS_VIOLATE_NOT_NULL",
    tells: '"id":1',
  },
  {
    title: "an expression of the author gives no value where one is asked for",
    columns: "a varchar(10)",
    row: "'x'",
    calls: (op) =>
      op.alterColumn("item", "a", { type: "int", nullable: false }, { using: "NULLIF(`a`, 'x')" }),
    code: "ROWS_VIOLATE_NOT_NULL",
  },
  {
    title: "a new column would get values out of nothing",
    columns: "a varchar(10)",
    row: "'x'",
    calls: (op) => op.addColumn("item", { name: "b", type: "int" }),
    code: "ROWS_VIOLATE_NOT_NULL",
  },
];

describeOnMysql(
  "MySQL and MariaDB stop rather than lose something, and tell the rows, where",
  () => {
    for (const { title, columns, row, calls, code, tells = '"id":1' } of refusals) {
      it(title, () =>
        withMysqlDatabase(async (connection) => {
          await connection.query(`CREATE TABLE item (id int NOT NULL PRIMARY KEY, ${columns})`);
          await connection.query(`INSERT INTO item VALUES (1, ${row})`);
          // Outside strict mode the server would cut and round without a word.
          await connection.query("SET SESSION sql_mode = ''");
          const bench = await createBench(connection);
          const [schema, rows] = [await bench.look(), await bench.rows()];
          const failure = await failureOf(bench.call(calls));
          const expected =
            code === "ROWS_VIOLATE_NOT_NULL" && title.startsWith("a new") ? "rows" : tells;
          expect(failure).to.contain(code).and.to.contain(expected);
          expect(await bench.look()).to.deep.equal(schema);
          expect(await bench.rows()).to.deep.equal(rows);
        }),
      );
    }
  },
);

describeOnMysql("a foreign key between columns that become unlike", () => {
  it("stops the change, and says what to do", () =>
    withMysqlDatabase(async (connection) => {
      await connection.query("CREATE TABLE owner (id int PRIMARY KEY)");
      await connection.query(
        "CREATE TABLE item (a int, CONSTRAINT fa FOREIGN KEY (a) REFERENCES owner (id))",
      );
      const bench = await createBench(connection);
      const change = (table: string, column: string) =>
        failureOf(bench.call((op) => op.alterColumn(table, column, { type: "bigint" })));
      expect(await change("owner", "id")).to.contain("FOREIGN_KEY_TYPES_DIFFER");
      expect(await change("item", "a")).to.contain('"fa"');
    }));
});

/** The failure, with its code; nothing where there is none. */
async function failureOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => "",
    (error: unknown) =>
      error instanceof Error && "code" in error
        ? `${String(error.code)} ${error.message}`
        : String(error),
  );
}
