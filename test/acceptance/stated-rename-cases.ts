import type { AnyProduct } from "../support/versioned-entities.js";

/** Entities whose names change, rows of theirs, and what is read of these under both names. */
export type StatedRename = {
  readonly before: string;
  readonly after: string;
  readonly insert: readonly string[];
  /** What `--rename` is given; by product where they call things otherwise. */
  readonly renames: Readonly<Partial<Record<AnyProduct | "all", readonly string[]>>>;
  readonly read: { readonly before: readonly string[]; readonly after: readonly string[] };
  /** Default: all products. */
  readonly on?: readonly AnyProduct[];
};

const id = "@PrimaryGeneratedColumn() id!: number;";
const text = `@Column({ type: "varchar", length: 20 })`;

const enumOf = (type: string, values: readonly string[]): string =>
  `@Column({ type: "${type}", enum: ${JSON.stringify(values)}, default: "${values[0] ?? ""}" })`;

const one = (columns: string, table = "item"): string =>
  `@Entity("${table}") class Item { ${id} ${columns} } const entities = [Item];`;

const blog = (names: Readonly<Record<"tags" | "users" | "posts" | "name", string>>): string => `
@Entity("${names.tags}") class Tag { ${id} ${text} @Index({ unique: true }) label!: string; }
@Entity("${names.users}") @Unique(["${names.name}", "age"]) @Check('"age" > 0')
class User { ${id} ${text} ${names.name}!: string; @Column("integer") @Index() age!: number; @ManyToOne(() => User, { nullable: true }) boss!: any; }
@Entity("${names.posts}")
class Post { ${id} ${enumOf("simple-enum", ["draft", "live"])} state!: string; @ManyToOne(() => User) author!: any; @ManyToMany(() => Tag) @JoinTable() tags!: any[]; }
const entities = [Tag, User, Post];`;

const ring = (names: readonly string[]): string =>
  names
    .map(
      (name, at) => `
@Entity("${name}") @Unique(["n"]) @Check('"n" <> \\'\\'')
class C${String(at)} { ${id} ${text} n!: string; ${enumOf("simple-enum", [`v${String(at)}`, "z"])} kind!: string;
  @ManyToOne(() => C${String((at + 1) % names.length)}, { nullable: true }) @JoinColumn({ name: "next" }) @Index() next!: any; }`,
    )
    .join("\n") + `\nconst entities = [${names.map((_, at) => `C${String(at)}`).join(", ")}];`;

/** Tables that refer to each other in a circle, and get each other's names. */
function goingRound(before: readonly string[], after: readonly string[]): StatedRename {
  const read = (names: readonly string[]): readonly string[] =>
    names.map((name) => `SELECT "id", "n", "kind", "next" FROM "${name}"`);
  return {
    before: ring(before),
    after: ring(after),
    insert: [
      ...before.map(
        (name, at) => `INSERT INTO "${name}" ("n", "kind") VALUES ('${name}', 'v${String(at)}')`,
      ),
      ...before.map((name) => `UPDATE "${name}" SET "next" = 1`),
    ],
    renames: { all: before.map((name, at) => `${name}:${after[at] ?? ""}`) },
    read: { before: read(before), after: read(after) },
  };
}

/** A table whose CHECK and whose index condition name it. */
const self = (table: string, columns: string): string => `
@Entity("${table}") @Check('"${table}"."a" > 0') @Check("named", '${table}.a < 100')
@Index("part", ["a"], { where: '"${table}"."a" > 5' })
class Item { ${id} @Column("integer") a!: number; ${columns} }
const entities = [Item];`;

const viewed = (table: string, column: string, quote: string): string => `
@Entity("${table}") class Item { ${id} ${text} ${column}!: string; }
@ViewEntity({ name: "names", expression: 'SELECT ${quote}id${quote}, ${quote}${column}${quote} AS ${quote}label${quote} FROM ${quote}${table}${quote}' })
class Name { @ViewColumn() id!: number; @ViewColumn() label!: string; }
const entities = [Item, Name];`;

/** A view that reads what is renamed. */
function underView(on: readonly AnyProduct[], quote: string): StatedRename {
  return {
    on,
    before: viewed("item", "name", quote),
    after: viewed("thing", "title", quote),
    insert: [`INSERT INTO "item" ("name") VALUES ('a')`],
    renames: { all: ["item:thing", "thing.name:title"] },
    read: {
      before: [`SELECT "id", "name" FROM "item"`, `SELECT "label" FROM "names"`],
      after: [`SELECT "id", "title" FROM "thing"`, `SELECT "label" FROM "names"`],
    },
  };
}

const tree = (table: string): string => `
@Entity("${table}") @Tree("closure-table")
class Kind { ${id} ${text} name!: string; @TreeChildren() children!: Kind[]; @TreeParent() parent!: Kind; }
const entities = [Kind];`;

const directions = ["up", "down", "up"].map((value) => `INSERT INTO item (s) VALUES ('${value}')`);

/** Values of an enumeration that are called by each other's names. */
function tradedValues(type: string, on: readonly AnyProduct[], place: string): StatedRename {
  const read = (first: string): string =>
    `SELECT CASE WHEN s = '${first}' THEN 1 ELSE 2 END AS v FROM item ORDER BY id`;
  return {
    on,
    before: one(`${enumOf(type, ["up", "down"])} s!: string;`),
    after: one(`${enumOf(type, ["down", "up"])} s!: string;`),
    insert: directions,
    renames: { all: [`${place}.up:down`, `${place}.down:up`] },
    read: { before: [read("up")], after: [read("down")] },
  };
}

const listed = (values: readonly string[]): string =>
  one(
    `@Column({ type: "enum", enum: ${JSON.stringify(values)}, array: true, default: ${JSON.stringify(values)} }) s!: string[];`,
  );

export const statedRenames: Readonly<Record<string, StatedRename>> = {
  "a table that its CHECK and its index name": {
    before: self("foo", ""),
    after: self("bar", `@Column({ type: "integer", nullable: true }) b!: number | null;`),
    insert: [`INSERT INTO "foo" ("a") VALUES (7)`],
    renames: { all: ["foo:bar"] },
    read: { before: [`SELECT "a" FROM "foo"`], after: [`SELECT "a" FROM "bar"`] },
    on: ["better-sqlite3"],
  },
  "a table and a column that its CHECK and its index name": {
    before: self("foo", ""),
    after: self("bar", "").replaceAll('"a"', '"n"').replaceAll(".a", ".n").replaceAll(" a!", " n!"),
    insert: [`INSERT INTO "foo" ("a") VALUES (7)`],
    renames: { all: ["foo:bar", "bar.a:n"] },
    read: { before: [`SELECT "a" FROM "foo"`], after: [`SELECT "n" FROM "bar"`] },
    on: ["better-sqlite3"],
  },
  "tables with their columns, what refers to them and what joins them": {
    before: blog({ tags: "tags", users: "users", posts: "posts", name: "name" }),
    after: blog({ tags: "labels", users: "people", posts: "articles", name: "fullName" }),
    insert: [
      `INSERT INTO "tags" ("label") VALUES ('a'), ('b')`,
      `INSERT INTO "users" ("name", "age") VALUES ('Ada', 36)`,
      `INSERT INTO "users" ("name", "age", "bossId") VALUES ('Grace', 85, 1)`,
      `INSERT INTO "posts" ("state", "authorId") VALUES ('live', 2)`,
      `INSERT INTO "posts_tags_tags" ("postsId", "tagsId") VALUES (1, 2)`,
    ],
    renames: {
      all: [
        "users:people",
        "people.name:fullName",
        "tags:labels",
        "posts:articles",
        "posts_tags_tags:articles_tags_labels",
        "articles_tags_labels.postsId:articlesId",
        "articles_tags_labels.tagsId:labelsId",
      ],
    },
    read: {
      before: [
        `SELECT "id", "name", "age", "bossId" FROM "users" ORDER BY "id"`,
        `SELECT "id", "state", "authorId" FROM "posts"`,
        `SELECT "postsId", "tagsId" FROM "posts_tags_tags"`,
      ],
      after: [
        `SELECT "id", "fullName", "age", "bossId" FROM "people" ORDER BY "id"`,
        `SELECT "id", "state", "authorId" FROM "articles"`,
        `SELECT "articlesId", "labelsId" FROM "articles_tags_labels"`,
      ],
    },
  },
  "two tables that trade their names": goingRound(["one", "two"], ["two", "one"]),
  "three tables whose names go round": goingRound(["a", "b", "c"], ["b", "c", "a"]),
  "a table and a column under a view": underView(["better-sqlite3", "postgres"], `"`),
  "a table and a column under a view that a trigger reads": {
    ...underView(["better-sqlite3"], `"`),
    insert: [
      "CREATE TABLE log (n integer)",
      "CREATE TRIGGER tr AFTER INSERT ON item BEGIN INSERT INTO log SELECT id FROM names WHERE label = 'a'; END",
      `INSERT INTO "item" ("name") VALUES ('a')`,
    ],
  },
  "a table and a column under a view of MySQL": underView(["mysql"], "`"),
  "a tree with its closure": {
    before: tree("kind"),
    after: tree("sort"),
    insert: [
      `INSERT INTO kind (name) VALUES ('a')`,
      `INSERT INTO kind_closure (id_ancestor, id_descendant) VALUES (1, 1)`,
    ],
    renames: { all: ["kind:sort", "kind_closure:sort_closure"] },
    read: {
      before: [
        `SELECT id, name, "parentId" FROM kind`,
        `SELECT id_ancestor, id_descendant FROM kind_closure`,
      ],
      after: [
        `SELECT id, name, "parentId" FROM sort`,
        `SELECT id_ancestor, id_descendant FROM sort_closure`,
      ],
    },
  },
  "values that trade places in a check": tradedValues("simple-enum", ["better-sqlite3"], "item.s"),
  "values that trade places in an enum type": tradedValues("enum", ["postgres"], "item_s_enum"),
  "values that trade places in a column": tradedValues("enum", ["mysql"], "item.s"),
  "a value in an array that is a default": {
    on: ["postgres"],
    before: listed(["active", "gone"]),
    after: listed(["live", "gone"]),
    insert: [`INSERT INTO item (s) VALUES ('{active}')`, `INSERT INTO item DEFAULT VALUES`],
    renames: { all: ["item_s_enum.active:live"] },
    read: {
      before: [`SELECT cardinality(s), 'active' = ANY(s::text[]) FROM item ORDER BY id`],
      after: [`SELECT cardinality(s), 'live' = ANY(s::text[]) FROM item ORDER BY id`],
    },
  },
};
