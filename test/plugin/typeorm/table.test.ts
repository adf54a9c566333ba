import { expect } from "chai";
import {
  Check,
  ChildEntity,
  Column,
  DefaultNamingStrategy,
  Entity,
  Index,
  ManyToMany,
  JoinTable,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  TableInheritance,
  Tree,
  TreeChildren,
  TreeParent,
} from "typeorm";
import { typeorm } from "../../../plugin/typeorm/index.js";
import type { Schema } from "../../../src/schema/schema.js";
import { dataSource, id, products, tableOf, wantedOf } from "./wanted-of.js";
import type { Definition, Extra, Product } from "./wanted-of.js";

const strategy = new DefaultNamingStrategy();
const text = { type: "varchar" } as const;

async function schemaOf(
  type: Product,
  entities: readonly (new () => object)[],
  extra: Extra = {},
): Promise<Schema> {
  return (await typeorm(dataSource(type, [...entities], extra)).source.read()).schema;
}

describe("the table of an entity", () => {
  it("names its primary key as the naming strategy does, on PostgreSQL", async () => {
    const table = await tableOf("postgres", { name: "user", columns: { id } });
    const name = strategy.primaryKeyName("user", ["id"]);
    expect(table?.primaryKey).to.deep.equal({ kind: "primaryKey", name, columns: ["id"] });
  });

  it("leaves its primary key unnamed on SQLite, as TypeORM does", async () => {
    const table = await tableOf("better-sqlite3", { name: "user", columns: { id } });
    expect(table?.primaryKey).to.deep.equal({ kind: "primaryKey", columns: ["id"] });
  });

  it("takes the stated name of its primary key", async () => {
    const columns = { id: { ...id, primaryKeyConstraintName: "pk_user" } };
    const table = await tableOf("postgres", { name: "user", columns });
    expect(table?.primaryKey?.name).to.equal("pk_user");
  });

  it("has one primary key over all primary columns", async () => {
    const columns = { a: id, b: id };
    const table = await tableOf("postgres", { name: "pair", columns });
    expect(table?.primaryKey?.columns).to.deep.equal(["a", "b"]);
  });

  it("is numbered by the database where its key is incremented", async () => {
    const columns = { id: { ...id, generated: "increment" } } as const;
    const table = await tableOf("better-sqlite3", { name: "user", columns });
    expect(table?.columns[0]?.generated).to.deep.equal({ kind: "increment" });
  });

  for (const type of products) {
    it(`has its uniques, with names, on ${type}`, async () => {
      const columns = { id, a: { ...text, unique: true }, b: text };
      const uniques = [{ name: "both", columns: ["a", "b"] }];
      const table = await tableOf(type, { name: "user", columns, uniques });
      expect(table?.uniques).to.have.deep.members([
        { kind: "unique", name: "both", columns: ["a", "b"] },
        { kind: "unique", name: strategy.uniqueConstraintName("user", ["a"]), columns: ["a"] },
      ]);
    });

    it(`has its checks, with names, on ${type}`, async () => {
      const checks = [{ expression: "id > 0" }, { name: "small", expression: "id < 9" }];
      const table = await tableOf(type, { name: "user", columns: { id }, checks });
      const name = strategy.checkConstraintName("user", "id > 0");
      expect(table?.checks).to.have.deep.members([
        { kind: "check", name, expression: "id > 0" },
        { kind: "check", name: "small", expression: "id < 9" },
      ]);
    });

    it(`has its indexes, partial and unique ones too, on ${type}`, async () => {
      const columns = { id, a: text, b: text };
      const indices = [
        { name: "plain", columns: ["a", "b"] },
        { name: "partial", columns: ["a"], unique: true, where: "id > 3" },
      ];
      const table = await tableOf(type, { name: "user", columns, indices });
      expect(table?.indexes).to.have.deep.members([
        { name: "plain", keys: [{ column: "a" }, { column: "b" }], unique: false },
        { name: "partial", keys: [{ column: "a" }], unique: true, where: "id > 3" },
      ]);
    });

    it(`carries the prefix of the data source, on ${type}`, async () => {
      const table = await tableOf(
        type,
        { name: "user", columns: { id } },
        { entityPrefix: "app_" },
      );
      expect(table?.name).to.equal("app_user");
    });
  }

  it("has its exclusions, as what follows EXCLUDE, on PostgreSQL", async () => {
    const exclusions = [{ name: "apart", expression: "USING gist (id WITH =)" }];
    const table = await tableOf("postgres", { name: "user", columns: { id }, exclusions });
    expect(table?.exclusions).to.deep.equal([
      { kind: "exclude", name: "apart", expression: "USING gist (id WITH =)" },
    ]);
  });

  it("has a spatial index as a gist one, on PostgreSQL", async () => {
    const columns = { id, a: { type: "geometry" } } as const;
    const indices = [{ name: "where", columns: ["a"], spatial: true }];
    const table = await tableOf("postgres", { name: "user", columns, indices });
    expect(table?.indexes[0]?.using).to.equal("gist");
  });

  it("has its comment on PostgreSQL", async () => {
    class User {}
    Entity("user", { comment: "who's who" })(User);
    PrimaryColumn(id)(User.prototype, "id");
    const { tables } = await schemaOf("postgres", [User]);
    expect(tables[0]?.comment).to.equal("who's who");
  });

  it("is without rowid where it says so, on SQLite", async () => {
    const table = await tableOf("better-sqlite3", {
      name: "user",
      columns: { id },
      withoutRowid: true,
    });
    expect(table?.options).to.deep.equal({ withoutRowid: true });
  });

  it("takes every name from a custom naming strategy", async () => {
    class Loud extends DefaultNamingStrategy {
      override tableName(target: string, given: string | undefined): string {
        return (given ?? target).toUpperCase();
      }
      override primaryKeyName(): string {
        return "LOUD_PK";
      }
    }
    const extra = { namingStrategy: new Loud() };
    const table = await tableOf("postgres", { name: "user", columns: { id } }, extra);
    expect(table?.name).to.equal("USER");
    expect(table?.primaryKey?.name).to.equal("LOUD_PK");
  });

  it("has the columns of an embedded object under its prefix", async () => {
    class Address {}
    Column({ type: "varchar" })(Address.prototype, "city");
    class User {}
    Entity("user")(User);
    PrimaryColumn(id)(User.prototype, "id");
    Column(() => Address)(User.prototype, "home");
    const { tables } = await schemaOf("postgres", [User]);
    expect(tables[0]?.columns.map(({ name }) => name)).to.deep.equal(["id", "homeCity"]);
  });
});

describe("the schema of a table", () => {
  it("is the entity's, else the data source's", async () => {
    const { schema } = await wantedOf(
      "postgres",
      [
        { name: "invoice", schema: "billing", columns: { id } },
        { name: "user", columns: { id } },
      ],
      { schema: "app" },
    );
    const names = schema.tables.map(({ schema: of, name }) => `${of}.${name}`);
    expect(names).to.deep.equal(["billing.invoice", "app.user"]);
    expect(schema.schemas).to.deep.equal(["billing", "app"]);
  });

  it("is split off a table's name with a dot, as TypeORM does on PostgreSQL", async () => {
    const table = await tableOf("postgres", { name: "u", tableName: "app.user", columns: { id } });
    expect(table).to.include({ schema: "app", name: "user" });
  });

  it("is left out where nobody states one", async () => {
    const table = await tableOf("postgres", { name: "user", columns: { id } });
    expect(table).not.to.have.property("schema");
  });

  it("is left out on SQLite", async () => {
    const table = await tableOf("better-sqlite3", { name: "user", schema: "app", columns: { id } });
    expect(table).not.to.have.property("schema");
  });
});

const user: Definition = { name: "user", columns: { id } };

function postBy(relation: object): Definition {
  const author = { type: "many-to-one", target: "user", joinColumn: true, ...relation } as const;
  return { name: "post", columns: { id }, relations: { author } };
}

describe("a foreign key", () => {
  it("has the columns, the target and the name that TypeORM gives", async () => {
    const { schema } = await wantedOf("postgres", [user, postBy({})]);
    const post = schema.tables.find(({ name }) => name === "post");
    expect(post?.foreignKeys).to.deep.equal([
      {
        kind: "foreignKey",
        name: strategy.foreignKeyName("post", ["authorId"], "user", ["id"]),
        columns: ["authorId"],
        references: { name: "user" },
        referencedColumns: ["id"],
        onDelete: "NO ACTION",
        onUpdate: "NO ACTION",
      },
    ]);
  });

  it("has the actions and the deferrability of its relation", async () => {
    const relation = {
      onDelete: "CASCADE",
      onUpdate: "SET NULL",
      deferrable: "INITIALLY DEFERRED",
    };
    const { schema } = await wantedOf("postgres", [user, postBy(relation)]);
    expect(schema.tables[1]?.foreignKeys[0]).to.include(relation);
  });

  it("is not made where the relation says so", async () => {
    const relation = { createForeignKeyConstraints: false };
    const { schema } = await wantedOf("postgres", [user, postBy(relation)]);
    expect(schema.tables[1]?.foreignKeys).to.deep.equal([]);
  });

  it("is accompanied by a unique constraint where the relation is one to one", async () => {
    const { schema } = await wantedOf("postgres", [user, postBy({ type: "one-to-one" })]);
    expect(schema.tables[1]?.uniques).to.deep.equal([
      {
        kind: "unique",
        name: strategy.relationConstraintName("post", ["authorId"]),
        columns: ["authorId"],
      },
    ]);
  });

  it("is made to a table that is not managed", async () => {
    const { schema } = await wantedOf("postgres", [{ ...user, synchronize: false }, postBy({})]);
    expect(schema.tables.map(({ name }) => name)).to.deep.equal(["post"]);
    expect(schema.tables[0]?.foreignKeys).to.have.length(1);
  });
});

describe("the tables that TypeORM adds", () => {
  it("join the two sides of a many-to-many relation", async () => {
    class Tag {}
    Entity("tag")(Tag);
    PrimaryColumn(id)(Tag.prototype, "id");
    class Post {}
    Entity("post")(Post);
    PrimaryColumn(id)(Post.prototype, "id");
    ManyToMany(() => Tag)(Post.prototype, "tags");
    JoinTable()(Post.prototype, "tags");
    const { tables } = await schemaOf("postgres", [Post, Tag]);
    const junction = tables.find(({ name }) => name === "post_tags_tag");
    expect(junction?.primaryKey?.columns).to.deep.equal(["postId", "tagId"]);
    expect(junction?.indexes.map(({ keys }) => keys)).to.deep.equal([
      [{ column: "postId" }],
      [{ column: "tagId" }],
    ]);
    expect(junction?.foreignKeys.map(({ onDelete }) => onDelete)).to.include("CASCADE");
  });

  it("hold the closure of a tree", async () => {
    class Topic {}
    Entity("topic")(Topic);
    Tree("closure-table")(Topic);
    PrimaryGeneratedColumn({ type: "integer" })(Topic.prototype, "id");
    TreeChildren()(Topic.prototype, "children");
    TreeParent()(Topic.prototype, "parent");
    defineTypes(Topic.prototype, { children: Array, parent: Topic });
    const { tables } = await schemaOf("better-sqlite3", [Topic]);
    const closure = tables.find(({ name }) => name === "topic_closure");
    expect(closure?.columns.map(({ name }) => name)).to.deep.equal([
      "id_ancestor",
      "id_descendant",
    ]);
  });
});

/** TreeParent reads the type that a TypeScript compiler would have written down. */
function defineTypes(prototype: object, types: Readonly<Record<string, unknown>>): void {
  for (const [key, type] of Object.entries(types)) {
    Reflect.get(Reflect, "defineMetadata")?.("design:type", type, prototype, key);
  }
}

describe("single-table inheritance", () => {
  class Content {}
  Entity("content")(Content);
  TableInheritance({ column: { type: "varchar", name: "type" } })(Content);
  PrimaryColumn(id)(Content.prototype, "id");
  class Photo extends Content {}
  ChildEntity()(Photo);
  Column({ type: "varchar" })(Photo.prototype, "caption");
  Index("by_caption")(Photo.prototype, "caption");
  class Video extends Content {}
  ChildEntity()(Video);
  Column({ type: "varchar" })(Video.prototype, "caption");
  Index("by_caption")(Video.prototype, "caption");

  it("is one table of all columns, each once", async () => {
    const { tables } = await schemaOf("postgres", [Content, Photo, Video]);
    expect(tables.map(({ name }) => name)).to.deep.equal(["content"]);
    expect(tables[0]?.columns.map(({ name }) => name).toSorted()).to.deep.equal([
      "caption",
      "id",
      "type",
    ]);
  });

  it("allows null in the columns of children", async () => {
    const { tables } = await schemaOf("postgres", [Content, Photo, Video]);
    expect(tables[0]?.columns.find(({ name }) => name === "caption")?.nullable).to.equal(true);
  });

  it("has once an index that several children declare", async () => {
    const { tables } = await schemaOf("postgres", [Content, Photo, Video]);
    const named = tables[0]?.indexes.filter(({ name }) => name === "by_caption");
    expect(named).to.have.length(1);
  });
});

describe("an entity on the table of a many-to-many relation", () => {
  it("shares that table", async () => {
    class Tag {}
    Entity("tag")(Tag);
    PrimaryColumn(id)(Tag.prototype, "id");
    class Post {}
    Entity("post")(Post);
    PrimaryColumn(id)(Post.prototype, "id");
    ManyToMany(() => Tag)(Post.prototype, "tags");
    JoinTable({ name: "tagging" })(Post.prototype, "tags");
    class Tagging {}
    Entity("tagging")(Tagging);
    PrimaryColumn(id)(Tagging.prototype, "postId");
    PrimaryColumn(id)(Tagging.prototype, "tagId");
    Column({ type: "varchar" })(Tagging.prototype, "why");
    Check("short", "length(why) < 9")(Tagging);
    const { tables } = await schemaOf("better-sqlite3", [Post, Tag, Tagging]);
    const shared = tables.filter(({ name }) => name === "tagging");
    expect(shared).to.have.length(1);
    expect(shared[0]?.columns.map(({ name }) => name)).to.deep.equal(["postId", "tagId", "why"]);
    expect(shared[0]?.foreignKeys).to.have.length(2);
  });
});

describe("entities that share a table", () => {
  const first = { name: "one", tableName: "shared", columns: { id, a: text, b: text } };
  const second = {
    name: "two",
    tableName: "shared",
    columns: { id, b: { type: "integer" }, c: text },
    indices: [{ name: "by_c", columns: ["c"] }],
  } as const;

  it("add up, and the later one has the last word on a column", async () => {
    const table = await tablesOf([first, second]);
    expect(
      table.map(({ name, columns }) => [name, columns.map((each) => each.type.name)]),
    ).to.deep.equal([["shared", ["integer", "varchar", "integer", "varchar"]]]);
    expect(table[0]?.indexes).to.have.length(1);
  });

  it("are mentioned where they differ", async () => {
    const { notes } = await wantedOf("better-sqlite3", [first, { ...second, indices: [] }]);
    expect(notes.join()).to.contain('share the table "shared"').and.contain('column "b"');
  });
});

async function tablesOf(definitions: readonly object[]): Promise<Schema["tables"]> {
  return (await wantedOf("better-sqlite3", definitions as Definition[])).schema.tables;
}
