import { expect } from "chai";
import { check } from "../../src/action/check.js";
import { downgrade } from "../../src/action/downgrade.js";
import { revision } from "../../src/action/revision.js";
import { upgrade } from "../../src/action/upgrade.js";
import {
  describeOnProducts,
  withEntities,
  type AnyProduct,
  type Application,
} from "../support/versioned-entities.js";

const users = (relation: string): string => `
@Entity("profiles") class Profile { @PrimaryGeneratedColumn() id!: number; }
@Entity("users")
class User {
  @PrimaryGeneratedColumn() id!: number;
  @${relation}(() => Profile) @JoinColumn() profile!: Profile;
}
const entities = [Profile, User];`;

const versions = { one: users("OneToOne"), many: users("ManyToOne") };

/** The indexes of the table in the server's own words. */
const catalogs: Readonly<Record<AnyProduct, string>> = {
  "better-sqlite3": "SELECT sql AS entry FROM sqlite_master WHERE tbl_name = 'users' ORDER BY sql",
  postgres: "SELECT indexdef AS entry FROM pg_indexes WHERE tablename = 'users' ORDER BY indexdef",
  mysql: "SHOW CREATE TABLE users",
};

describeOnProducts(
  (product) => `a relation on ${product}`,
  (product) => {
    const ways = [
      ["one", "many"],
      ["many", "one"],
    ] as const;
    for (const [from, to] of ways) {
      it(`that is of ${from} to one and becomes of ${to} to one goes there, back and there again`, () =>
        withEntities(product, versions, async (application) => {
          const catalog = (): Promise<unknown> => application.query(catalogs[product]);
          const there = await begin(application, from, to);
          const first = await catalog();
          await upgrade(there);
          const second = await catalog();
          expect((await check(there)).clean).to.equal(true);
          await downgrade({ ...there, target: "-1" });
          expect(await catalog()).to.deep.equal(first);
          await upgrade(there);
          expect(await catalog()).to.deep.equal(second);
        })).timeout(60_000);
    }
  },
);

async function begin(application: Application, from: string, to: string) {
  const before = { ...application.at(from), scriptLocation: "migrations" };
  await revision({ ...before, autogenerate: true, message: "before" });
  await upgrade(before);
  const there = { ...application.at(to), scriptLocation: "migrations" };
  await revision({ ...there, autogenerate: true, message: "after" });
  return there;
}
