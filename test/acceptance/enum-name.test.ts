import { expect } from "chai";
import { check } from "../../src/action/check.js";
import { downgrade } from "../../src/action/downgrade.js";
import { revision } from "../../src/action/revision.js";
import { upgrade } from "../../src/action/upgrade.js";
import { withEntities, type Application } from "../support/versioned-entities.js";

/** Two entities; `mood` is the enum of both, `state` has the name that TypeORM would choose by itself. */
const entities = (values: string): string => `
  @Entity("item") class Item {
    @PrimaryGeneratedColumn() id!: number;
    @Column({ type: "enum", enum: ${values}, enumName: "mood" }) mood!: string;
    @Column({ type: "enum", enum: ["a", "b"], enumName: "item_state_enum" }) state!: string;
  }
  @Entity("other") class Other {
    @PrimaryGeneratedColumn() id!: number;
    @Column({ type: "enum", enum: ${values}, enumName: "mood", array: true }) moods!: string[];
  }
  const entities = [Item, Other];`;
const versions = {
  one: entities(`["sad", "ok"]`),
  more: entities(`["sad", "so so", "ok"]`),
  less: entities(`["ok"]`),
};

async function grow({ at }: Application, version: string): Promise<readonly string[]> {
  await revision({ ...at(version), autogenerate: true, message: version });
  await upgrade(at(version));
  return (await check(at(version))).databases[0]?.operations ?? [];
}

describe("an enum that entities name, on PostgreSQL", () => {
  const within = (use: (application: Application) => Promise<void>) => () =>
    withEntities("postgres", versions, use);

  it(
    "settles at once, shared or called as TypeORM would call it",
    within(async (application) => {
      expect(await grow(application, "one")).to.deep.equal([]);
    }),
  );

  it(
    "is changed once for all that share it, and changed back",
    within(async (application) => {
      const { at, query } = application;
      await grow(application, "one");
      await query("INSERT INTO item (mood, state) VALUES ('ok', 'a')");
      await query("INSERT INTO other (moods) VALUES ('{ok,ok}')");
      expect(await grow(application, "more")).to.deep.equal([]);
      expect(await grow(application, "less")).to.deep.equal([]);
      await downgrade({ ...at("one"), target: "-2" });
      const rows = await query(
        "SELECT mood::text, moods::text, enum_range(mood)::text AS all FROM item, other",
      );
      expect(rows).to.deep.equal([{ mood: "ok", moods: "{ok,ok}", all: "{sad,ok}" }]);
    }),
  );
});
