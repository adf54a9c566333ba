import { createHash } from "node:crypto";
import { expect } from "chai";
import { Column, Entity, Exclusion, Index, PrimaryColumn, ViewColumn, ViewEntity } from "typeorm";
import type { DataSource } from "typeorm";
import { typeorm } from "../../../plugin/typeorm/index.js";
import { AthanorError } from "../../../src/error/athanor-error.js";
import { nameText } from "../../../src/schema/name.js";
import { dataSource, id, wantedOf } from "./wanted-of.js";

const status = { type: "enum", enum: ["draft", "live"], enumName: "status" } as const;

describe("the enum types of PostgreSQL", () => {
  it("are named by table and lower-cased column", async () => {
    const columns = { id, theState: { type: "enum", enum: ["a", "b"] } } as const;
    const { schema } = await wantedOf("postgres", [{ name: "post", columns }]);
    expect(schema.enums).to.deep.equal([{ name: "post_thestate_enum", values: ["a", "b"] }]);
  });

  it("are one where columns share a name", async () => {
    const { schema } = await wantedOf("postgres", [
      { name: "post", columns: { id, a: status } },
      { name: "page", columns: { id, b: status } },
    ]);
    expect(schema.enums).to.deep.equal([{ name: "status", values: ["draft", "live"] }]);
  });

  it("take the values of the first column that uses them, and say so", async () => {
    const { schema, notes } = await wantedOf("postgres", [
      { name: "post", columns: { id, a: status } },
      { name: "page", columns: { id, b: { ...status, enum: ["other"] } } },
    ]);
    expect(schema.enums).to.deep.equal([{ name: "status", values: ["draft", "live"] }]);
    expect(notes.join()).to.contain('The enum type "status" is shared');
  });

  it("live in the schema of their table", async () => {
    const { schema } = await wantedOf("postgres", [
      { name: "post", schema: "app", columns: { id, a: status } },
    ]);
    expect(schema.enums[0]).to.include({ schema: "app", name: "status" });
    expect(schema.tables[0]?.columns[1]?.type.enumName).to.deep.equal({
      schema: "app",
      name: "status",
    });
  });

  it("hold numbers as text", async () => {
    const columns = { id, level: { type: "enum", enum: { Low: 1, High: 2 } } } as const;
    const { schema } = await wantedOf("postgres", [{ name: "post", columns }]);
    expect(schema.enums[0]?.values).to.deep.equal(["1", "2"]);
  });
});

describe("the extensions of PostgreSQL", () => {
  const cases = [
    { title: "uuid-ossp for generated uuids", extra: {}, wanted: ["uuid-ossp"] },
    {
      title: "the stated uuid extension",
      extra: { uuidExtension: "pgcrypto" },
      wanted: ["pgcrypto"],
    },
    {
      title: "none where TypeORM may install none",
      extra: { installExtensions: false },
      wanted: [],
    },
    {
      title: "those that the data source lists",
      extra: { extensions: ["pg_trgm"] },
      wanted: ["uuid-ossp", "pg_trgm"],
    },
  ];
  for (const { title, extra, wanted } of cases) {
    it(`are ${title}`, async () => {
      const columns = { id: { type: "uuid", primary: true, generated: "uuid" } } as const;
      const { schema } = await wantedOf("postgres", [{ name: "post", columns }], extra);
      expect(schema.extensions.map(({ name }) => name)).to.deep.equal(wanted);
    });
  }

  it("are those of the columns' types and of exclusions", async () => {
    class Room {}
    Entity("room")(Room);
    Exclusion("USING gist (id WITH =)")(Room);
    PrimaryColumn(id)(Room.prototype, "id");
    Column({ type: "citext" })(Room.prototype, "name");
    Column({ type: "geography" })(Room.prototype, "place");
    const { schema } = await typeorm(dataSource("postgres", [Room])).source.read();
    const names = schema.extensions.map(({ name }) => name);
    expect(names).to.deep.equal(["citext", "postgis", "btree_gist"]);
  });
});

class Author {}
Entity("author")(Author);
PrimaryColumn(id)(Author.prototype, "id");

describe("the views", () => {
  it("have their text without the semicolon", async () => {
    class Names {}
    ViewEntity({ name: "names", expression: " SELECT id FROM author ; " })(Names);
    const { schema } = await typeorm(dataSource("better-sqlite3", [Author, Names])).source.read();
    expect(schema.views).to.deep.equal([
      {
        name: "names",
        definition: "SELECT id FROM author",
        materialized: false,
        indexes: [],
        dependsOn: [{ name: "author" }],
      },
    ]);
  });

  it("have the text that their query builder gives, without a connection", async () => {
    class Names {}
    const expression = (source: DataSource): ReturnType<DataSource["createQueryBuilder"]> =>
      source.createQueryBuilder().select("a.id", "id").from(Author, "a");
    ViewEntity({ name: "names", expression })(Names);
    const { schema } = await typeorm(dataSource("postgres", [Author, Names])).source.read();
    expect(schema.views[0]?.definition).to.equal('SELECT "a"."id" AS "id" FROM "author" "a"');
    expect(schema.views[0]?.dependsOn).to.deep.equal([{ name: "author" }]);
  });

  it("know the views that they say they depend on", async () => {
    class First {}
    ViewEntity({ name: "first", expression: "SELECT 1 AS id" })(First);
    class Second {}
    ViewEntity({ name: "second", expression: "SELECT 2 AS id", dependsOn: [First] })(Second);
    const { schema } = await typeorm(dataSource("postgres", [Second, First])).source.read();
    const second = schema.views.find(({ name }) => name === "second");
    expect(second?.dependsOn).to.deep.equal([{ name: "first" }]);
  });

  it("are materialized, with indexes, on PostgreSQL", async () => {
    class Names {}
    ViewEntity({ name: "names", expression: "SELECT 1 AS id", materialized: true })(Names);
    ViewColumn()(Names.prototype, "id");
    Index("by_id", ["id"])(Names);
    const { schema } = await typeorm(dataSource("postgres", [Names])).source.read();
    expect(schema.views[0]).to.deep.include({
      materialized: true,
      indexes: [{ name: "by_id", keys: [{ column: "id" }], unique: false }],
    });
  });

  it("are reported where their query cannot be built", async () => {
    class Names {}
    const expression = (): never => {
      throw new Error("no such thing");
    };
    ViewEntity({ name: "names", expression })(Names);
    const reading = typeorm(dataSource("postgres", [Names])).source.read();
    const error: unknown = await reading.catch((failure: unknown) => failure);
    expect(error).to.be.instanceOf(AthanorError).and.to.include({ code: "ENTITY_REJECTED" });
    expect(String(error)).to.contain("no such thing");
  });
});

describe("what is left alone", () => {
  it("is a table that its entity does not synchronize", async () => {
    const { schema, unmanaged } = await wantedOf("postgres", [
      { name: "user", columns: { id } },
      { name: "legacy", schema: "old", synchronize: false, columns: { id } },
    ]);
    expect(schema.tables.map(({ name }) => name)).to.deep.equal(["user"]);
    expect(unmanaged).to.deep.equal([{ schema: "old", name: "legacy" }]);
  });

  it("is an index that is not synchronized", async () => {
    const indices = [{ name: "by_hand", synchronize: false as const }];
    const { schema, unmanagedIndexes } = await wantedOf("postgres", [
      { name: "user", columns: { id }, indices },
    ]);
    expect(schema.tables[0]?.indexes).to.deep.equal([]);
    expect(unmanagedIndexes).to.deep.equal([{ table: { name: "user" }, name: "by_hand" }]);
  });

  it("are the tables that TypeORM keeps for itself", async () => {
    const { reserved } = await wantedOf("postgres", [{ name: "user", columns: { id } }]);
    expect(reserved.map(({ name }) => name)).to.deep.equal([
      "migrations",
      "typeorm_metadata",
      "query-result-cache",
    ]);
  });

  it("are those tables under the names of the options", async () => {
    const extra = {
      schema: "app",
      migrationsTableName: "history",
      metadataTableName: "views",
      cache: { type: "database", tableName: "cached" },
    };
    const { reserved } = await wantedOf("postgres", [{ name: "user", columns: { id } }], extra);
    expect(reserved).to.deep.equal([
      { schema: "app", name: "history" },
      { schema: "app", name: "views" },
      { schema: "app", name: "cached" },
    ]);
  });

  it("is not a table of an entity that happens to be called like one of them", async () => {
    const { reserved } = await wantedOf("postgres", [{ name: "migrations", columns: { id } }]);
    expect(reserved.map(({ name }) => name)).not.to.include("migrations");
  });

  it("is not what lives in another SQLite file: it has the name under which TypeORM attaches that", async () => {
    const { schema } = await wantedOf(
      "better-sqlite3",
      [
        { name: "user", columns: { id } },
        { name: "far", database: "other.db", columns: { id } },
      ],
      { database: "/nowhere/main.db" },
    );
    const handle = createHash("sha1").update("other.db").digest("hex");
    expect(schema.tables.map(nameText)).to.have.members(["user", `${handle}.far`]);
    expect(schema.schemas).to.deep.equal([handle]);
  });
});

describe("a foreign key to another SQLite file", () => {
  it("is left out, and told", async () => {
    const up = { type: "many-to-one", target: "far", joinColumn: true } as const;
    const { schema, notes } = await wantedOf(
      "better-sqlite3",
      [
        { name: "near", columns: { id }, relations: { up } },
        { name: "far", database: "other.db", columns: { id } },
      ],
      { database: "/nowhere/main.db" },
    );
    expect(schema.tables.flatMap(({ foreignKeys }) => foreignKeys)).to.deep.equal([]);
    expect(notes.join()).to.match(/from "near" to "far" is left out: none of SQLite leads/);
  });
});

describe("reading the entities", () => {
  it("says when there are none", async () => {
    const { notes } = await wantedOf("postgres", []);
    expect(notes).to.deep.equal(['The data source lists no entities: add them to its "entities".']);
  });

  it("says when no file matches the pattern", async () => {
    const { notes } = await typeorm(dataSource("postgres", ["nowhere/*.js"])).source.read();
    expect(notes.join()).to.contain('"nowhere/*.js"');
  });

  it("reports what TypeORM rejects, in TypeORM's words", async () => {
    const reading = wantedOf("postgres", [{ name: "user", columns: { id: { type: "integer" } } }]);
    const error: unknown = await reading.catch((failure: unknown) => failure);
    expect(error).to.be.instanceOf(AthanorError).and.to.include({ code: "ENTITY_REJECTED" });
    expect(String(error)).to.contain("primary column");
    expect((error as AthanorError).cause).to.be.instanceOf(Error);
  });

  it("gives the same a second time, though a child changes a default of its parent", async () => {
    class Base {}
    PrimaryColumn(id)(Base.prototype, "id");
    Column({ type: "integer", default: 1 })(Base.prototype, "level");
    class Plain extends Base {}
    Entity("plain")(Plain);
    class Changed extends Base {}
    Entity("changed")(Changed);
    Column({ type: "integer", default: 2 })(Changed.prototype, "level");
    const first = await typeorm(dataSource("postgres", [Plain, Changed])).source.read();
    const second = await typeorm(dataSource("postgres", [Plain, Changed])).source.read();
    expect(JSON.stringify(second)).to.equal(JSON.stringify(first));
  });

  it("uses the metadata of a data source that is initialized", async () => {
    class Thing {}
    Entity("thing")(Thing);
    PrimaryColumn(id)(Thing.prototype, "id");
    const initialized = await dataSource("better-sqlite3", [Thing]).initialize();
    const { schema } = await typeorm(initialized).source.read();
    await initialized.destroy();
    expect(schema.tables.map(({ name }) => name)).to.deep.equal(["thing"]);
  });

  it("leaves the user's data source as it was", async () => {
    const theirs = dataSource("postgres", [Author], { synchronize: true, logging: true });
    const before = { ...theirs.options };
    await typeorm(theirs).source.read();
    expect(theirs.options).to.deep.equal(before);
    expect(theirs.entityMetadatas).to.deep.equal([]);
  });
});
