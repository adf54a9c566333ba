import { expect } from "chai";
import { mysql } from "../../../plugin/mysql/index.js";
import { reverseAll } from "../../../src/operation/reverse.js";
import type { ColumnType } from "../../../src/schema/column-type.js";
import type { Schema } from "../../../src/schema/schema.js";
import { describeOnMysql, withMysqlDatabase } from "../../support/connection-mysql.js";
import { itOnProduct, type Product } from "../../support/mysql-product.js";
import {
  autogenerate,
  look,
  perform,
  synchronize,
  workbench,
} from "../../../src/testing/workbench.js";

type Case = {
  readonly from: string;
  readonly key: string;
  readonly to: ColumnType;
  readonly rowFormat?: string;
  readonly only?: Product;
};

/** Columns become as short as the prefix of an index over them, or shorter: the server takes the prefix away. */
const shortened: readonly Case[] = [
  { from: "varchar(300)", key: "KEY k (a(255))", to: { name: "varchar", length: 100 } },
  { from: "varchar(100)", key: "KEY k (a(50))", to: { name: "varchar", length: 50 } },
  { from: "varchar(100)", key: "UNIQUE KEY k (a(50), id)", to: { name: "varchar", length: 40 } },
  { from: "text", key: "KEY k (a(100))", to: { name: "varchar", length: 60 } },
  { from: "varbinary(300)", key: "KEY k (a(200))", to: { name: "varbinary", length: 150 } },
  { from: "blob", key: "KEY k (a(90))", to: { name: "varbinary", length: 60 } },
  { from: "char(20)", key: "KEY k (a(10))", to: { name: "int" } },
  ...["COMPACT", "REDUNDANT"].map((rowFormat) => ({
    from: "varchar(300)",
    key: "KEY k (a(180))",
    to: { name: "varchar", length: 100 },
    rowFormat,
  })),
];

/** The prefix still fits, or there is none. */
const kept: readonly Case[] = [
  { from: "varchar(300)", key: "KEY k (a(50))", to: { name: "varchar", length: 100 } },
  { from: "varchar(100)", key: "KEY k (a)", to: { name: "varchar", length: 200 } },
  { from: "text", key: "KEY k (a(100))", to: { name: "mediumtext" } },
  { from: "char(20)", key: "KEY k (a(10))", to: { name: "tinytext" } },
  // MySQL asks for a prefix here; MariaDB takes the longest that it can have.
  { from: "varchar(20)", key: "KEY k (a)", to: { name: "text" }, only: "mariadb" },
];

describeOnMysql("an index over the first characters of a column", () => {
  for (const each of [...shortened, ...kept]) {
    const { from, key, to, rowFormat = "DYNAMIC", only } = each;
    const title = `${key} over ${from} that becomes ${to.name} ${String(to.length ?? "")} (${rowFormat})`;
    itOnProduct(`is what it was after the way back: ${title}`, only, () =>
      withMysqlDatabase(async (connection) => {
        await connection.query(
          `CREATE TABLE t (id int NOT NULL PRIMARY KEY, a ${from} NULL, ${key}) ROW_FORMAT=${rowFormat}`,
        );
        const bench = await workbench(mysql, connection);
        const before = await look(bench);
        const wanted = wantedOf(before, to);
        const operations = await synchronize(bench, wanted);
        expect(await autogenerate(bench, wanted)).to.deep.equal([]);
        await perform(bench, reverseAll(operations));
        expect(await look(bench)).to.deep.equal(before);
      }),
    );
  }
});

/** As entities say it, which know no prefixes. */
function wantedOf(schema: Schema, type: ColumnType): Schema {
  return {
    ...schema,
    tables: schema.tables.map((table) => ({
      ...table,
      columns: table.columns.map(({ name, nullable, ...rest }) =>
        name === "a" ? { name, nullable, type } : { name, nullable, ...rest },
      ),
      indexes: table.indexes.map((index) => ({
        ...index,
        keys: index.keys.map(({ column = "" }) => ({ column })),
      })),
    })),
  };
}
