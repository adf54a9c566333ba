import { expect } from "chai";
import { diff } from "../../src/action/diff.js";
import { downgrade } from "../../src/action/downgrade.js";
import type { BackfillQuestion } from "../../src/compare/question.js";
import { revision } from "../../src/action/revision.js";
import { upgrade } from "../../src/action/upgrade.js";
import { catchRejection } from "../support/catch-error.js";
import {
  describeOnProducts,
  withEntities,
  type AnyProduct,
  type Application,
} from "../support/versioned-entities.js";

const users = (columns: string, more = ""): string => `
@Entity("users")
class User {
  @PrimaryGeneratedColumn() id!: number;
  @Column("varchar", { nullable: true }) name!: string | null;
${columns}
}
${more}
const entities = [User${more === "" ? "" : ", Post"}];`;

const posts = `@Entity("posts") class Post { @PrimaryGeneratedColumn() id!: number; @Column("varchar", { nullable: true }) title!: string | null; }`;
const notes = `@Column("varchar") notes!: string;`;

/** The upgrade drops a required column and makes a table. */
const versions = { before: users(notes), after: users("", posts) };
const loosened = {
  before: users(notes),
  after: users(`@Column("varchar", { nullable: true }) notes!: string | null;`),
};

const options = (application: Application, version: "before" | "after") => ({
  ...application.at(version),
  scriptLocation: "migrations",
});

async function begin(application: Application): Promise<void> {
  for (const version of ["before", "after"] as const) {
    const there = options(application, version);
    await revision({ ...there, autogenerate: true, message: version });
    await upgrade(there);
    if (version === "before") {
      await application.query(
        "INSERT INTO users (name, notes) VALUES ('Ada', 'x'), ('Grace', 'y')",
      );
    }
  }
}

const titles = ({ query }: Application) => query("SELECT title FROM posts");

async function differences(application: Application): Promise<readonly string[]> {
  const { databases } = await diff(options(application, "before"));
  return databases.flatMap(({ operations }) => operations);
}

describeOnProducts(
  (product) => `a downgrade on ${product} that makes a column required again`,
  (product: AnyProduct) => {
    const within =
      (use: (application: Application) => Promise<void>, own = versions) =>
      () =>
        withEntities(product, own, async (application) => {
          await begin(application);
          await use(application);
        });
    const back = (application: Application, backfills: readonly string[] = []) => ({
      ...options(application, "after"),
      target: "-1",
      backfill: backfills,
    });

    it(
      "stops before its first statement, and names the column, the rows and the command",
      within(async (application) => {
        await application.query("INSERT INTO posts (title) VALUES ('kept')");
        const failure = await catchRejection(() => downgrade(back(application)));
        expect(failure.code).to.equal("ROWS_NEED_VALUES");
        expect(failure.message).to.match(
          /Revision "\w+" makes "notes" \(.*\) of "users" required, and 2 rows have no value for it\.\nNothing was run\./,
        );
        expect(failure.suggestions).to.deep.equal([
          "athanor downgrade -1 --backfill users.notes=EXPRESSION",
        ]);
        expect(await titles(application)).to.deep.equal([{ title: "kept" }]);
      }),
    ).timeout(60_000);

    it(
      "gives the rows the value that is stated, and ends in the schema that was there",
      within(async (application) => {
        await downgrade(back(application, ["users.notes=coalesce(name, '')"]));
        const rows = await application.query("SELECT notes FROM users ORDER BY id");
        expect(rows.map((row) => row["notes"])).to.deep.equal(["Ada", "Grace"]);
        expect(await differences(application)).to.deep.equal([]);
      }),
    ).timeout(60_000);

    it(
      "asks for the value where somebody can be asked",
      within(async (application) => {
        const asked: BackfillQuestion[] = [];
        const askBackfill = (question: BackfillQuestion): Promise<string> => {
          asked.push(question);
          return Promise.resolve("'?'");
        };
        await downgrade({ ...back(application), askBackfill });
        expect(asked.map(({ table, column, rows }) => ({ table, column, rows }))).to.deep.equal([
          { table: "users", column: "notes", rows: 2 },
        ]);
        expect(await differences(application)).to.deep.equal([]);
      }),
    ).timeout(60_000);

    it(
      "is run without a question where no row is there",
      within(async (application) => {
        await application.query("DELETE FROM users");
        await downgrade(back(application));
        expect(await differences(application)).to.deep.equal([]);
      }),
    ).timeout(60_000);

    it(
      "is asked only for rows that have no value",
      within(async (application) => {
        await downgrade(back(application));
        expect(await differences(application)).to.deep.equal([]);
        await upgrade(options(application, "after"));
        await application.query("UPDATE users SET notes = NULL WHERE name = 'Ada'");
        const failure = await catchRejection(() => downgrade(back(application)));
        expect(failure.message).to.include("1 row has no value");
        await downgrade(back(application, ["users.notes=''"]));
        expect(await differences(application)).to.deep.equal([]);
      }, loosened),
    ).timeout(60_000);

    it(
      "is taken up with the same values, and taken back, where a run with them stopped half way",
      within(async (application) => {
        for (const goOn of ["downgrade", "upgrade"] as const) {
          const ending = new AbortController();
          const failure = await catchRejection(() =>
            downgrade({
              ...back(application, ["users.notes='-'"]),
              signal: ending.signal,
              onProgress: (event) => {
                if (event.kind === "statementFinished" && event.sql.startsWith("UPDATE"))
                  ending.abort();
              },
            }),
          );
          expect(failure.code).to.equal("INTERRUPTED");
          const isHalf = product === "mysql";
          if (goOn === "downgrade") {
            await downgrade(back(application, isHalf ? [] : ["users.notes='-'"]));
            expect(await differences(application)).to.deep.equal([]);
          }
          await upgrade(options(application, "after"));
          const columns = await application.query("SELECT * FROM users");
          expect(Object.keys(columns[0] ?? {})).to.deep.equal(["id", "name"]);
        }
      }),
    ).timeout(120_000);

    it(
      "refuses a value for a column that does not become required",
      within(async (application) => {
        const failure = await catchRejection(() => downgrade(back(application, ["users.name=''"])));
        expect(failure.code).to.equal("UNUSED_BACKFILL");
      }),
    ).timeout(60_000);
  },
);

describeOnProducts(
  (product) => `the file of such a downgrade on ${product}`,
  (product) => {
    const written = (application: Application, more: object = {}) =>
      revision({ ...options(application, "after"), autogenerate: true, ...more });
    const withRows = (use: (application: Application) => Promise<void>) =>
      withEntities(product, versions, async (application) => {
        const there = options(application, "before");
        await revision({ ...there, autogenerate: true, message: "before" });
        await upgrade(there);
        await application.query("INSERT INTO users (name, notes) VALUES ('Ada', 'x')");
        await use(application);
      });

    it("says in one line that it fails on rows", () =>
      withRows(async (application) => {
        const { text } = await written(application, { sql: true });
        expect(text).to.match(
          /\n +\/\/ Fails on rows; to give them one: athanor downgrade --backfill users\.notes=EXPRESSION\n +await (op|batch)\.addColumn/,
        );
      })).timeout(60_000);

    it("holds the value where it is stated when the file is written", () =>
      withRows(async (application) => {
        const { text } = await written(application, { backfill: ["users.notes='-'"] });
        expect(text).not.to.include("Fails on rows");
        await upgrade(options(application, "after"));
        await downgrade({ ...options(application, "after"), target: "-1" });
        expect(await application.query("SELECT notes FROM users")).to.deep.equal([{ notes: "-" }]);
        expect(await differences(application)).to.deep.equal([]);
      })).timeout(60_000);

    if (product === "mysql") return;

    it("is not kept by a rehearsal that the way back fails, which says what to state", () =>
      withRows(async (application) => {
        const failure = await catchRejection(() => written(application, { rehearse: true }));
        expect(failure.code).to.equal("REHEARSAL_FAILED");
        expect(failure.message).to.include('makes "notes"').and.to.include("1 row has no value");
        expect(failure.suggestions[0]).to.equal(
          "Say what the downgrade gives them: athanor revision --autogenerate --rehearse --backfill users.notes=EXPRESSION",
        );
        const backfills = ["users.notes='-'"];
        expect(
          (await written(application, { rehearse: true, backfill: backfills })).written,
        ).to.equal(true);
      })).timeout(60_000);
  },
);
