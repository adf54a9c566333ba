import { expect } from "chai";
import { mysql } from "../../../plugin/mysql/index.js";
import type { Column } from "../../../src/schema/column.js";
import type { ColumnDefault } from "../../../src/schema/column-default.js";
import { emptySchema, type Schema } from "../../../src/schema/schema.js";
import { emptyTable } from "../../../src/schema/table.js";
import { describeOnMysql, withMysqlDatabase } from "../../support/connection-mysql.js";
import {
  autogenerate,
  canonical,
  look,
  synchronize,
  workbench,
} from "../../../src/testing/workbench.js";

/** A column as the entities want it, and the DDL that TypeORM would have made of it. */
type Form = { readonly column: Omit<Column, "name" | "nullable">; readonly ddl: string };

const value = (of: string | number | boolean): ColumnDefault => ({ kind: "value", value: of });
const sql = (text: string): ColumnDefault => ({ kind: "expression", sql: text });
const form = (
  type: Column["type"],
  given: Column["default"],
  ddl: string,
  rest: Partial<Column> = {},
): Form => ({
  column: given === undefined ? { type, ...rest } : { type, default: given, ...rest },
  ddl,
});

const decimal = { name: "decimal", precision: 10, scale: 2 };
const varchar = { name: "varchar", length: 40 };
const list = { name: "enum", values: ["a,b", "it's", 'q"x', "back\\slash", "", "Ünï –"] };

const forms: readonly Form[] = [
  form({ name: "int" }, value(5), "int DEFAULT '5'"),
  form({ name: "integer" }, value(-3), "int DEFAULT '-3'"),
  form({ name: "int" }, sql("1 + 2"), "int DEFAULT (1 + 2)"),
  form({ name: "int", width: 5 }, undefined, "int(5)"),
  form({ name: "int", unsigned: true }, value(0), "int UNSIGNED DEFAULT '0'"),
  form({ name: "int", width: 4, zerofill: true }, undefined, "int(4) ZEROFILL"),
  form({ name: "tinyint" }, value(true), "tinyint DEFAULT 1"),
  form({ name: "tinyint", width: 1 }, value(false), "tinyint(1) DEFAULT 0"),
  form({ name: "boolean" }, value(true), "boolean DEFAULT true"),
  form({ name: "bool" }, sql("true"), "bool DEFAULT TRUE"),
  form({ name: "smallint" }, sql("NULL"), "smallint DEFAULT NULL"),
  form({ name: "mediumint" }, value("7"), "mediumint DEFAULT '7'"),
  form({ name: "bigint" }, value("9007199254740993"), "bigint DEFAULT '9007199254740993'"),
  form(
    { name: "bigint", unsigned: true },
    sql("18446744073709551615"),
    "bigint UNSIGNED DEFAULT '18446744073709551615'",
  ),
  form(decimal, value("0"), "decimal(10,2) DEFAULT '0'"),
  form(decimal, value("0.00"), "decimal(10,2) DEFAULT '0.00'"),
  form(decimal, value(1.5), "decimal(10,2) DEFAULT '1.50'"),
  form({ ...decimal, name: "numeric" }, value(1.005), "numeric(10,2) DEFAULT '1.005'"),
  form({ name: "numeric", precision: 5 }, undefined, "numeric(5)"),
  form({ name: "dec" }, undefined, "dec"),
  form({ name: "fixed", precision: 6, scale: 1 }, undefined, "fixed(6,1)"),
  form({ name: "float" }, value(-0.5), "float DEFAULT '-0.5'"),
  form({ name: "float", precision: 7, scale: 3 }, value(0.1), "float(7,3) DEFAULT '0.1'"),
  form({ name: "double" }, value(1.25), "double DEFAULT '1.25'"),
  form({ name: "double precision" }, value(1e-7), "double DEFAULT '0.0000001'"),
  form({ name: "real" }, value(1e100), "real DEFAULT 1e100"),
  form({ name: "bit" }, value(1), "bit DEFAULT b'1'"),
  form({ name: "bit", length: 4 }, sql("b'0101'"), "bit(4) DEFAULT b'0101'"),
  form({ name: "bit", length: 4 }, value("5"), "bit(4) DEFAULT 5"),
  form(varchar, value("it's"), "varchar(40) DEFAULT 'it''s'"),
  form(varchar, value("back\\slash"), "varchar(40) DEFAULT 'back\\\\slash'"),
  form(varchar, value(""), "varchar(40) DEFAULT ''"),
  form(varchar, value("NULL"), "varchar(40) DEFAULT 'NULL'"),
  form(varchar, value("now()"), "varchar(40) DEFAULT 'now()'"),
  form(varchar, value("CURRENT_TIMESTAMP"), "varchar(40) DEFAULT 'CURRENT_TIMESTAMP'"),
  form(varchar, value(5), "varchar(40) DEFAULT '5'"),
  form(varchar, sql("NULL"), "varchar(40) DEFAULT NULL"),
  form(varchar, sql("'x'"), "varchar(40) DEFAULT 'x'"),
  form(varchar, sql("concat('a', 1)"), "varchar(40) DEFAULT (concat('a', 1))"),
  form(varchar, sql("UPPER( 'a' )"), "varchar(40) DEFAULT (upper('a'))"),
  form(varchar, undefined, "varchar(40) CHARACTER SET latin1", { charset: "latin1" }),
  form(varchar, undefined, "varchar(40) COLLATE utf8mb4_bin", { collation: "utf8mb4_bin" }),
  form(varchar, undefined, "varchar(40) CHARACTER SET utf8 COLLATE utf8_general_ci", {
    charset: "utf8",
    collation: "utf8_general_ci",
  }),
  form(varchar, undefined, "varchar(40) COMMENT 'it''s \"x\" \\\\ y'", {
    comment: 'it\'s "x" \\ y',
  }),
  form({ name: "char" }, value("x"), "char DEFAULT 'x'"),
  form({ name: "char", length: 36 }, sql("uuid()"), "char(36) DEFAULT (uuid())"),
  form({ name: "text" }, undefined, "text"),
  form({ name: "text" }, sql("('abc')"), "text DEFAULT ('abc')"),
  form({ name: "text" }, value("it's"), "text DEFAULT ('it''s')"),
  form({ name: "longtext" }, undefined, "longtext"),
  form({ name: "binary", length: 3 }, value("abc"), "binary(3) DEFAULT 'abc'"),
  form({ name: "varbinary", length: 10 }, sql("0x4142"), "varbinary(10) DEFAULT 0x4142"),
  form({ name: "blob" }, undefined, "blob"),
  form({ name: "blob" }, value("abc"), "blob DEFAULT ('abc')"),
  form({ name: "date" }, value("2020-1-2"), "date DEFAULT '2020-1-2'"),
  form({ name: "date" }, sql("CURRENT_DATE"), "date DEFAULT (CURRENT_DATE)"),
  form({ name: "datetime" }, sql("CURRENT_TIMESTAMP"), "datetime DEFAULT CURRENT_TIMESTAMP"),
  form({ name: "datetime" }, sql("now()"), "datetime DEFAULT now()"),
  form(
    { name: "datetime" },
    sql("NOW() + INTERVAL 1 DAY"),
    "datetime DEFAULT (NOW() + INTERVAL 1 DAY)",
  ),
  form({ name: "datetime" }, value("2020-01-02"), "datetime DEFAULT '2020-01-02'"),
  form({ name: "datetime", precision: 0 }, undefined, "datetime(0)"),
  form(
    { name: "datetime", precision: 6 },
    sql("CURRENT_TIMESTAMP(6)"),
    "datetime(6) DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6)",
    { onUpdate: "CURRENT_TIMESTAMP(6)" },
  ),
  form(
    { name: "timestamp", precision: 3 },
    sql("NOW(3)"),
    "timestamp(3) NULL DEFAULT NOW(3) ON UPDATE NOW(3)",
    { onUpdate: "CURRENT_TIMESTAMP(3)" },
  ),
  form({ name: "timestamp" }, undefined, "timestamp NULL"),
  form({ name: "time" }, value("10:00"), "time DEFAULT '10:00'"),
  form({ name: "year" }, value(2020), "year DEFAULT '2020'"),
  form(list, value("a,b"), "enum('a,b','it''s','q\"x','back\\\\slash','','Ünï –') DEFAULT 'a,b'"),
  form({ name: "enum", values: ["1", "2"] }, value("2"), "enum('1','2') DEFAULT '2'"),
  form({ name: "set", values: ["x", "y"] }, value("y,x"), "set('x','y') DEFAULT 'y,x'"),
  form({ name: "json" }, undefined, "json"),
  form({ name: "json" }, value('{"a":"it\'s"}'), `json DEFAULT ('{"a":"it''s"}')`),
  form({ name: "json" }, sql("json_object('a', 1)"), "json DEFAULT (json_object('a', 1))"),
  form({ name: "geometry" }, undefined, "geometry"),
  form({ name: "point" }, undefined, "point"),
  form({ name: "multipolygon" }, undefined, "multipolygon"),
];

const columns: readonly Column[] = [
  { name: "id", type: { name: "int" }, nullable: false, generated: { kind: "increment" } },
  ...forms.map(({ column }, at) => ({ name: `c${at}`, nullable: true, ...column })),
  {
    name: "virtual",
    type: { name: "int" },
    nullable: true,
    generated: { kind: "expression", expression: "c0+1", stored: false },
  },
  {
    name: "stored",
    type: varchar,
    nullable: true,
    generated: { kind: "expression", expression: "CONCAT(c29, 'it''s', `id`)", stored: true },
  },
];

const wanted: Schema = {
  ...emptySchema,
  tables: [
    {
      ...emptyTable({ name: "form" }),
      columns: columns.filter(({ name }) => name !== "stored"),
      primaryKey: { kind: "primaryKey", columns: ["id"] },
      checks: [
        { kind: "check", name: "CHK_one", expression: "c0 > 0 AND c29 <> 'it''s'" },
        { kind: "check", name: "CHK_two", expression: "(c0 BETWEEN 1 AND 10) OR c1 IS NULL" },
      ],
      comment: 'it\'s "x"',
    },
  ],
};

/** What neither product tells in full: characters beyond the basic plane. */
const festive: Schema = {
  ...emptySchema,
  tables: [
    {
      ...emptyTable({ name: "form" }),
      columns: [
        { name: "id", type: { name: "int" }, nullable: false },
        {
          name: "cheer",
          type: { name: "enum", values: ["🎉", "🎂?", "?"] },
          nullable: false,
          default: value("🎂?"),
          comment: "to 🎉",
        },
        { name: "text", type: varchar, nullable: false, default: value("🎉") },
        { name: "other", type: varchar, nullable: false, default: sql("upper('a')") },
      ],
      primaryKey: { kind: "primaryKey", columns: ["id"] },
      comment: "🎉",
    },
  ],
};

describeOnMysql("characters that the server does not tell", () => {
  it("are made all the same, and are no difference", async () => {
    await withMysqlDatabase(async (connection) => {
      const bench = await workbench(mysql, connection);
      await synchronize(bench, festive);
      expect(await autogenerate(bench, festive)).to.deep.equal([]);
      await connection.query("INSERT INTO form (id) VALUES (1)");
      await connection.query("INSERT INTO form (id, cheer) VALUES (2, '🎉')");
      const read = "SELECT cheer, text FROM form ORDER BY id";
      const rows = [
        { cheer: "🎂?", text: "🎉" },
        { cheer: "🎉", text: "🎉" },
      ];
      expect(await connection.query(read)).to.deep.equal(rows);
      const [table = emptyTable({ name: "form" })] = festive.tables;
      const columns = table.columns.map((column) => ({
        ...column,
        nullable: column.name !== "id",
      }));
      const looser = { ...festive, tables: [{ ...table, columns }] };
      await synchronize(bench, looser);
      expect(await autogenerate(bench, looser)).to.deep.equal([]);
      await connection.query("INSERT INTO form (id) VALUES (3)");
      expect(await connection.query(read)).to.deep.equal([...rows, rows[0]]);
    });
  });

  it("are a difference where they are others than before can have been", async () => {
    await withMysqlDatabase(async (connection) => {
      await connection.query(
        "CREATE TABLE form (id int PRIMARY KEY, cheer enum('x') COMMENT 'to ??')",
      );
      const bench = await workbench(mysql, connection);
      expect(await autogenerate(bench, festive)).not.to.deep.equal([]);
    });
  });
});

describeOnMysql("columns and defaults on MySQL", () => {
  it("are not different from what TypeORM made of them", async () => {
    await withMysqlDatabase(async (connection) => {
      const made = forms.map(({ ddl }, at) => `c${at} ${ddl}`).join(", ");
      await connection.query(
        `CREATE TABLE form (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, ${made}, \`virtual\` int AS (c0+1) VIRTUAL, ` +
          `CONSTRAINT CHK_one CHECK (c0 > 0 AND c29 <> 'it''s'), CONSTRAINT CHK_two CHECK ((c0 BETWEEN 1 AND 10) OR c1 IS NULL)) COMMENT='it''s "x"'`,
      );
      const bench = await workbench(mysql, connection);
      expect(await autogenerate(bench, wanted)).to.deep.equal([]);
    });
  });

  it("are not different from what Athanor made of them", async () => {
    await withMysqlDatabase(async (connection) => {
      const bench = await workbench(mysql, connection);
      await synchronize(bench, wanted);
      expect(await autogenerate(bench, wanted)).to.deep.equal([]);
      expect(await look(bench)).to.deep.equal(await canonical(bench, wanted));
    });
  });

  it("are said before they are made as they are read afterwards", async () => {
    await withMysqlDatabase(async (connection) => {
      const bench = await workbench(mysql, connection);
      const before = await canonical(bench, wanted);
      await synchronize(bench, wanted);
      expect(await look(bench)).to.deep.equal(before);
    });
  });
});
