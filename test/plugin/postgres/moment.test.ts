import { expect } from "chai";
import { postgres } from "../../../plugin/postgres/index.js";
import type { ColumnType } from "../../../src/schema/column-type.js";
import { column, required, schema, table } from "../../../src/testing/build-schema.js";
import { withPostgresConnection } from "../../support/connection-postgres.js";
import { autogenerate, perform, synchronize, workbench } from "../../../src/testing/workbench.js";
import { reverseAll } from "../../../src/operation/reverse.js";

/** Values as the server prints them in the time zone of Tokyo; drivers make objects of them. */
const changes: readonly (readonly [
  from: ColumnType,
  to: ColumnType,
  before: string,
  after: string,
  back?: string,
])[] = [
  [
    { name: "timestamp" },
    { name: "timestamptz" },
    "2024-01-02 10:20:30.123456",
    "2024-01-02 10:20:30.123456+09",
  ],
  [{ name: "timestamptz" }, { name: "timestamp" }, "2024-01-02 10:20:30+09", "2024-01-02 10:20:30"],
  [
    { name: "timestamp" },
    { name: "timestamp", precision: 3 },
    "2024-01-02 10:20:30.123456",
    "2024-01-02 10:20:30.123",
    "2024-01-02 10:20:30.123",
  ],
  [
    { name: "timestamp" },
    { name: "date" },
    "2024-01-02 10:20:30",
    "2024-01-02",
    "2024-01-02 00:00:00",
  ],
  [{ name: "date" }, { name: "timestamptz" }, "2024-01-02", "2024-01-02 00:00:00+09"],
  [{ name: "interval" }, { name: "text" }, "1 day 02:00:00", "1 day 02:00:00"],
  [{ name: "text" }, { name: "timestamptz" }, "2024-01-02 10:20:30+09", "2024-01-02 10:20:30+09"],
  [{ name: "varchar" }, { name: "time" }, "10:20:30", "10:20:30"],
];

const text = ({ name, precision }: ColumnType): string =>
  precision === undefined ? name : `${name}(${precision})`;

describe("moments on PostgreSQL", () => {
  for (const [from, to, before, after, back = before] of changes) {
    it(`become others: ${text(from)} to ${text(to)}, and back`, async () => {
      await withPostgresConnection(async (connection) => {
        await connection.query("SET timezone = 'Asia/Tokyo'");
        const bench = await workbench(postgres, connection);
        const item = (type: ColumnType) =>
          schema([table("item", [required("id", "integer"), column("a", type)])]);
        const held = async () => {
          const rows = await connection.query("SELECT a::text AS a FROM item");
          return rows.map(({ a }) => a);
        };
        await synchronize(bench, item(from));
        await connection.query("INSERT INTO item VALUES (1, $1)", [before]);
        const operations = await synchronize(bench, item(to));
        expect(await held()).to.deep.equal([after]);
        expect(await autogenerate(bench, item(to))).to.deep.equal([]);
        await perform(bench, reverseAll(operations));
        expect(await held()).to.deep.equal([back]);
      });
    });
  }
});
