import { expect } from "chai";
import { check } from "../../src/action/check.js";
import { current } from "../../src/action/current.js";
import { diff } from "../../src/action/diff.js";
import { downgrade } from "../../src/action/downgrade.js";
import { revision, type RevisionOptions } from "../../src/action/revision.js";
import { upgrade } from "../../src/action/upgrade.js";
import {
  describeOnProducts,
  withEntities,
  type AnyProduct,
  type Application,
} from "../support/versioned-entities.js";

const users = (columns: string): string => `
@Entity("users")
class User {
  @PrimaryGeneratedColumn() id!: number;
  @Index() @Column("int", { nullable: true }) points!: number | null;
${columns}
}
const entities = [User];`;

const versions = {
  before: users(""),
  after: users(`@Column("varchar", { length: 2 }) country!: string;`).replace("@Index() ", ""),
  indexed: users("").replace("@Index()", "@Index({ concurrent: true })"),
};

const ten = `INSERT INTO users (points) VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)`;
const hundredThousand = `INSERT INTO users (points) SELECT a.points FROM users a, users b, users c, users d, users e`;

const placeOf = (application: Application, version: keyof typeof versions) => ({
  ...application.at(version),
  scriptLocation: "migrations",
});

const options = (
  application: Application,
  version: keyof typeof versions,
  more: Partial<RevisionOptions> = {},
) => ({
  ...placeOf(application, version),
  autogenerate: true,
  message: version,
  ...more,
});

async function begin(application: Application, inserts: readonly string[]): Promise<void> {
  await revision(options(application, "before"));
  await upgrade(placeOf(application, "before"));
  for (const sql of inserts) await application.query(sql);
}

const filling = { backfill: ["users.country='DE'"] };

function withLargeTable(product: AnyProduct, use: (application: Application) => Promise<void>) {
  return withEntities(product, versions, async (application) => {
    await begin(application, [ten, hundredThousand]);
    await use(application);
  });
}

async function filled({ query }: Application): Promise<number> {
  const [row] = await query("SELECT count(*) AS n FROM users WHERE country = 'DE'");
  return Number(row?.["n"]);
}

async function place(application: Application): Promise<readonly string[]> {
  const { databases } = await current(placeOf(application, "before"));
  return databases.flatMap(({ revisions }) => revisions.map(({ revision: id }) => id));
}

describeOnProducts(
  (product) => `what commits on its way, on ${product}`,
  (product) => {
    if (product === "mysql") {
      it("stays in one revision, which the journal takes up where it stopped", () =>
        withLargeTable(product, async (application) => {
          const { revisions } = await revision(options(application, "after", filling));
          expect(revisions.map(({ reason }) => reason)).to.deep.equal([undefined]);
          await upgrade(placeOf(application, "after"));
          expect(await filled(application)).to.equal(100_010);
          expect((await check(placeOf(application, "after"))).clean).to.equal(true);
        })).timeout(120_000);
      return;
    }

    it("is a revision of its own, in a chain that leads there and back", () =>
      withLargeTable(product, async (application) => {
        const first = await place(application);
        const result = await revision(options(application, "after", filling));
        const { revisions } = result;
        expect(revisions.map(({ message }) => message)).to.deep.equal([
          "after (1 of 3)",
          "after (2 of 3: fill users.country in batches)",
          "after (3 of 3)",
        ]);
        const ids = revisions.map(({ revision: id }) => id);
        expect(revisions.flatMap(({ downRevision }) => downRevision)).to.deep.equal([
          ...first,
          ...ids.slice(0, 2),
        ]);
        expect(result.revision).to.equal(ids[2]);
        expect(revisions[1]?.text.match(/await op\.\w+/g)).to.deep.equal(["await op.backfill"]);
        await upgrade(placeOf(application, "after"));
        expect(await filled(application)).to.equal(100_010);
        expect((await check(placeOf(application, "after"))).clean).to.equal(true);
        await downgrade({ ...placeOf(application, "after"), target: "-3" });
        expect(await place(application)).to.deep.equal(first);
        const { databases } = await diff(placeOf(application, "before"));
        expect(databases.flatMap(({ operations }) => operations)).to.deep.equal([]);
        await upgrade(placeOf(application, "after"));
        expect(await filled(application)).to.equal(100_010);
      })).timeout(180_000);

    it("can be begun again from the top of its revision", () =>
      withLargeTable(product, async (application) => {
        const { revisions } = await revision(options(application, "after", filling));
        const ending = new AbortController();
        const code = await upgrade({
          ...placeOf(application, "after"),
          signal: ending.signal,
          onProgress: (event) => {
            if (event.kind === "rowsFilled" && event.rows > 20_000) ending.abort();
          },
        }).then(String, (error: { code: string }) => error.code);
        expect(code).to.equal("INTERRUPTED");
        expect(await place(application)).to.deep.equal([revisions[0]?.revision]);
        await upgrade(placeOf(application, "after"));
        expect(await filled(application)).to.equal(100_010);
      })).timeout(180_000);

    it("gives the id to the last revision, and labels and dependencies to the first", () =>
      withLargeTable(product, async (application) => {
        const more = { ...filling, revId: "0042", branchLabel: ["atlas"] };
        const { revisions } = await revision(options(application, "after", more));
        expect(revisions.map(({ revision: id }) => id)).to.deep.equal(["0042_1", "0042_2", "0042"]);
        expect(revisions.map(({ text }) => text.includes(`"atlas"`))).to.deep.equal([
          true,
          false,
          false,
        ]);
      })).timeout(120_000);

    it("is rehearsed with the rest of its chain", () =>
      withLargeTable(product, async (application) => {
        const more = { ...filling, rehearse: true };
        const { revisions } = await revision(options(application, "after", more));
        expect(revisions).to.have.length(3);
      })).timeout(180_000);
  },
);

describeOnProducts(
  (product) => `@Index({ concurrent: true }) on ${product}`,
  (product) => {
    const isPostgres = product === "postgres";

    it("is made in a revision of its own where the database can make it so", () =>
      withEntities(
        product,
        { ...versions, before: users("").replace("@Index()", "") },
        async (application) => {
          await begin(application, [ten]);
          const { revisions } = await revision(
            options(application, "indexed", { rehearse: isPostgres }),
          );
          expect(revisions).to.have.length(1);
          const [only] = revisions;
          expect(/concurrently: true,\s+ifNotExists: true/.test(only?.text ?? "")).to.equal(
            isPostgres,
          );
          expect(only?.reason?.startsWith("create index IDX_") ?? false).to.equal(isPostgres);
          await upgrade(placeOf(application, "indexed"));
          expect((await check(placeOf(application, "indexed"))).clean).to.equal(true);
          await downgrade({ ...placeOf(application, "indexed"), target: "-1" });
          await upgrade(placeOf(application, "indexed"));
          expect((await check(placeOf(application, "indexed"))).clean).to.equal(true);
        },
      )).timeout(60_000);

    it("comes with a table that is new", () =>
      withEntities(product, versions, async (application) => {
        const { revisions } = await revision(options(application, "indexed"));
        expect(revisions).to.have.length(1);
        expect(revisions[0]?.text).not.to.include("concurrently");
      })).timeout(60_000);
  },
);
