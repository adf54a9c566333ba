import { expect } from "chai";
import { check } from "../../src/action/check.js";
import { downgrade } from "../../src/action/downgrade.js";
import { revision } from "../../src/action/revision.js";
import { upgrade } from "../../src/action/upgrade.js";
import { withEntities } from "../support/versioned-entities.js";

const item = (place: string, column: string, more: string): string => `
  @Entity(${place}) class Item {
    @PrimaryGeneratedColumn() id!: number;
    @Column({ type: "enum", enum: ["a", "it's"${more}], default: "it's" }) state!: string;
    @Column({ type: "enum", enum: ["x", "y"], array: true, default: "{x}" }) list!: string[];
    @Index() @Column({ length: 30, unique: true }) ${column}!: string;
    @Column({ type: "integer", generatedType: "STORED", asExpression: "length(${column})" }) size!: number;
    @ManyToOne(() => Item, { nullable: true }) parent!: Item;
  }
  @Entity("child") class Child {
    @PrimaryGeneratedColumn("identity") id!: number;
    @ManyToOne(() => Item, { onDelete: "CASCADE" }) item!: Item;
  }
  const entities = [Item, Child];`;
const versions = {
  one: item(`"item", { schema: "old" }`, "name", ""),
  two: item(`"ware", { schema: "fresh" }`, "title", `, "b"`),
};

describe("a table that moves to another schema and name, on PostgreSQL", () => {
  it("keeps its rows, those that refer to it, its counter and its enums, and comes back", () =>
    withEntities("postgres", versions, async ({ at, query }) => {
      await revision({ ...at("one"), autogenerate: true, message: "one" });
      await upgrade(at("one"));
      await query("INSERT INTO old.item (name) VALUES ('one'), ('three')");
      await query(`UPDATE old.item SET "parentId" = 1, state = 'a'`);
      await query(`INSERT INTO child ("itemId") VALUES (1), (2)`);
      const renames = ["old.item:fresh.ware", "old.item.name:title"];
      await revision({ ...at("two"), autogenerate: true, message: "two", rename: renames });
      await upgrade(at("two"));
      expect((await check(at("two"))).databases[0]?.operations).to.deep.equal([]);
      const ware = await query(
        'SELECT id, state::text, list::text, title, size, "parentId" AS parent FROM fresh.ware ORDER BY id',
      );
      expect(ware).to.deep.equal([
        { id: 1, state: "a", list: "{x}", title: "one", size: 3, parent: 1 },
        { id: 2, state: "a", list: "{x}", title: "three", size: 5, parent: 1 },
      ]);
      await query("INSERT INTO fresh.ware (title) VALUES ('four')");
      await downgrade({ ...at("two"), target: "-1" });
      expect(await query("SELECT id, name, size FROM old.item ORDER BY id")).to.deep.equal([
        { id: 1, name: "one", size: 3 },
        { id: 2, name: "three", size: 5 },
        { id: 3, name: "four", size: 4 },
      ]);
      expect(await query('SELECT "itemId" FROM child ORDER BY 1')).to.have.length(2);
      await downgrade({ ...at("one"), target: "base" });
      const left = await query(
        "SELECT nspname FROM pg_namespace WHERE nspname IN ('old', 'fresh') UNION ALL SELECT typname FROM pg_type WHERE typtype = 'e'",
      );
      expect(left).to.deep.equal([]);
    }));
});
