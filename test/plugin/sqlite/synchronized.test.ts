import "reflect-metadata";
import { expect } from "chai";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DataSource, EntitySchema } from "typeorm";
import type { DataSourceOptions, EntitySchemaOptions } from "typeorm";
import { diff } from "../../../src/diff/diff.js";
import type { Operation } from "../../../src/operation/operation.js";
import { benchOf } from "../../support/entity-bench.js";
import { autogenerate, look, synchronize } from "../../../src/testing/workbench.js";

type Definition = EntitySchemaOptions<Record<string, unknown>>;
type Columns = Record<string, object>;

const isOldLine = process.env["TYPEORM_LINE"] === "0.3";
const id = { type: Number, primary: true, generated: "increment" };

/** Forms of columns, each of which TypeORM's own builder or its comparison has trouble with somewhere. */
const columns: Columns = {
  bare: { type: String },
  long: { type: String, length: 50 },
  listed: { type: "simple-enum", enum: ["a", "b"], length: 20, default: "a" },
  numbered: { type: "simple-enum", enum: [1, 2], nullable: true },
  json: { type: "simple-json", default: '{"a":1}' },
  array: { type: "simple-array", nullable: true },
  now: { type: "datetime", default: () => "CURRENT_TIMESTAMP" },
  created: { type: "datetime", createDate: true },
  updated: { type: "datetime", updateDate: true },
  deleted: { type: "datetime", deleteDate: true },
  version: { type: "int", version: true },
  money: { type: "decimal", precision: 10, scale: 2, default: 1.5 },
  moneyText: { type: "decimal", default: "0.00" },
  precise: { type: "decimal", precision: 10 },
  big: { type: "bigint", default: 0 },
  negative: { type: "float", default: -1.5 },
  quotedNumber: { type: "int", default: "7" },
  tiny: { type: "real", default: 1e-7 },
  huge: { type: "integer", default: 1e21 },
  yes: { type: Boolean, default: true },
  no: { type: "boolean", default: () => "false" },
  collated: { type: "varchar", collation: "NOCASE" },
  collatedLow: { type: "varchar", collation: "nocase", nullable: true },
  stored: { type: "int", asExpression: "big * 2", generatedType: "STORED", nullable: true },
  virtual: { type: "int", asExpression: "(big)*3", generatedType: "VIRTUAL", nullable: true },
  single: { type: "varchar", unique: true },
  uuid: { type: "uuid", generated: "uuid" },
  summed: { type: "int", default: () => "(1 + 2)" },
  called: { type: "varchar", default: () => "lower('ABC')" },
  literal: { type: "varchar", default: () => "'x'" },
  nothing: { type: "varchar", default: null, nullable: true },
  nullText: { type: "varchar", default: () => "NULL", nullable: true },
  empty: { type: "varchar", default: "" },
  bytes: { type: "blob", nullable: true, default: () => "x'ab'" },
  cast: { type: "varchar", default: "a::b" },
  keyword: { type: "varchar", default: "CURRENT_TIMESTAMP" },
  words: { type: "unsigned big int" },
  sized: { type: "nvarchar", length: 10 },
  twice: { type: "double precision", nullable: true },
};

const thing: Definition = {
  name: "Thing",
  columns: { id, ...columns } as Definition["columns"],
  indices: [
    { columns: ["long", "money"] },
    { name: "by_name", columns: ["now"] },
    { columns: ["single"], unique: true, where: "long IS NOT NULL" },
  ],
  uniques: [{ columns: ["long", "array"] }, { name: "unique_by_name", columns: ["money", "big"] }],
  checks: [
    { expression: `money > 0 AND "long" <> 'it''s'` },
    { name: "check_by_name", expression: "(big >= 0)" },
  ],
} as Definition;

const pair: Definition = {
  name: "Pair",
  withoutRowid: true,
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
      deferrable: "INITIALLY DEFERRED",
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
  expression: `SELECT "thing"."id" AS "id", "thing"."long" AS "long" FROM "thing" "thing"`,
  columns: { id: { type: Number }, long: { type: String } },
} as Definition;

const definitions = [thing, pair, node, seen];

type Make = (synchronize: boolean, entities?: readonly Definition[]) => DataSource;

async function withFile(type: string, body: (make: Make) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "athanor-sqlite-"));
  const database = join(folder, "a.db");
  try {
    await body((synchronize, entities = definitions) => {
      const schemas = entities.map((definition) => new EntitySchema(definition));
      return new DataSource({
        type,
        database,
        synchronize,
        entities: schemas,
      } as DataSourceOptions);
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function synchronizeByTypeorm(make: Make): Promise<void> {
  const dataSource = make(true);
  await dataSource.initialize();
  await dataSource.destroy();
}

/** Defaults that TypeORM compares as they are written. */
const defaults: Readonly<Record<string, object>> = {
  "the word null": { type: "varchar", default: () => "null", nullable: true },
  "the word NULL": { type: "varchar", default: () => "NULL", nullable: true },
  "the text null": { type: "varchar", default: "null", nullable: true },
  "NULL in brackets": { type: "varchar", default: () => "(NULL)", nullable: true },
  "an expression without brackets": { type: "int", default: () => "1 + 2" },
  "an expression in brackets": { type: "int", default: () => "(1 + 2)" },
  "an expression in two pairs of brackets": { type: "int", default: () => "((1 + 2))" },
  "a call": { type: "varchar", default: () => "lower('ABC')" },
  "a call in brackets": { type: "datetime", default: () => "(datetime('now'))" },
  "the time in brackets": { type: "datetime", default: () => "(CURRENT_TIMESTAMP)" },
  "a number": { type: "int", default: () => "5" },
  "a number in brackets": { type: "int", default: () => "(5)" },
  "a text": { type: "varchar", default: () => "'x'" },
  "a text in brackets": { type: "varchar", default: () => "('x')" },
  "the word true": { type: "boolean", default: () => "true" },
};

const keys: Readonly<Record<string, object>> = {
  "a counting key that may be null": { ...id, nullable: true },
  "an integer key that may be null": { type: Number, primary: true, nullable: true },
  "a text key that may be null": { type: "varchar", primary: true, nullable: true },
  "a generated uuid that may be null": {
    type: "uuid",
    primary: true,
    generated: "uuid",
    nullable: true,
  },
};

const forms: Readonly<Record<string, Columns>> = {
  ...Object.fromEntries(Object.entries(defaults).map(([title, held]) => [title, { id, held }])),
  ...Object.fromEntries(Object.entries(keys).map(([title, key]) => [title, { key }])),
};

describe("a form that TypeORM compares as text on SQLite", () => {
  for (const [title, held] of Object.entries(forms)) {
    const entity = { name: "Held", columns: held } as Definition;

    it(`leaves TypeORM nothing to do once Athanor has made it: ${title}`, () =>
      withFile("better-sqlite3", async (make) => {
        await benchOf(make(false, [entity]), async (bench, wanted) => {
          await synchronize(bench, wanted);
          expect(await autogenerate(bench, wanted)).to.deep.equal([]);
        });
        expect(await typeormWants(make(false, [entity]))).to.deep.equal([]);
      }));

    it(`leaves Athanor nothing to do once TypeORM has made it: ${title}`, () =>
      withFile("better-sqlite3", async (make) => {
        const theirs = make(true, [entity]);
        await theirs.initialize();
        await theirs.destroy();
        await benchOf(make(false, [entity]), async (bench, wanted) => {
          expect(await autogenerate(bench, wanted)).to.deep.equal([]);
        });
      }));
  }
});

async function typeormWants(dataSource: DataSource): Promise<readonly string[]> {
  await dataSource.initialize();
  const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
  await dataSource.destroy();
  return upQueries.map(({ query }) => query);
}

for (const type of ["better-sqlite3", ...(isOldLine ? ["sqlite"] : [])]) {
  describe(`entities on SQLite through TypeORM's ${type}`, () => {
    it("differ in nothing from what TypeORM's own synchronize made of them", () =>
      withFile(type, async (make) => {
        await synchronizeByTypeorm(make);
        await benchOf(make(false), async (bench, wanted) => {
          expect(await autogenerate(bench, wanted)).to.deep.equal([]);
        });
      }));

    it("differ in nothing once Athanor has made them", () =>
      withFile(type, async (make) => {
        await benchOf(make(false), async (bench, wanted) => {
          await synchronize(bench, wanted);
          expect(await autogenerate(bench, wanted)).to.deep.equal([]);
        });
      }));

    it("give the database that TypeORM's own synchronize gives", () =>
      withFile(type, async (theirs) => {
        await synchronizeByTypeorm(theirs);
        const made = await benchOf(theirs(false), (bench) => look(bench));
        await withFile(type, async (ours) => {
          await benchOf(ours(false), async (bench, wanted) => {
            await synchronize(bench, wanted);
            expect(diff({ from: await look(bench), to: made }).operations).to.deep.equal([]);
          });
        });
      }));

    it("leave nothing for TypeORM to do once Athanor has made them", () =>
      withFile(type, async (make) => {
        const plain = [pair, node, { ...thing, columns: plainColumns() } as Definition];
        await benchOf(make(false, plain), (bench, wanted) => synchronize(bench, wanted));
        expect(await typeormWants(make(false, plain))).to.deep.equal([]);
      }));

    it("that lose all their forms and get them back need one rebuild of the table, and settle", () =>
      withFile(type, async (make) => {
        await benchOf(make(false), (bench, wanted) => synchronize(bench, wanted));
        const bareColumns = Object.fromEntries(
          Object.keys(columns).map((name) => [name, { type: "text", nullable: true }]),
        );
        const bare = { name: "Thing", columns: { id, ...bareColumns } } as Definition;
        const operations = await benchOf(make(false, [bare, pair, node]), async (bench, wanted) => {
          const changes = await synchronize(bench, wanted);
          expect(await autogenerate(bench, wanted)).to.deep.equal([]);
          return changes;
        });
        const batches = operations.filter((operation) => concerns(operation, "thing"));
        expect(batches.map(({ kind }) => kind).filter((kind) => !/Index/.test(kind))).to.deep.equal(
          ["batchAlterTable"],
        );
        await benchOf(make(false), async (bench, wanted) => {
          await synchronize(bench, wanted);
          expect(await autogenerate(bench, wanted)).to.deep.equal([]);
        });
      }));
  });
}

function concerns(operation: Operation, name: string): boolean {
  return "table" in operation && operation.table.name === name;
}

/** Forms that TypeORM reads back as it wrote them. */
function plainColumns(): Columns {
  const names = ["long", "array", "now", "money", "big", "single"];
  const plain = Object.entries(columns).filter(([name]) => names.includes(name));
  return { id, ...Object.fromEntries(plain) };
}
