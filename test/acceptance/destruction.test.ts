import { expect } from "chai";
import { downgrade } from "../../src/action/downgrade.js";
import { revision } from "../../src/action/revision.js";
import { upgrade } from "../../src/action/upgrade.js";
import type { Destruction, ProgressEvent } from "../../src/runner/run-request.js";
import {
  describeOnProducts,
  withEntities,
  type Application,
} from "../support/versioned-entities.js";

const users = (columns: string): string => `
@Entity("users")
class User {
  @PrimaryGeneratedColumn() id!: number;
${columns}
}
const entities = [User];`;

const versions = {
  before: users(
    `@Column("varchar") name!: string; @Column("varchar", { nullable: true }) mail!: string | null;`,
  ),
  after: users(`@Column("varchar") name!: string;`),
};

type Prepared = {
  readonly there: {
    readonly cwd: string;
    readonly dataSource: string;
    readonly scriptLocation: string;
  };
  readonly columns: () => Promise<readonly string[]>;
};

async function prepare(application: Application, rows: number): Promise<Prepared> {
  const before = { ...application.at("before"), scriptLocation: "migrations" };
  const there = { ...application.at("after"), scriptLocation: "migrations" };
  await revision({ ...before, autogenerate: true, message: "before" });
  await upgrade(before);
  for (let row = 0; row < rows; row += 1)
    await application.query(`INSERT INTO users (name, mail) VALUES ('Ada', 'a@b')`);
  await revision({ ...there, autogenerate: true, message: "after" });
  return {
    there,
    columns: async () => {
      const held = await application.query("SELECT * FROM users");
      return held.flatMap((row) => Object.keys(row)).sort();
    },
  };
}

const codeOf = (error: { readonly code: string }): string => error.code;

describeOnProducts(
  (product) => `what destroys values of rows on ${product}`,
  (product) => {
    it("is asked about before its first statement, with how many rows it is", async () => {
      await withEntities(product, versions, async (application) => {
        const { there, columns } = await prepare(application, 2);
        const asked: Destruction[] = [];
        await upgrade({
          ...there,
          confirmDestruction: (destruction) => {
            asked.push(destruction);
            return Promise.resolve(true);
          },
        });
        expect(asked).to.have.length(1);
        expect(asked[0]).to.include({ code: "DROPS_COLUMN", rows: 2, sampled: false });
        expect(asked[0]?.operation).to.equal('drop column "users"."mail"');
        expect(await columns()).not.to.include("mail");
      });
    }).timeout(60_000);

    it("leaves the database as it was where it is not agreed to", async () => {
      await withEntities(product, versions, async (application) => {
        const { there, columns } = await prepare(application, 1);
        const confirmDestruction = (): Promise<boolean> => Promise.resolve(false);
        expect(await upgrade({ ...there, confirmDestruction }).catch(codeOf)).to.equal(
          "DESTRUCTION_REFUSED",
        );
        expect(await columns()).to.include("mail");
      });
    }).timeout(60_000);

    it("is not asked about where it is allowed, nor where the table is empty", async () => {
      for (const { rows, allowDestructive } of [
        { rows: 0, allowDestructive: false },
        { rows: 1, allowDestructive: true },
      ])
        await withEntities(product, versions, async (application) => {
          const { there } = await prepare(application, rows);
          const confirmDestruction = (): Promise<boolean> => Promise.reject(new Error("asked"));
          const { databases } = await upgrade({ ...there, allowDestructive, confirmDestruction });
          expect(databases[0]?.applied).to.have.length(1);
        });
    }).timeout(60_000);

    it("is found beyond the first rows that are looked at", async () => {
      await withEntities(product, versions, async (application) => {
        const { there } = await prepare(application, 0);
        const digits =
          "SELECT 0 AS n UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4";
        const ten = `(${digits} UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9)`;
        await application.query(
          `INSERT INTO users (name) SELECT 'Ada' FROM ${ten} a, ${ten} b, ${ten} c, ${ten} d`,
        );
        await application.query(`INSERT INTO users (name, mail) VALUES ('Grace', 'g@h')`);
        const confirmDestruction = (): Promise<boolean> => Promise.resolve(false);
        expect(await upgrade({ ...there, confirmDestruction }).catch(codeOf)).to.equal(
          "DESTRUCTION_REFUSED",
        );
      });
    }).timeout(60_000);

    it("is not a shorter column whose values all fit", async () => {
      const lengths = {
        before: users(`@Column("varchar", { length: 200 }) name!: string;`),
        after: users(`@Column("varchar", { length: 120 }) name!: string;`),
      };
      await withEntities(product, lengths, async (application) => {
        const before = { ...application.at("before"), scriptLocation: "migrations" };
        const there = { ...application.at("after"), scriptLocation: "migrations" };
        await revision({ ...before, autogenerate: true, message: "before" });
        await upgrade(before);
        await application.query(`INSERT INTO users (name) VALUES ('Ada')`);
        await revision({ ...there, autogenerate: true, message: "after" });
        const confirmDestruction = (): Promise<boolean> => Promise.reject(new Error("asked"));
        await upgrade({ ...there, confirmDestruction });
        expect(await application.query("SELECT name FROM users")).to.deep.equal([{ name: "Ada" }]);
      });
    }).timeout(60_000);

    it("is told and run where nobody is there to be asked, on the way back too", async () => {
      await withEntities(product, versions, async (application) => {
        const { there } = await prepare(application, 1);
        const events: ProgressEvent[] = [];
        const onProgress = (event: ProgressEvent): void => void events.push(event);
        await upgrade({ ...there, onProgress, target: "head" });
        await downgrade({ ...there, onProgress, target: "base" });
        const told = events.flatMap((event) =>
          event.kind === "destroys" ? [event.destruction] : [],
        );
        expect(told.map(({ code }) => code)).to.deep.equal(["DROPS_COLUMN", "DROPS_TABLE"]);
      });
    }).timeout(60_000);
  },
);
