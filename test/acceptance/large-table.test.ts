import { expect } from "chai";
import { check } from "../../src/action/check.js";
import { diff } from "../../src/action/diff.js";
import type { ToldHazard } from "../../src/compare/difference.js";
import { revision } from "../../src/action/revision.js";
import { show } from "../../src/action/show.js";
import { upgrade } from "../../src/action/upgrade.js";
import { describeShown } from "../../src/report/history.js";
import {
  describeOnProducts,
  withEntities,
  type AnyProduct,
  type Application,
} from "../support/versioned-entities.js";

const users = (type: string): string => `
@Entity("users")
class User {
  @PrimaryGeneratedColumn() id!: number;
  @Column("${type}", { nullable: true }) points!: number | null;
}
const entities = [User];`;

const versions = { before: users("int"), after: users("bigint") };

const ten = `INSERT INTO users (points) VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)`;
const hundredThousand = `INSERT INTO users (points) SELECT a.points FROM users a, users b, users c, users d, users e`;

async function withRows(
  product: AnyProduct,
  inserts: readonly string[],
  use: (there: { readonly cwd: string; readonly dataSource: string }) => Promise<void>,
): Promise<void> {
  await withEntities(product, versions, async (application: Application) => {
    const before = { ...application.at("before"), scriptLocation: "migrations" };
    await revision({ ...before, autogenerate: true, message: "before" });
    await upgrade(before);
    for (const sql of inserts) await application.query(sql);
    await use({ ...application.at("after"), ...{ scriptLocation: "migrations" } });
  });
}

const rebuilds = { code: "REBUILDS_TABLE", severity: "lock", rows: 100_010 };

describeOnProducts(
  (product) => `a table of ${product} that is written anew`,
  (product) => {
    it("is told of where it is large, in every place, and nobody is asked", () =>
      withRows(product, [ten, hundredThousand], async (there) => {
        for (const { databases } of [await check(there), await diff(there)])
          expect(databases[0]?.hazards[0]).to.include(rebuilds);
        const written = await revision({ ...there, autogenerate: true, message: "after" });
        expect(written.databases[0]?.hazards[0]).to.include(rebuilds);
        expect(written.text).to.match(
          /\/\/ When this was written: 100010 rows are concerned. This writes every row of "users" anew/,
        );
        const shown = describeShown(await show({ ...there, revision: "head" }));
        expect(shown).to.match(/! writes every row of "users" anew.* \(REBUILDS_TABLE, told of /);
        const told: ToldHazard[] = [];
        await upgrade({
          ...there,
          onHazards: (_, hazards) => void told.push(...hazards),
          confirmDestruction: () => Promise.reject(new Error("This destroys nothing.")),
        });
        expect(told[0]).to.include(rebuilds);
        expect((await check(there)).clean).to.equal(true);
      })).timeout(120_000);

    it("is told nothing of where it is small", () =>
      withRows(product, [ten], async (there) => {
        const { databases, text } = await revision({ ...there, autogenerate: true, message: "x" });
        expect(databases.flatMap(({ hazards }) => hazards)).to.deep.equal([]);
        expect(text).not.to.include("When this was written");
        const told: ToldHazard[] = [];
        await upgrade({ ...there, onHazards: (_, hazards) => void told.push(...hazards) });
        expect(told).to.deep.equal([]);
      })).timeout(120_000);
  },
);
