import { expect } from "chai";
import { check } from "../../src/action/check.js";
import { revision } from "../../src/action/revision.js";
import { upgrade } from "../../src/action/upgrade.js";
import { withEntities } from "../support/versioned-entities.js";

const versions = {
  moment: `
  @Entity("item") class Item {
    @PrimaryGeneratedColumn() id!: number;
    @Column({ type: "timestamp", default: "now" }) at!: Date;
    @Column({ type: "date", default: "today" }) day!: string;
  }
  const entities = [Item];`,
  join: `
  @Entity("profile") class Profile { @PrimaryGeneratedColumn() id!: number; }
  @Entity("person") class Person {
    @PrimaryGeneratedColumn() id!: number;
    @Column({ type: "integer", unique: true }) profileId!: number;
    @OneToOne(() => Profile) @JoinColumn({ name: "profileId" }) profile!: Profile;
  }
  const entities = [Profile, Person];`,
};

describe("entities that PostgreSQL answers in its own way", () => {
  it("come to rest where a default is the moment of the statement, and the moment stays", () =>
    withEntities("postgres", versions, async ({ at, query }) => {
      await revision({ ...at("moment"), autogenerate: true, message: "one" });
      await upgrade(at("moment"));
      const defaults = () =>
        query("SELECT column_default FROM information_schema.columns WHERE table_name = 'item'");
      const before = await defaults();
      const [found] = (await check(at("moment"))).databases;
      expect(found?.operations).to.deep.equal([]);
      expect(found?.notes.filter((note) => note.includes("moment"))).to.have.lengthOf(2);
      expect(await defaults()).to.deep.equal(before);
    }));

  it("have one unique constraint on the join column of a one-to-one that is unique besides", () =>
    withEntities("postgres", versions, async ({ at, query }) => {
      await revision({ ...at("join"), autogenerate: true, message: "one" });
      await upgrade(at("join"));
      const uniques = await query(
        "SELECT left(conname, 3) AS name FROM pg_constraint WHERE contype = 'u' AND conrelid = 'person'::regclass",
      );
      // The one that a CREATE TABLE of TypeORM's leaves.
      expect(uniques).to.deep.equal([{ name: "UQ_" }]);
      expect((await check(at("join"))).databases[0]?.operations).to.deep.equal([]);
    }));
});
