import { randomBytes } from "node:crypto";
import { expect } from "chai";
import { mysql } from "../../../plugin/mysql/index.js";
import { reverseAll } from "../../../src/operation/reverse.js";
import type { Canonical } from "../../../src/plugin/catalog.js";
import type { Connection } from "../../../src/plugin/connection.js";
import type { Column } from "../../../src/schema/column.js";
import type { Index } from "../../../src/schema/index-definition.js";
import { emptySchema, type Schema } from "../../../src/schema/schema.js";
import { emptyTable, type Table } from "../../../src/schema/table.js";
import {
  connectMysql,
  describeOnMysql,
  withMysqlDatabase,
} from "../../support/connection-mysql.js";
import {
  itOnProduct,
  ofProduct,
  type ByProduct,
  type Product,
} from "../../support/mysql-product.js";
import {
  autogenerate,
  canonical,
  look,
  perform,
  synchronize,
  workbench,
} from "../../../src/testing/workbench.js";

const int: Column = { name: "a", type: { name: "int" }, nullable: true };
const text: Column = { name: "b", type: { name: "varchar", length: 20 }, nullable: true };

function table(columns: readonly Column[], rest: Partial<Table> = {}): Table {
  return { ...emptyTable({ name: "t" }), columns, ...rest };
}

function schemaOf(...tables: readonly Table[]): Schema {
  return { ...emptySchema, tables };
}

async function ask(connection: Connection, wanted: Schema): Promise<Canonical> {
  const { server } = await workbench(mysql, connection);
  const actual = await mysql.catalog.inspect(connection, server, {});
  return mysql.catalog.canonicalize({ wanted, actual, connection, server });
}

type Comparison = {
  readonly title: string;
  /** Default: both products. */
  readonly only?: Product;
  readonly ddl: ByProduct<string>;
  readonly wanted: Table;
};

const byLength: Index = {
  name: "i",
  keys: [{ expression: "char_length(b)" }, { column: "a" }],
  unique: false,
};

/** What the entities say of a table that is there in other words, or with more than they can say. */
const same: readonly Comparison[] = [
  {
    title: "a check in other words",
    ddl: "CREATE TABLE t (a int, CONSTRAINT c CHECK (`a` > 0 and a<>5))",
    wanted: table([int], {
      checks: [{ kind: "check", name: "c", expression: "(a>0) AND  a != 5" }],
    }),
  },
  {
    title: "a column and an index spelled in another case",
    ddl: "CREATE TABLE t (A int, KEY I (A))",
    wanted: table([int], { indexes: [{ name: "i", keys: [{ column: "a" }], unique: false }] }),
  },
  {
    title: "the current time with more digits than the column has",
    ddl: "CREATE TABLE t (c datetime(3) DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3))",
    wanted: table([
      {
        name: "c",
        type: { name: "datetime", precision: 3 },
        nullable: true,
        default: { kind: "expression", sql: "CURRENT_TIMESTAMP(6)" },
        onUpdate: "CURRENT_TIMESTAMP(6)",
      },
    ]),
  },
  {
    title: "the prefix, direction, comment and visibility of an index",
    ddl: "CREATE TABLE t (a int, b varchar(20), KEY i (b(5), a DESC) COMMENT 'x')",
    wanted: table([int, text], {
      indexes: [{ name: "i", keys: [{ column: "b" }, { column: "a" }], unique: false }],
    }),
  },
  {
    title: "engine, collation, row format and partitions of a table",
    ddl: {
      product: {
        mariadb:
          "CREATE TABLE t (a int, b varchar(20)) ENGINE=MyISAM DEFAULT CHARSET=latin1 ROW_FORMAT=DYNAMIC PARTITION BY HASH (a)",
        // MySQL divides tables of InnoDB only.
        mysql:
          "CREATE TABLE t (a int, b varchar(20)) DEFAULT CHARSET=latin1 ROW_FORMAT=DYNAMIC PARTITION BY HASH (a)",
      },
    },
    wanted: table([int, text]),
  },
  {
    title: "display width, hidden and, where there are any, compressed columns",
    ddl: {
      product: {
        mariadb: "CREATE TABLE t (a int(5), b varchar(20) COMPRESSED INVISIBLE)",
        mysql: "CREATE TABLE t (a int(5), b varchar(20) INVISIBLE)",
      },
    },
    wanted: table([int, text]),
  },
  {
    title: "RESTRICT for NO ACTION, and a foreign key without a name",
    ddl: "CREATE TABLE t (a int, c int, PRIMARY KEY (a), CONSTRAINT f FOREIGN KEY (c) REFERENCES t (a) ON DELETE RESTRICT)",
    wanted: table(
      [
        { ...int, nullable: false },
        { ...int, name: "c" },
      ],
      {
        primaryKey: { kind: "primaryKey", name: "PK_any", columns: ["a"] },
        foreignKeys: [
          {
            kind: "foreignKey",
            columns: ["c"],
            references: { name: "t" },
            referencedColumns: ["a"],
            onDelete: "NO ACTION",
            onUpdate: "NO ACTION",
          },
        ],
      },
    ),
  },
  {
    title: "a unique constraint for the unique index that it is",
    ddl: "CREATE TABLE t (a int, UNIQUE KEY u (a))",
    wanted: table([int], { uniques: [{ kind: "unique", name: "u", columns: ["a"] }] }),
  },
  {
    title: "a text whose backslashes TypeORM wrote bare",
    ddl: "CREATE TABLE t (b varchar(20) DEFAULT 'C:\\temp')",
    wanted: table([{ ...text, default: { kind: "value", value: "C:\\temp" } }]),
  },
  {
    title: "a width that the server forgets",
    only: "mysql",
    ddl: "CREATE TABLE t (a int)",
    wanted: table([{ ...int, type: { name: "int", width: 5 } }]),
  },
  {
    title: "expressions as keys in other words, hidden and running downwards",
    only: "mysql",
    ddl: "CREATE TABLE t (a int, b varchar(20), KEY i ((CHAR_LENGTH( b )) DESC, a) INVISIBLE)",
    wanted: table([int, text], { indexes: [byLength] }),
  },
  {
    title: "a check that no row is held to",
    only: "mysql",
    ddl: "CREATE TABLE t (a int, CONSTRAINT c CHECK (a > 0) NOT ENFORCED)",
    wanted: table([int], { checks: [{ kind: "check", name: "c", expression: "a>0" }] }),
  },
  {
    title: "a key over the members of a JSON array",
    only: "mysql",
    ddl: "CREATE TABLE t (a json, KEY i ((CAST(a->'$.ids' AS UNSIGNED ARRAY))))",
    wanted: table([{ ...int, type: { name: "json" } }], {
      indexes: [
        {
          name: "i",
          keys: [{ expression: "cast(a->'$.ids' as unsigned array)" }],
          unique: false,
        },
      ],
    }),
  },
  {
    title: "a place measured somewhere on earth",
    only: "mysql",
    ddl: "CREATE TABLE t (a point SRID 4326)",
    wanted: table([{ ...int, type: { name: "point" } }]),
  },
];

const different: readonly Comparison[] = [
  {
    title: "the collation of a column",
    ddl: "CREATE TABLE t (b varchar(20) COLLATE utf8mb4_bin)",
    wanted: table([text]),
  },
  {
    title: "a collation of the database's character set, where the table has another set",
    ddl: "CREATE TABLE t (a int) DEFAULT CHARSET=latin1",
    wanted: table([int], { options: { collation: "utf8mb4_bin" } }),
  },
  {
    title: "the character set of a table, where it is stated",
    ddl: "CREATE TABLE t (a int) DEFAULT CHARSET=latin1",
    wanted: table([int], { options: { charset: "utf8mb4" } }),
  },
  {
    title: "the engine of a table, where it is stated",
    ddl: "CREATE TABLE t (a int) ENGINE=MyISAM",
    wanted: table([int], { options: { engine: "InnoDB" } }),
  },
  {
    title: "the expression of a key",
    only: "mysql",
    ddl: "CREATE TABLE t (a int, b varchar(20), KEY i ((upper(b)), a))",
    wanted: table([int, text], { indexes: [byLength] }),
  },
  {
    title: "where on earth a place is measured, where it is stated",
    only: "mysql",
    ddl: "CREATE TABLE t (a point SRID 0)",
    wanted: table([{ ...int, type: { name: "point", srid: 4326 } }]),
  },
  {
    title: "the order of the values of an enumeration",
    ddl: "CREATE TABLE t (a enum('x','y'))",
    wanted: table([{ ...int, type: { name: "enum", values: ["y", "x"] } }]),
  },
  {
    title: "the expression of a generated column",
    ddl: "CREATE TABLE t (a int, b int AS (a + 1) STORED)",
    wanted: table([
      int,
      {
        name: "b",
        type: { name: "int" },
        nullable: true,
        generated: { kind: "expression", expression: "a + 2", stored: true },
      },
    ]),
  },
];

describeOnMysql("the canonical form on MySQL", () => {
  for (const { title, only, ddl, wanted } of same) {
    itOnProduct(`accepts ${title}`, only, async () => {
      await withMysqlDatabase(async (connection) => {
        await connection.query(await ofProduct(ddl));
        const bench = await workbench(mysql, connection);
        expect(await autogenerate(bench, schemaOf(wanted))).to.deep.equal([]);
      });
    });
  }

  for (const { title, only, ddl, wanted } of different) {
    itOnProduct(`sees ${title}`, only, async () => {
      await withMysqlDatabase(async (connection) => {
        await connection.query(await ofProduct(ddl));
        const bench = await workbench(mysql, connection);
        expect(await autogenerate(bench, schemaOf(wanted))).to.have.length(1);
        await synchronize(bench, schemaOf(wanted));
        expect(await autogenerate(bench, schemaOf(wanted))).to.deep.equal([]);
      });
    });
  }

  itOnProduct("leaves a table the key that the server gave it", "mysql", async () => {
    await withMysqlDatabase(async (connection) => {
      await connection.query("SET SESSION sql_generate_invisible_primary_key = ON");
      const bench = await workbench(mysql, connection);
      const wanted = schemaOf(table([int, text]));
      await synchronize(bench, wanted);
      const made = await look(bench);
      expect(made.tables[0]?.primaryKey?.columns).to.deep.equal(["my_row_id"]);
      expect(await autogenerate(bench, wanted)).to.deep.equal([]);
      const operations = await synchronize(bench, schemaOf(table([text])));
      expect(operations.map(({ kind }) => kind)).to.deep.equal(["dropColumn"]);
      await perform(bench, reverseAll(await synchronize(bench, schemaOf())));
      expect((await look(bench)).tables[0]?.primaryKey?.columns).to.deep.equal(["my_row_id"]);
    });
  });

  it("is the same said twice", async () => {
    await withMysqlDatabase(async (connection) => {
      const bench = await workbench(mysql, connection);
      const wanted = schemaOf(
        table([int, { ...text, default: { kind: "expression", sql: "UPPER( 'x' )" } }], {
          checks: [{ kind: "check", name: "c", expression: "a BETWEEN 1 AND 2 OR b IS NULL" }],
        }),
      );
      const once = await canonical(bench, wanted);
      expect(await canonical(bench, once)).to.deep.equal(once);
    });
  });

  it("asks nothing where everything is as it is wanted", async () => {
    await withMysqlDatabase(async (connection) => {
      await connection.query("CREATE TABLE t (a int DEFAULT (1 + 2), CONSTRAINT c CHECK (a > 0))");
      const { server } = await workbench(mysql, connection);
      const actual = await mysql.catalog.inspect(connection, server, {});
      const asked: string[] = [];
      const query: Connection["query"] = (sql, parameters) => {
        asked.push(sql);
        return connection.query(sql, parameters);
      };
      const open = (): never => {
        throw new Error("A connection was opened.");
      };
      await mysql.catalog.canonicalize({
        wanted: actual,
        actual,
        connection: { ...connection, query, open },
        server,
      });
      expect(asked).to.deep.equal(["SELECT @@lower_case_table_names AS rule"]);
    });
  });
});

const asking = schemaOf(
  table([{ ...text, default: { kind: "expression", sql: "UPPER( 'x' )" } }], {
    checks: [{ kind: "check", name: "c", expression: "b  <> 'y'" }],
  }),
);

const upper: ByProduct<Column["default"]> = {
  product: {
    mariadb: { kind: "expression", sql: "ucase('x')" },
    mysql: { kind: "expression", sql: "upper('x')" },
  },
};

async function leftovers(connection: Connection): Promise<readonly string[]> {
  const rows = await connection.query(
    "SELECT SCHEMA_NAME AS name FROM information_schema.SCHEMATA WHERE SCHEMA_NAME LIKE 'athanor\\_scratch\\_%' AND IS_USED_LOCK(SCHEMA_NAME) IS NULL UNION SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME LIKE 'athanor\\_scratch\\_%'",
  );
  return rows.map((row) => String(row["name"]));
}

/** A connection of a user who has these rights on the database and no other. */
async function withUser(
  rights: string,
  body: (limited: Connection, own: Connection) => Promise<void>,
): Promise<void> {
  await withMysqlDatabase(async (connection, database) => {
    const name = `u${randomBytes(6).toString("hex")}`;
    await connection.query(`CREATE USER ${name}@'%' IDENTIFIED BY 'x'`);
    try {
      await connection.query(`GRANT ${rights} ON ${database}.* TO ${name}@'%'`);
      const limited = await connectMysql({ database, user: name, password: "x" });
      await body(limited, connection).finally(() => limited.close());
    } finally {
      await connection.query(`DROP USER ${name}@'%'`);
    }
  });
}

describeOnMysql("asking MySQL how it writes things", () => {
  it("leaves nothing behind", async () => {
    await withMysqlDatabase(async (connection) => {
      const { schema, notes } = await ask(connection, asking);
      expect(schema.tables[0]?.columns[0]?.default).to.deep.equal(await ofProduct(upper));
      expect(notes).to.deep.equal([]);
      expect(await leftovers(connection)).to.deep.equal([]);
    });
  });

  it("clears away what a killed process left behind, and nothing that is in use", async () => {
    await withMysqlDatabase(async (connection) => {
      const [stale, used] = ["a", "b"].map(
        (letter) => `athanor_scratch_${letter.repeat(6)}${randomBytes(3).toString("hex")}`,
      );
      const other = await connection.open();
      try {
        await other.query("SELECT GET_LOCK(?, 0)", [used]);
        for (const name of [stale, used]) await connection.query(`CREATE DATABASE ${name}`);
        await connection.query(`CREATE TABLE ${stale}_t0 (a int)`);
        await ask(connection, asking);
        const rows = await connection.query(
          "SELECT SCHEMA_NAME AS name FROM information_schema.SCHEMATA WHERE SCHEMA_NAME IN (?, ?)",
          [stale, used],
        );
        expect(rows.map((row) => row["name"])).to.deep.equal([used]);
        expect(await leftovers(connection)).to.deep.equal([]);
      } finally {
        await connection.query(`DROP DATABASE IF EXISTS ${used}`);
        await other.close();
      }
    });
  });

  it("does without a database of its own where the user may make none", async () => {
    await withUser("ALL", async (limited, own) => {
      await own.query("CREATE TABLE base (a int)");
      const { server } = await workbench(mysql, limited);
      const view = {
        name: "v",
        definition: "SELECT a FROM base",
        materialized: false,
        indexes: [],
        dependsOn: [{ name: "base" }],
      };
      const actual = await mysql.catalog.inspect(limited, server, {});
      const wanted = { ...asking, tables: [...actual.tables, ...asking.tables], views: [view] };
      const { schema, notes } = await mysql.catalog.canonicalize({
        wanted,
        actual,
        connection: limited,
        server,
      });
      expect(notes).to.deep.equal([]);
      expect(schema.tables[1]?.columns[0]?.default).to.deep.equal(await ofProduct(upper));
      expect(schema.views[0]?.definition).to.equal("select `base`.`a` AS `a` from `base`");
      expect(await leftovers(own)).to.deep.equal([]);
    });
  });

  it("takes things as they are written, and says so, where the user may make nothing", async () => {
    await withUser("SELECT, SHOW VIEW", async (limited) => {
      const { schema, notes } = await ask(limited, asking);
      expect(schema.tables[0]?.checks[0]?.expression).to.equal("b  <> 'y'");
      expect(notes).to.have.length(1);
      expect(notes[0]).to.match(/^The server was not asked how it would write "t": .*denied/);
    });
  });
});
