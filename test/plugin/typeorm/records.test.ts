import { expect } from "chai";
import { Column, Entity, PrimaryColumn, ViewEntity } from "typeorm";
import type { DataSource } from "typeorm";
import { typeorm } from "../../../plugin/typeorm/index.js";
import type { RowValues } from "../../../src/operation/data-operation.js";
import { sqlExpression } from "../../../src/operation/sql-expression.js";
import type { Records } from "../../../src/plugin/source.js";
import { dataSource, id, type Extra, type Product } from "./wanted-of.js";

class Shape {}
Entity("shape")(Shape);
PrimaryColumn(id)(Shape.prototype, "id");
Column({ type: "int", asExpression: " id * 2 ", generatedType: "STORED" })(
  Shape.prototype,
  "twice",
);

class Bill {}
Entity({ name: "bill", schema: "billing" })(Bill);
PrimaryColumn(id)(Bill.prototype, "id");
Column({ type: "int", asExpression: "id + 1", generatedType: "STORED" })(Bill.prototype, "next");

class Names {}
ViewEntity({ name: "names", expression: "  SELECT 1 AS id;\n" })(Names);

class Totals {}
ViewEntity({ name: "totals", expression: "SELECT 2 AS id", materialized: true })(Totals);

class Elsewhere {}
ViewEntity({ name: "elsewhere", schema: "billing", expression: "SELECT 3 AS id" })(Elsewhere);

class Built {}
const expression = (source: DataSource): ReturnType<DataSource["createQueryBuilder"]> =>
  source.createQueryBuilder().select("s.id", "id").from(Shape, "s");
ViewEntity({ name: "built", expression })(Built);

class Apart {}
ViewEntity({ name: "apart", expression: "SELECT 4 AS id", synchronize: false })(Apart);

type Classes = Parameters<typeof dataSource>[1];

async function recordsOf(product: Product, classes: Classes, extra: Extra = {}): Promise<Records> {
  const { records } = await typeorm(dataSource(product, classes, extra)).source.read();
  if (records === undefined) throw new Error("no records");
  return records;
}

async function rowsOf(product: Product, classes: Classes): Promise<readonly RowValues[]> {
  return (await recordsOf(product, classes)).rows;
}

const database = sqlExpression("current_database()");
const schema = sqlExpression("current_schema()");

describe("what TypeORM writes down on PostgreSQL", () => {
  it("is the expression of a generated column as it stands, with where it lives", async () => {
    const common = { type: "GENERATED_COLUMN", database };
    expect(await rowsOf("postgres", [Shape, Bill])).to.deep.equal([
      { ...common, schema, table: "shape", name: "twice", value: " id * 2 " },
      { ...common, schema: "billing", table: "bill", name: "next", value: "id + 1" },
    ]);
  });

  it("is the text of a view, trimmed, by the kind of view", async () => {
    expect(await rowsOf("postgres", [Names, Totals, Elsewhere])).to.have.deep.members([
      { type: "VIEW", schema, name: "names", value: "SELECT 1 AS id;" },
      { type: "MATERIALIZED_VIEW", schema, name: "totals", value: "SELECT 2 AS id" },
      { type: "VIEW", schema: "billing", name: "elsewhere", value: "SELECT 3 AS id" },
    ]);
  });

  it("lies in the schema of the data source, in the table that it names", async () => {
    const options = { schema: "app", metadataTableName: "notes" };
    const { table, rows } = await recordsOf("postgres", [Names], options);
    expect(table).to.deep.include({ schema: "app", name: "notes" });
    expect(rows[0]).to.deep.include({ schema: "app", name: "names" });
  });
});

describe("what TypeORM writes down on SQLite", () => {
  it("names no database and no schema", async () => {
    expect(await rowsOf("better-sqlite3", [Shape, Names])).to.deep.equal([
      { type: "GENERATED_COLUMN", table: "shape", name: "twice", value: " id * 2 " },
      { type: "VIEW", name: "names", value: "SELECT 1 AS id;" },
    ]);
  });
});

describe("what TypeORM writes down", () => {
  it("is the text that a query builder gives", async () => {
    const rows = await rowsOf("better-sqlite3", [Shape, Built]);
    expect(rows.at(-1)).to.have.property("value", 'SELECT "s"."id" AS "id" FROM "shape" "s"');
  });

  it("is nothing about what entities do not manage", async () => {
    expect(await rowsOf("postgres", [Apart])).to.deep.equal([]);
  });

  it("is not about a column of a database of another name", async () => {
    const { subject } = await recordsOf("postgres", [Shape]);
    const row = { type: "GENERATED_COLUMN", schema, table: "shape", name: "twice", value: "1" };
    expect(subject({ ...row, database })).to.deep.equal({
      relation: { name: "shape" },
      column: "twice",
    });
    expect(subject({ ...row, database: "restored_from" })).to.equal(undefined);
  });

  it("is not of a type that it does not know", async () => {
    const { subject } = await recordsOf("better-sqlite3", [Shape]);
    expect(subject({ type: "NOTE", name: "shape" })).to.equal(undefined);
  });

  it("counts without the blanks around it where TypeORM trims it", async () => {
    const saysSo = async (product: Product, row: RowValues): Promise<boolean> => {
      const { says } = await recordsOf(product, [Shape]);
      return says({ ...row, value: " id * 2 " }, { ...row, value: "id * 2" });
    };
    const column = { type: "GENERATED_COLUMN", table: "shape", name: "twice" };
    const view = { type: "VIEW", name: "names" };
    expect(await saysSo("postgres", column)).to.equal(true);
    expect(await saysSo("postgres", view)).to.equal(true);
    expect(await saysSo("better-sqlite3", view)).to.equal(true);
    expect(await saysSo("better-sqlite3", column)).to.equal(false);
  });
});
