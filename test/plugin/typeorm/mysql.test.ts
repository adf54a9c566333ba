import { expect } from "chai";
import { DataSource, EntitySchema } from "typeorm";
import type { DataSourceOptions } from "typeorm";
import { typeorm } from "../../../plugin/typeorm/index.js";
import type { Wanted } from "../../../src/plugin/source.js";
import type { Column } from "../../../src/schema/column.js";
import type { Definition, Extra } from "./wanted-of.js";

/** Nothing is connected to: what TypeORM knows of the server only then must not be needed. */
function wantedOf(
  type: "mysql" | "mariadb",
  definitions: readonly Definition[],
  extra: Extra = {},
): Promise<Wanted> {
  const entities = definitions.map((definition) => new EntitySchema(definition));
  const place = { host: "127.0.0.1", port: 1, database: "shop" };
  const dataSource = new DataSource({ type, entities, ...place, ...extra } as DataSourceOptions);
  return typeorm(dataSource).source.read();
}

const id = { type: "int", primary: true } as const;

async function columnOf(type: "mysql" | "mariadb", options: object): Promise<Partial<Column>> {
  const thing = { name: "thing", columns: { id, value: options } } as unknown as Definition;
  const { schema } = await wantedOf(type, [thing]);
  return schema.tables[0]?.columns.find(({ name }) => name === "value") ?? {};
}

const columns: readonly (readonly [title: string, options: object, column: Partial<Column>])[] = [
  [
    "an unsigned integer",
    { type: "int", unsigned: true },
    { type: { name: "int", unsigned: true } },
  ],
  [
    "the values of a set, and its default as a text",
    { type: "set", enum: ["a", "b"], default: ["a", "b"] },
    { type: { name: "set", values: ["a", "b"] }, default: { kind: "value", value: "a,b" } },
  ],
  ["JSON, whatever the server's version", { type: "json" }, { type: { name: "json" } }],
  [
    "character set, collation and comment",
    { type: "varchar", charset: "latin1", collation: "latin1_bin", comment: "it's" },
    { charset: "latin1", collation: "latin1_bin", comment: "it's" },
  ],
  [
    "what happens on update",
    { type: "timestamp", default: () => "now()", onUpdate: "CURRENT_TIMESTAMP" },
    { onUpdate: "CURRENT_TIMESTAMP", default: { kind: "expression", sql: "now()" } },
  ],
  [
    "what happens on update, where the default says it",
    { type: "datetime", default: () => "CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP" },
    {
      onUpdate: "CURRENT_TIMESTAMP",
      default: { kind: "expression", sql: "CURRENT_TIMESTAMP" },
    },
  ],
  [
    "what happens on update to the microsecond, where the default says it",
    {
      type: "datetime",
      precision: 6,
      default: () => " current_timestamp(6)\n on update  CURRENT_TIMESTAMP ( 6 ) ",
    },
    {
      onUpdate: "CURRENT_TIMESTAMP ( 6 )",
      default: { kind: "expression", sql: "current_timestamp(6)" },
    },
  ],
  [
    "what happens on update, where a default of NULL says it",
    { type: "datetime", nullable: true, default: () => "NULL ON UPDATE CURRENT_TIMESTAMP" },
    { onUpdate: "CURRENT_TIMESTAMP", nullable: true },
  ],
  [
    "a default that only speaks of an update, as it is",
    { type: "varchar", default: () => "'x ON UPDATE CURRENT_TIMESTAMP'" },
    {
      default: { kind: "expression", sql: "'x ON UPDATE CURRENT_TIMESTAMP'" },
    },
  ],
  [
    "a number with the digits that the scale grants",
    { type: "decimal", precision: 5, scale: 1, default: 1.25 },
    { default: { kind: "value", value: 1.3 } },
  ],
  [
    "a moment as text",
    { type: "datetime", default: new Date("2026-11-20T08:30:00Z") },
    { default: { kind: "value", value: "2026-11-20 08:30:00.000" } },
  ],
];

describe("the column of an entity on MySQL", () => {
  for (const [title, options, column] of columns) {
    it(`gives ${title}`, async () => {
      expect(await columnOf("mysql", options)).to.deep.include(column);
    });
  }

  it("holds UUIDs as such on MariaDB, as text on MySQL", async () => {
    const options = { type: "uuid", generated: "uuid" };
    expect((await columnOf("mariadb", options)).type).to.deep.equal({ name: "uuid" });
    expect((await columnOf("mysql", options)).type).to.deep.equal({ name: "varchar", length: 36 });
  });
});

describe("the table of an entity on MySQL", () => {
  it("has unique indexes instead of unique constraints, full text and spatial ones", async () => {
    const thing = {
      name: "thing",
      columns: {
        id,
        name: { type: "varchar", unique: true },
        place: { type: "point" },
        body: { type: "text" },
      },
      uniques: [{ name: "both", columns: ["id", "name"] }],
      indices: [
        { name: "where", columns: ["place"], spatial: true },
        { name: "words", columns: ["body"], fulltext: true, parser: "ngram" },
      ],
    } as unknown as Definition;
    const { schema } = await wantedOf("mysql", [thing]);
    const [table] = schema.tables;
    expect(table?.uniques).to.deep.equal([]);
    expect(table?.indexes.filter(({ name }) => !name.startsWith("IDX_"))).to.have.deep.members([
      { name: "both", keys: [{ column: "id" }, { column: "name" }], unique: true },
      { name: "where", keys: [{ column: "place" }], unique: false, spatial: true },
      {
        name: "words",
        keys: [{ column: "body" }],
        unique: false,
        fulltext: true,
        parser: "ngram",
      },
    ]);
    expect(table?.indexes.filter(({ unique }) => unique)).to.have.length(2);
  });

  it("has its checks, with the names of columns for what TypeORM's manual puts in double quotes", async () => {
    const thing = {
      name: "thing",
      columns: { id, kind: { type: "varchar" } },
      checks: [{ name: "c", expression: `"id" > 0 AND "kind" <> "kinds" AND kind <> '"id"'` }],
    } as unknown as Definition;
    const { schema } = await wantedOf("mysql", [thing]);
    expect(schema.tables[0]?.checks).to.deep.equal([
      {
        kind: "check",
        name: "c",
        expression: '`id` > 0 AND `kind` <> "kinds" AND kind <> \'"id"\'',
      },
    ]);
  });

  it("goes by its database, unless that is the connection's", async () => {
    const there = { name: "there", database: "billing", columns: { id } } as Definition;
    const here = { name: "here", database: "shop", columns: { id } } as Definition;
    const { schema } = await wantedOf("mysql", [there, here]);
    expect(schema.schemas).to.deep.equal(["billing"]);
    expect(schema.tables.map(({ schema: database, name }) => [database, name])).to.deep.equal([
      ["billing", "there"],
      [undefined, "here"],
    ]);
    const byUrl = await wantedOf("mysql", [here], {
      database: undefined,
      url: "mysql://root@127.0.0.1:1/shop",
    });
    expect(byUrl.schema.tables[0]?.schema).to.equal(undefined);
  });

  it("says what it leaves out or rounds", async () => {
    const thing = {
      name: "thing",
      columns: { id, value: { type: "float", default: 3.5 } },
      indices: [{ name: "some", columns: ["value"], where: "id > 0" }],
    } as unknown as Definition;
    const { notes, schema } = await wantedOf("mysql", [thing]);
    expect(schema.tables[0]?.columns[1]?.default).to.deep.equal({ kind: "value", value: 4 });
    expect(schema.tables[0]?.indexes[0]).to.not.have.property("where");
    expect(notes).to.have.length(2);
  });
});
