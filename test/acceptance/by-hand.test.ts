import { readFile, writeFile } from "node:fs/promises";
import { expect } from "chai";
import { check } from "../../src/action/check.js";
import { diff } from "../../src/action/diff.js";
import { downgrade } from "../../src/action/downgrade.js";
import { revision } from "../../src/action/revision.js";
import { upgrade } from "../../src/action/upgrade.js";
import {
  describeOnProducts,
  products,
  withEntities,
  type AnyProduct,
  type Application,
  type Product,
} from "../support/versioned-entities.js";
import { catchRejection } from "../support/catch-error.js";

const item = (columns: string): string => `
  @Entity("item") class Item {
    @PrimaryGeneratedColumn() id!: number;
    @Column({ type: "varchar", nullable: true }) a!: string | null;
    ${columns}
  }
  const entities = [Item];`;
const versions = {
  one: item(`@Column({ type: "integer", nullable: true }) b!: number | null;`),
  two: item(""),
};

/** Calls of `op` that make what no entity can ask for. */
const beyond: Readonly<Record<Product, readonly string[]>> = {
  postgres: [
    `createSequence("invoice_number", { start: 1000 })`,
    `createIndex("item", { name: "computed", columns: [{ expression: "lower(a)" }] })`,
    `createIndex("item", { name: "covering", columns: ["a"], include: ["b"] })`,
    `createIndex("item", { name: "descending", columns: [{ column: "b", descending: true }] })`,
    `createIndex("item", { name: "patterned", columns: [{ column: "a", operatorClass: "text_pattern_ops" }] })`,
    `createUniqueConstraint("item", { name: "included", columns: ["b"], include: ["a"] })`,
    `execute("CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END'")`,
    `execute("CREATE TRIGGER tr BEFORE INSERT ON item FOR EACH ROW EXECUTE FUNCTION f()")`,
  ],
  "better-sqlite3": [
    `createIndex("item", { name: "computed", columns: [{ expression: "lower(a)" }] })`,
    `createIndex("item", { name: "descending", columns: [{ column: "b", descending: true }] })`,
    `createIndex("item", { name: "folded", columns: [{ column: "a", collation: "NOCASE" }] })`,
    `execute("CREATE TRIGGER tr AFTER INSERT ON item BEGIN SELECT 1; END")`,
  ],
};

for (const product of products) {
  describe(`what a revision makes by hand on ${product}`, () => {
    const within = (use: (application: Application) => Promise<void>) => () =>
      withEntities(product, versions, use);

    it(
      "stays, where no entity can ask for it",
      within(async (application) => {
        await begin(application);
        await byHand(application, beyond[product]);
        const [found] = (await check(application.at("one"))).databases;
        expect(found?.operations).to.deep.equal([]);
        expect(found?.unmanaged).to.deep.equal([]);
      }),
    );

    it(
      "goes with the column that it stands on",
      within(async (application) => {
        await begin(application);
        await byHand(application, beyond[product]);
        await revision({ ...application.at("two"), autogenerate: true, message: "without b" });
        await upgrade(application.at("two"));
        expect((await check(application.at("two"))).clean).to.equal(true);
        await downgrade({ ...application.at("one"), target: "-1" });
        const [found] = (await diff(application.at("one"))).databases;
        expect(found?.operations).to.deep.equal([]);
        expect(await indexNames(product, application)).to.include.members([
          "computed",
          "descending",
        ]);
        await upgrade(application.at("two"));
      }),
    );

    it(
      "is told by the line as it was written where it fails, changes that were held back too",
      within(async (application) => {
        await begin(application);
        const column = `{ name: "b", type: "integer", nullable: true }`;
        const calls = [
          `addColumn("item", ${column.replace("b", "c")})`,
          `addColumn("item", ${column})`,
        ];
        const { facts } = await catchRejection(() => byHand(application, calls));
        const [, path = "", line] = /\((.*):(\d+):\d+\)/.exec(String(facts["userStack"])) ?? [];
        const written = (await readFile(path, "utf8")).split("\n")[Number(line) - 1];
        expect(written).to.include("op.addColumn");
      }),
    );

    it(
      "goes with the next autogenerate, where an entity could ask for it and none does",
      within(async (application) => {
        await begin(application);
        await byHand(application, [`createIndex("item", { name: "plain", columns: ["a"] })`]);
        const { databases } = await check(application.at("one"));
        expect(databases[0]?.operations).to.have.length(1);
      }),
    );
  });
}

describe("a revision that takes away what no entity can ask for", () => {
  it("gives back the collations and directions of keys, on SQLite", async () => {
    await withEntities("better-sqlite3", versions, async (application) => {
      const { at, query } = application;
      const keys = `primaryKey: { columns: ["a", "b"], collations: ["NOCASE", null], descending: [true, false] },
        uniques: [{ columns: ["b", "a"], collations: [null, "RTRIM"], descending: [false, true] }]`;
      const columns = `columns: [{ name: "a", type: "varchar" }, { name: "b", type: "integer" }]`;
      await begin(application);
      await byHand(application, [`createTable("keyed", { ${columns}, ${keys} })`]);
      const shape = async () => (await diff(at("one"))).databases[0]?.operations;
      const before = await shape();
      expect(before).to.have.length(1);
      await revision({ ...at("one"), autogenerate: true, message: "without it" });
      await upgrade(at("one"));
      expect(await shape()).to.deep.equal([]);
      await downgrade({ ...at("one"), target: "-1" });
      const [{ sql } = {}] = await query("SELECT sql FROM sqlite_master WHERE name = 'keyed'");
      expect(sql).to.match(/"a" COLLATE "?NOCASE"? DESC, "b"\)/);
      expect(sql).to.match(/"b", "a" COLLATE "?RTRIM"? DESC\)/);
    });
  });

  it("gives back a usable index for one whose concurrent build failed, on PostgreSQL", async () => {
    const indexed = (more: string) =>
      item(more).replace("@Column", `@Index("by_a", { unique: true }) @Column`);
    await withEntities("postgres", { one: indexed("") }, async (application) => {
      const { at, query } = application;
      await begin(application);
      await query("DROP INDEX by_a");
      await query("INSERT INTO item (a) VALUES ('x'), ('x')");
      const build = query("CREATE UNIQUE INDEX CONCURRENTLY by_a ON item (a)");
      expect(await build.catch(String)).to.include("could not create unique index");
      await query("DELETE FROM item");
      await revision({ ...at("one"), autogenerate: true, message: "make it again" });
      await upgrade(at("one"));
      await downgrade({ ...at("one"), target: "-1" });
      await upgrade(at("one"));
      expect((await check(at("one"))).clean).to.equal(true);
    });
  });
});

const maker = (type: string, more = ""): string => `
  @Entity("maker") class Maker {
    @PrimaryColumn({ type: "${type}" }) id!: number;
  }
  @Entity("item") class Item {
    @PrimaryColumn({ type: "integer" }) id!: number;
    @Column({ type: "${type}" }) maker!: number;
    ${more}
  }
  const entities = [Maker, Item];`;

const made = {
  one: maker("integer"),
  two: maker("bigint", `@Column({ type: "integer", nullable: true }) more!: number | null;`),
  three: maker("integer"),
};

const view = "CREATE VIEW dear AS SELECT id, maker FROM item";
const key = "ALTER TABLE item ADD CONSTRAINT fk_by_hand FOREIGN KEY (maker) REFERENCES maker (id)";

type Aside = { readonly title: string; readonly sql: readonly string[]; readonly kept: object };

/** What stands on a column that gets another type, each made beside the revisions. */
const asides: Readonly<Record<AnyProduct, readonly Aside[]>> = {
  postgres: [
    { title: "a view", sql: [view], kept: { kind: "view", name: "dear" } },
    {
      title: "a materialized view with an index",
      sql: [view.replace("VIEW", "MATERIALIZED VIEW"), "CREATE INDEX of_view ON dear (maker)"],
      kept: { kind: "view", name: "dear" },
    },
    {
      title: "a foreign key",
      sql: [key],
      kept: { kind: "constraint", table: "item", name: "fk_by_hand" },
    },
  ],
  "better-sqlite3": [
    { title: "a view", sql: [view], kept: { kind: "view", name: "dear" } },
    {
      title: "a foreign key without a name",
      sql: [
        "DROP TABLE item",
        "CREATE TABLE item (id integer PRIMARY KEY NOT NULL, maker integer NOT NULL REFERENCES maker (id))",
      ],
      kept: { kind: "constraint", table: "item", name: "foreignKey" },
    },
  ],
  mysql: [
    { title: "a view", sql: [view], kept: { kind: "view", name: "dear" } },
    {
      title: "a foreign key",
      sql: [key],
      kept: { kind: "constraint", table: "item", name: "fk_by_hand" },
    },
  ],
};

describeOnProducts(
  (product) => `what others made and a revision only put back on ${product}`,
  (product) => {
    for (const { title, sql, kept } of asides[product]) {
      it(`stays theirs: ${title}`, async () => {
        await withEntities(product, made, async ({ at, query }) => {
          await revision({ ...at("one"), autogenerate: true, message: "create" });
          await upgrade(at("one"));
          for (const statement of sql) await query(statement);
          for (const version of ["two", "three"]) {
            await revision({ ...at(version), autogenerate: true, message: version });
            await upgrade(at(version));
            const [found] = (await check(at(version))).databases;
            expect(found?.operations).to.deep.equal([]);
            expect(found?.unmanaged).to.deep.include(kept);
          }
        });
      });
    }
  },
);

async function indexNames(product: Product, { query }: Application): Promise<readonly unknown[]> {
  const rows = await query(
    product === "postgres"
      ? "SELECT indexname AS name FROM pg_indexes WHERE tablename = 'item'"
      : "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = 'item'",
  );
  return rows.map(({ name }) => name);
}

async function begin({ at }: Application): Promise<void> {
  await revision({ ...at("one"), autogenerate: true, message: "create item" });
  await upgrade(at("one"));
}

async function byHand({ at }: Application, calls: readonly string[]): Promise<void> {
  const written = await revision({ ...at("one"), message: "by hand" });
  if (written.path === undefined) throw new Error("nothing was written");
  const text = await readFile(written.path, "utf8");
  const body = calls.map((call) => `  await op.${call};\n`).join("");
  await writeFile(written.path, text.replace(/(function upgrade\([^{]*\{)/, `$1\n${body}`));
  await upgrade(at("one"));
}
