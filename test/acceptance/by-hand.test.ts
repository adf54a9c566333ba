import { readFile, writeFile } from "node:fs/promises";
import { expect } from "chai";
import { check } from "../../src/action/check.js";
import { diff } from "../../src/action/diff.js";
import { downgrade } from "../../src/action/downgrade.js";
import { revision } from "../../src/action/revision.js";
import { upgrade } from "../../src/action/upgrade.js";
import {
  products,
  withEntities,
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
