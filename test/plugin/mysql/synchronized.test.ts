import "reflect-metadata";
import { expect } from "chai";
import { DataSource, EntitySchema } from "typeorm";
import type { DataSourceOptions, EntitySchemaOptions } from "typeorm";
import { diff } from "../../../src/diff/diff.js";
import { mysqlServer, withMysqlDatabase } from "../../support/connection-mysql.js";
import { benchOf } from "../../support/entity-bench.js";
import { describeOnProduct, type Product } from "../../support/mysql-product.js";
import { autogenerate, look, synchronize } from "../../../src/testing/workbench.js";

type Definition = EntitySchemaOptions<Record<string, unknown>>;
type Columns = Record<string, object>;

const isOldLine = process.env["TYPEORM_LINE"] === "0.3";
const id = { type: Number, primary: true, generated: "increment", unsigned: true };

/** TypeORM 0.3 leaves out what such a default says of updates. */
const touchedInDefault: Columns = {
  touchedInDefault: {
    type: "timestamp",
    default: () => "CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP",
  },
  preciseInDefault: {
    type: "datetime",
    precision: 6,
    default: () => "CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6)",
  },
  nullInDefault: {
    type: "datetime",
    nullable: true,
    default: () => "NULL on update now()",
  },
};

/** Forms of columns, each of which TypeORM's own builder or its comparison has trouble with somewhere. */
const columns: Columns = {
  bare: { type: String },
  long: { type: String, length: 50 },
  national: { type: "nvarchar", length: 20, nullable: true },
  fixed: { type: "char", length: 5, nullable: true },
  one: { type: "char", nullable: true },
  listed: { type: "simple-enum", enum: ["a", "b"], default: "a" },
  odd: { type: "enum", enum: ["a,b", "c d", 'e"f', ""], nullable: true },
  numbered: { type: "enum", enum: [1, 2], nullable: true, default: 2 },
  several: { type: "set", enum: ["x", "y", "z"], default: ["x", "z"] },
  json: { type: "simple-json", nullable: true },
  document: { type: "json", nullable: true },
  array: { type: "simple-array", nullable: true },
  now: { type: "datetime", default: () => "CURRENT_TIMESTAMP" },
  nowFunction: { type: "timestamp", default: () => "now()" },
  touched: {
    type: "timestamp",
    precision: 3,
    default: () => "CURRENT_TIMESTAMP(3)",
    onUpdate: "CURRENT_TIMESTAMP(3)",
  },
  dated: { type: "date", nullable: true, default: "2020-01-02" },
  today: { type: "date", default: () => "(CURRENT_DATE)" },
  created: { type: "datetime", createDate: true },
  updated: { type: "datetime", updateDate: true },
  deleted: { type: "datetime", deleteDate: true },
  version: { type: "int", version: true },
  money: { type: "decimal", precision: 10, scale: 2, default: 1.5 },
  moneyText: { type: "numeric", precision: 10, scale: 2, default: "0.00" },
  moneyZero: { type: "decimal", precision: 10, scale: 2, default: "0" },
  bareDecimal: { type: "decimal" },
  precise: { type: "dec", precision: 12 },
  big: { type: "bigint", default: 0 },
  bigUnsigned: { type: "bigint", unsigned: true, default: "18446744073709551615" },
  small: { type: "smallint", default: -3 },
  medium: { type: "mediumint", unsigned: true, nullable: true },
  tiny: { type: "tinyint", nullable: true },
  whole: { type: "integer", nullable: true },
  real: { type: "real", nullable: true, default: "1.5" },
  float: { type: "float", nullable: true, precision: 7, scale: 3 },
  double: { type: "double precision", nullable: true },
  quotedNumber: { type: "int", default: "7" },
  yes: { type: Boolean, default: true },
  no: { type: "boolean", default: () => "false" },
  bool: { type: "bool", nullable: true },
  bit: { type: "bit", nullable: true },
  collated: { type: "varchar", collation: "utf8mb4_bin" },
  encoded: { type: "varchar", length: 10, charset: "latin1", collation: "latin1_german2_ci" },
  stored: { type: "int", asExpression: "big * 2", generatedType: "STORED", nullable: true },
  virtual: { type: "int", asExpression: "(big)*3", generatedType: "VIRTUAL", nullable: true },
  single: { type: "varchar", unique: true },
  uuid: { type: "uuid", generated: "uuid" },
  plainUuid: { type: "uuid", nullable: true },
  summed: { type: "int", default: () => "(1 + 2)" },
  called: { type: "varchar", default: () => "(lower('ABC'))" },
  literal: { type: "varchar", default: () => "'x'" },
  nothing: { type: "varchar", default: null, nullable: true },
  nullText: { type: "varchar", default: () => "NULL", nullable: true },
  empty: { type: "varchar", default: "" },
  slashed: { type: "varchar", default: "a\\\\b" },
  keyword: { type: "varchar", default: "CURRENT_TIMESTAMP" },
  bytes: { type: "binary", length: 3, nullable: true },
  moreBytes: { type: "varbinary", nullable: true },
  blob: { type: "longblob", nullable: true },
  years: { type: "year", nullable: true },
  times: { type: "time", precision: 2, nullable: true },
  commented: { type: "varchar", comment: `it's "said" \\ here` },
  place: { type: "point" },
  area: { type: "geometry", nullable: true },
  ...(isOldLine
    ? {
        wide: { type: "int", width: 4, nullable: true },
        filled: { type: "int", width: 6, zerofill: true, nullable: true },
      }
    : touchedInDefault),
};

const thing: Definition = {
  name: "Thing",
  columns: { id, ...columns } as Definition["columns"],
  indices: [
    { columns: ["long", "money"] },
    { name: "by_name", columns: ["now"] },
    { name: "full", columns: ["bare", "long"], fulltext: true },
    { name: "spatial", columns: ["place"], spatial: true },
  ],
  uniques: [{ columns: ["long", "fixed"] }, { name: "unique_by_name", columns: ["money", "big"] }],
} as Definition;

const pair: Definition = {
  name: "Pair",
  columns: {
    one: { type: "varchar", primary: true },
    two: { type: Number, primary: true },
  },
  relations: {
    thing: {
      type: "many-to-one",
      target: "Thing",
      joinColumn: { name: "thingId" },
      onDelete: "CASCADE",
    },
    only: { type: "one-to-one", target: "Thing", joinColumn: true },
    many: { type: "many-to-many", target: "Thing", joinTable: true },
  },
} as Definition;

const node: Definition = {
  name: "Node",
  columns: { id: { type: "uuid", primary: true, generated: "uuid" } },
  relations: {
    pair: {
      type: "many-to-one",
      target: "Pair",
      joinColumn: [
        { name: "pairOne", referencedColumnName: "one" },
        { name: "pairTwo", referencedColumnName: "two" },
      ],
    },
    parent: { type: "many-to-one", target: "Node", onDelete: "SET NULL", onUpdate: "CASCADE" },
  },
} as Definition;

const seen: Definition = {
  name: "Seen",
  type: "view",
  expression: "SELECT `thing`.`id` AS `id`, UPPER(`thing`.`long`) AS `long` FROM `thing` `thing`",
  columns: { id: { type: Number }, long: { type: String } },
} as Definition;

/** A type of TypeORM's on a server of either product. */
type Way = { readonly product: Product; readonly type: "mysql" | "mariadb" };

/** As "mariadb" TypeORM would take MySQL for what it is not. */
const ways: readonly Way[] = [
  { product: "mariadb", type: "mariadb" },
  { product: "mariadb", type: "mysql" },
  { product: "mysql", type: "mysql" },
];

/** What TypeORM's own builder makes there. As "mysql" it writes generated columns in MySQL's own way. */
function definitionsFor({ product, type }: Way): readonly Definition[] {
  if (product === type) return [thing, pair, node, seen];
  const plain = Object.entries(thing.columns).filter(([name]) => !/^(stored|virtual)$/.test(name));
  return [{ ...thing, columns: Object.fromEntries(plain) } as Definition, pair, node, seen];
}

type Make = (synchronize: boolean, entities?: readonly Definition[]) => DataSource;

function withPlace(way: Way, body: (make: Make) => Promise<void>): Promise<void> {
  const { user, ...server } = mysqlServer;
  return withMysqlDatabase((_, database) =>
    body((synchronize, entities = definitionsFor(way)) => {
      const schemas = entities.map((definition) => new EntitySchema(definition));
      const place = { ...server, username: user, database };
      return new DataSource({
        type: way.type,
        ...place,
        synchronize,
        entities: schemas,
      } as DataSourceOptions);
    }),
  );
}

async function synchronizeByTypeorm(make: Make): Promise<void> {
  const dataSource = make(true);
  await dataSource.initialize();
  await dataSource.destroy();
}

for (const way of ways) {
  const { product, type } = way;
  describeOnProduct(`entities through TypeORM's ${type}`, product, () => {
    it("differ in nothing from what TypeORM's own synchronize made of them", () =>
      withPlace(way, async (make) => {
        await synchronizeByTypeorm(make);
        await benchOf(make(false), async (bench, wanted) => {
          expect(await autogenerate(bench, wanted)).to.deep.equal([]);
        });
      }));

    it("differ in nothing once Athanor has made them", () =>
      withPlace(way, async (make) => {
        await benchOf(make(false), async (bench, wanted) => {
          await synchronize(bench, wanted);
          expect(await autogenerate(bench, wanted)).to.deep.equal([]);
        });
      }));

    it("give the database that TypeORM's own synchronize gives, but for backslashes in defaults", () =>
      withPlace(way, async (theirs) => {
        await synchronizeByTypeorm(theirs);
        const made = await benchOf(theirs(false), (bench) => look(bench));
        await withPlace(way, async (ours) => {
          await benchOf(ours(false), async (bench, wanted) => {
            await synchronize(bench, wanted);
            const { operations } = diff({ from: await look(bench), to: made });
            const names = operations.map((each) => ("from" in each ? each.from : each));
            expect(names).to.have.length(1);
            expect(names[0]).to.include({ name: "slashed" });
          });
        });
      }));
  });
}
