import { expect } from "chai";
import { mysql } from "../../../plugin/mysql/index.js";
import type { Connection } from "../../../src/plugin/connection.js";
import type { Schema } from "../../../src/schema/schema.js";
import type { Table } from "../../../src/schema/table.js";
import { describeOnMysql, withMysqlDatabase } from "../../support/connection-mysql.js";
import {
  itOnProduct,
  ofProduct,
  type ByProduct,
  type Product,
} from "../../support/mysql-product.js";
import { workbench } from "../../../src/testing/workbench.js";

type Scope = Parameters<typeof mysql.catalog.inspect>[2];

async function inspect(connection: Connection, scope: Scope = {}): Promise<Schema> {
  const { server } = await workbench(mysql, connection);
  return mysql.catalog.inspect(connection, server, scope);
}

/** What is read of the table `t` that these statements make. */
async function tableOf(...statements: readonly string[]): Promise<Partial<Table>> {
  return withMysqlDatabase(async (connection) => {
    for (const sql of statements) await connection.query(sql);
    const { tables } = await inspect(connection);
    return tables.find(({ name }) => name === "t") ?? {};
  });
}

type Case = {
  readonly title: string;
  /** Default: both products. */
  readonly only?: Product;
  readonly ddl: string;
  readonly columns: ByProduct<readonly object[]>;
};

const nullable = true;

/** MySQL remembers no width but that of truths and of numbers filled up with zeros. */
const widths = (b: object): readonly object[] => [
  { name: "a", type: { name: "int" }, nullable },
  { name: "b", type: { name: "int", ...b }, nullable },
  { name: "c", type: { name: "tinyint", width: 1 }, nullable },
  { name: "d", type: { name: "int", unsigned: true }, nullable },
  { name: "e", type: { name: "int", unsigned: true, zerofill: true, width: 6 }, nullable },
];

/** What utf8mb4 is sorted by where nothing else is said is not the same on both, nor that of the tests' databases. */
const writings = (a: object): readonly object[] => [
  { name: "a", type: { name: "varchar", length: 9 }, nullable, ...a },
  { name: "b", type: { name: "varchar", length: 9 }, nullable, collation: "utf8mb4_bin" },
  {
    name: "c",
    type: { name: "varchar", length: 9 },
    nullable,
    charset: "latin1",
    collation: "latin1_swedish_ci",
  },
];

/** What the servers print otherwise than it was written, or in a way of their own. */
const columns: readonly Case[] = [
  {
    title: "the width of an integer only where it is not the type's own",
    ddl: "a int(11), b int(5), c tinyint(1), d int(10) unsigned, e int(6) zerofill",
    columns: { product: { mariadb: widths({ width: 5 }), mysql: widths({}) } },
  },
  {
    title: "values of enum and set with commas, quotes and backslashes",
    ddl: "a enum('x,y','it''s','\"','back\\\\slash',''), b set('1','2')",
    columns: [
      {
        name: "a",
        type: { name: "enum", values: ["x,y", "it's", '"', "back\\slash", ""] },
        nullable,
      },
      { name: "b", type: { name: "set", values: ["1", "2"] }, nullable },
    ],
  },
  {
    title: "texts as values, and what only looks like a function as a text",
    ddl: "a varchar(9) DEFAULT 'it''s', b varchar(9) DEFAULT 'NULL', c varchar(20) DEFAULT 'now()'",
    columns: [
      {
        name: "a",
        type: { name: "varchar", length: 9 },
        nullable,
        default: { kind: "value", value: "it's" },
      },
      {
        name: "b",
        type: { name: "varchar", length: 9 },
        nullable,
        default: { kind: "value", value: "NULL" },
      },
      {
        name: "c",
        type: { name: "varchar", length: 20 },
        nullable,
        default: { kind: "value", value: "now()" },
      },
    ],
  },
  {
    title: "every word for the current time as one, with its fraction",
    ddl: "a datetime DEFAULT now(), b timestamp(3) NULL DEFAULT localtimestamp(3) ON UPDATE now(3)",
    columns: [
      {
        name: "a",
        type: { name: "datetime" },
        nullable,
        default: { kind: "expression", sql: "CURRENT_TIMESTAMP" },
      },
      {
        name: "b",
        type: { name: "timestamp", precision: 3 },
        nullable,
        default: { kind: "expression", sql: "CURRENT_TIMESTAMP(3)" },
        onUpdate: "CURRENT_TIMESTAMP(3)",
      },
    ],
  },
  {
    title: "JSON as JSON, and its own check not at all",
    ddl: "a json, b longtext",
    columns: [
      { name: "a", type: { name: "json" }, nullable },
      { name: "b", type: { name: "longtext" }, nullable },
    ],
  },
  {
    title: "a character set only where it is not the table's",
    ddl: "a varchar(9) CHARACTER SET utf8mb4, b varchar(9) COLLATE utf8mb4_bin, c varchar(9) CHARACTER SET latin1",
    columns: {
      product: { mariadb: writings({}), mysql: writings({ collation: "utf8mb4_0900_ai_ci" }) },
    },
  },
  {
    title: "generated columns, stored and virtual, hidden ones, comments",
    ddl: "a int COMMENT 'it''s \"x\"', b int AS (a + 1) VIRTUAL, c int AS (a * 2) STORED, d int INVISIBLE",
    columns: [
      { name: "a", type: { name: "int" }, nullable, comment: 'it\'s "x"' },
      {
        name: "b",
        type: { name: "int" },
        nullable,
        generated: { kind: "expression", expression: "`a` + 1", stored: false },
      },
      {
        name: "c",
        type: { name: "int" },
        nullable,
        generated: { kind: "expression", expression: "`a` * 2", stored: true },
      },
      { name: "d", type: { name: "int" }, nullable, invisible: true },
    ],
  },
  {
    title: "letters, quotes and backslashes in expressions as they were written",
    ddl: "`ü` varchar(40) DEFAULT (concat('é–','it''s \\\\')), b varchar(9) AS (concat(`ü`, 'ß')) STORED",
    columns: [
      {
        name: "ü",
        type: { name: "varchar", length: 40 },
        nullable,
        default: { kind: "expression", sql: "concat('é–','it\\'s \\\\')" },
      },
      {
        name: "b",
        type: { name: "varchar", length: 9 },
        nullable,
        generated: { kind: "expression", expression: "concat(`ü`,'ß')", stored: true },
      },
    ],
  },
  {
    title:
      "defaults that are bytes, zeros among them, and texts of which the dictionary knows no character",
    only: "mysql",
    ddl: "a binary(5) DEFAULT 'ab', b varbinary(9) DEFAULT 0x00FF, c varbinary(9) DEFAULT 'A', d varchar(9) DEFAULT '🎉', e varchar(9) COMMENT 'DEFAULT 0x41' DEFAULT '?'",
    columns: [
      {
        name: "a",
        type: { name: "binary", length: 5 },
        nullable,
        default: { kind: "value", value: "ab\0\0\0" },
      },
      {
        name: "b",
        type: { name: "varbinary", length: 9 },
        nullable,
        default: { kind: "expression", sql: "X'00FF'" },
      },
      {
        name: "c",
        type: { name: "varbinary", length: 9 },
        nullable,
        default: { kind: "value", value: "A" },
      },
      {
        name: "d",
        type: { name: "varchar", length: 9 },
        nullable,
        default: { kind: "value", value: "🎉" },
      },
      {
        name: "e",
        type: { name: "varchar", length: 9 },
        nullable,
        default: { kind: "value", value: "?" },
        comment: "DEFAULT 0x41",
      },
    ],
  },
  {
    title: "where on earth a place is measured",
    only: "mysql",
    ddl: "a geometry SRID 4326, b point SRID 0, c point",
    columns: [
      { name: "a", type: { name: "geometry", srid: 4326 }, nullable },
      { name: "b", type: { name: "point", srid: 0 }, nullable },
      { name: "c", type: { name: "point" }, nullable },
    ],
  },
];

describeOnMysql("reading the columns of MySQL", () => {
  for (const { title, only, ddl, columns: expected } of columns) {
    itOnProduct(`gives ${title}`, only, async () => {
      const table = await tableOf(`CREATE TABLE t (${ddl})`);
      expect(table.columns).to.deep.equal(await ofProduct(expected));
      expect(table.checks).to.deep.equal([]);
    });
  }
});

describeOnMysql("reading the tables of MySQL", () => {
  it("gives a check its name, and one that stands with a column its column, where the server remembers it", async () => {
    const { checks } = await tableOf(
      "CREATE TABLE t (a int CHECK (a > 0), CONSTRAINT c CHECK (a < 9))",
    );
    const [first, named] = [
      { kind: "check", expression: "`a` > 0" },
      { kind: "check", name: "c", expression: "`a` < 9" },
    ];
    expect(checks).to.deep.equal(
      await ofProduct<readonly object[]>({
        product: {
          mariadb: [{ ...first, column: "a" }, named],
          mysql: [named, { ...first, name: "t_chk_1" }],
        },
      }),
    );
  });

  itOnProduct("tells of a check that no row is held to it", "mysql", async () => {
    const { checks } = await tableOf(
      "CREATE TABLE t (a int, CONSTRAINT c CHECK (a > 0) NOT ENFORCED)",
    );
    expect(checks).to.deep.equal([
      { kind: "check", name: "c", expression: "`a` > 0", notEnforced: true },
    ]);
  });

  it("gives unique constraints as unique indexes, prefixes, directions, full text and spatial ones", async () => {
    const { indexes, uniques } = await tableOf(
      "CREATE TABLE t (a varchar(99), b text, g point NOT NULL, UNIQUE KEY u (a), KEY p (b(10), a DESC), FULLTEXT KEY f (b), SPATIAL KEY s (g), KEY c (a) COMMENT 'why')",
    );
    expect(uniques).to.deep.equal([]);
    expect(indexes).to.deep.equal([
      { name: "c", keys: [{ column: "a" }], unique: false, comment: "why" },
      { name: "f", keys: [{ column: "b" }], unique: false, fulltext: true },
      {
        name: "p",
        keys: [
          { column: "b", length: 10 },
          { column: "a", descending: true },
        ],
        unique: false,
      },
      { name: "s", keys: [{ column: "g" }], unique: false, spatial: true },
      { name: "u", keys: [{ column: "a" }], unique: true },
    ]);
  });

  itOnProduct("gives hidden indexes, expressions as keys, and parsers", "mysql", async () => {
    const { indexes } = await tableOf(
      "CREATE TABLE t (a varchar(99), j json, KEY e ((upper(a)) DESC, (length(a) + 1)), KEY h (a) INVISIBLE, KEY m ((cast(j->'$.é' as char(9) array))), FULLTEXT KEY n (a) WITH PARSER ngram)",
    );
    expect(indexes).to.deep.equal([
      {
        name: "e",
        keys: [{ expression: "upper(`a`)", descending: true }, { expression: "length(`a`) + 1" }],
        unique: false,
      },
      { name: "h", keys: [{ column: "a" }], unique: false, invisible: true },
      {
        name: "m",
        keys: [{ expression: "cast(json_extract(`j`,'$.é') as char(9) array)" }],
        unique: false,
      },
      { name: "n", keys: [{ column: "a" }], unique: false, fulltext: true, parser: "ngram" },
    ]);
  });

  it("takes the index that the server made for a foreign key for a part of it", async () => {
    const { indexes, foreignKeys } = await tableOf(
      "CREATE TABLE p (id int PRIMARY KEY)",
      "CREATE TABLE t (a int, b int, KEY own (b), CONSTRAINT fa FOREIGN KEY (a) REFERENCES p (id) ON DELETE CASCADE, CONSTRAINT fb FOREIGN KEY (b) REFERENCES p (id))",
    );
    expect(indexes?.map(({ name }) => name)).to.deep.equal(["own"]);
    expect(foreignKeys?.map(({ name, onDelete }) => [name, onDelete])).to.deep.equal([
      ["fa", "CASCADE"],
      ["fb", await ofProduct({ product: { mariadb: "RESTRICT", mysql: "NO ACTION" } })],
    ]);
  });

  it("gives options only where they are not the database's", async () => {
    const plain = await tableOf("CREATE TABLE t (a int)");
    expect(plain.options).to.equal(undefined);
    const other = await tableOf(
      "CREATE TABLE t (a int) ENGINE=MyISAM DEFAULT CHARSET=latin1 COMMENT='it''s'",
    );
    expect(other.options).to.deep.equal({
      engine: "MyISAM",
      charset: "latin1",
      collation: "latin1_swedish_ci",
    });
    expect(other.comment).to.equal("it's");
  });

  it("tells how a table is divided, and which triggers it has", async () => {
    const table = await tableOf(
      "CREATE TABLE t (a int) PARTITION BY RANGE (a) (PARTITION p VALUES LESS THAN MAXVALUE)",
      "CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW SET NEW.a = 1",
    );
    expect(table.options?.partitionBy).to.equal("RANGE (`a`)");
    expect(table.triggers).to.deep.equal([
      {
        name: "tr",
        definition: "CREATE TRIGGER `tr` BEFORE INSERT ON `t` FOR EACH ROW SET NEW.a = 1",
      },
    ]);
  });
});

describeOnMysql("reading a database of MySQL", () => {
  it("reads the same whatever mode the session is in, and leaves it in that", async () => {
    await withMysqlDatabase(async (connection) => {
      for (const sql of [
        "CREATE TABLE t (a varbinary(9) DEFAULT 'a\\0\\\\', b varchar(9) DEFAULT 'it''s\\\\', CONSTRAINT c CHECK (b <> 'it''s \\\\ \"'))",
        await ofProduct({
          product: {
            mariadb: "CREATE TABLE u (a text, FULLTEXT KEY n (a))",
            mysql: "CREATE TABLE u (a text, FULLTEXT KEY n (a) WITH PARSER ngram)",
          },
        }),
        "CREATE VIEW v AS SELECT 'it''s \\\\ \"' AS a FROM t",
      ]) {
        await connection.query(sql);
      }
      const usual = await inspect(connection);
      const mode = "ANSI_QUOTES,PIPES_AS_CONCAT,NO_BACKSLASH_ESCAPES";
      await connection.query(`SET SESSION sql_mode = '${mode}'`);
      expect(await inspect(connection)).to.deep.equal(usual);
      const [row = {}] = await connection.query("SELECT @@SESSION.sql_mode AS mode");
      expect(String(row["mode"]).split(",")).to.have.members(mode.split(","));
    });
  });

  it("gives views without the database's name, and what they read", async () => {
    await withMysqlDatabase(async (connection) => {
      await connection.query("CREATE TABLE t (a int)");
      await connection.query("CREATE VIEW v AS SELECT a FROM t");
      await connection.query(
        "CREATE SQL SECURITY INVOKER VIEW w AS SELECT a FROM v WHERE a = 1 WITH CHECK OPTION",
      );
      const { views } = await inspect(connection);
      const where = await ofProduct({
        product: { mariadb: "`v`.`a` = 1", mysql: "(`v`.`a` = 1)" },
      });
      expect(views).to.deep.equal([
        {
          name: "v",
          definition: "select `t`.`a` AS `a` from `t`",
          materialized: false,
          indexes: [],
          dependsOn: [{ name: "t" }],
        },
        {
          name: "w",
          definition: `select \`v\`.\`a\` AS \`a\` from \`v\` where ${where} WITH CASCADED CHECK OPTION`,
          materialized: false,
          security: "INVOKER",
          indexes: [],
          dependsOn: [{ name: "v" }],
        },
      ]);
    });
  });

  it("gives every character of a view's strings", async () => {
    await withMysqlDatabase(async (connection) => {
      await connection.query("CREATE TABLE t (a varchar(9))");
      await connection.query(
        "CREATE VIEW v AS SELECT 'é🎉?' AS a, 'it''s' AS `b?`, _utf8mb4'ü?' AS c FROM t WHERE a <> '🎂'",
      );
      const [view] = (await inspect(connection)).views;
      expect(view?.definition).to.match(
        /^select 'é🎉\?' AS `a`,'it\\'s' AS `b\?`,'ü\?' AS `c` from `t` where \(?`t`.`a` <> '🎂'\)?$/,
      );
    });
  });

  it("reads of named tables those and the views over them", async () => {
    await withMysqlDatabase(async (connection) => {
      for (const name of ["a", "b", "c"]) await connection.query(`CREATE TABLE ${name} (x int)`);
      await connection.query("CREATE VIEW va AS SELECT x FROM a");
      await connection.query("CREATE VIEW vva AS SELECT x FROM va");
      await connection.query("CREATE VIEW vb AS SELECT x FROM b");
      const { tables, views } = await inspect(connection, {
        tables: [{ name: "a" }, { name: "c" }],
      });
      expect(tables.map(({ name }) => name)).to.deep.equal(["a", "c"]);
      expect(views.map(({ name }) => name)).to.deep.equal(["va", "vva"]);
    });
  });

  it("reads another database as a schema", async () => {
    await withMysqlDatabase(async (connection) => {
      await withMysqlDatabase(async (other, name) => {
        await other.query("CREATE TABLE t (a int PRIMARY KEY)");
        await connection.query(
          `CREATE TABLE u (a int, CONSTRAINT f FOREIGN KEY (a) REFERENCES ${name}.t (a))`,
        );
        const schema = await inspect(connection, { schemas: [name] });
        expect(schema.schemas).to.deep.equal([name]);
        expect(schema.tables.map((table) => table.schema)).to.have.members([undefined, name]);
        const own = schema.tables.find((table) => table.schema === undefined);
        expect(own?.foreignKeys[0]?.references).to.deep.equal({
          schema: name,
          name: "t",
        });
      });
    });
  });

  it("asks as often for many tables as for one", async () => {
    const counts: number[] = [];
    for (const tables of [1, 12]) {
      await withMysqlDatabase(async (connection) => {
        for (let at = 0; at < tables; at += 1) {
          await connection.query(`CREATE TABLE t${at} (a int PRIMARY KEY, b int, KEY (b))`);
        }
        const { server } = await workbench(mysql, connection);
        let count = 0;
        const counting = {
          ...connection,
          query: (sql: string, parameters?: readonly unknown[]) => {
            count += 1;
            return connection.query(sql, parameters);
          },
        };
        await mysql.catalog.inspect(counting, server, {});
        counts.push(count);
      });
    }
    expect(counts[1]).to.equal(counts[0]);
  });
});
