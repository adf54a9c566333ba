import { readFile } from "node:fs/promises";
import { expect } from "chai";
import { check } from "../../src/action/check.js";
import { downgrade } from "../../src/action/downgrade.js";
import type { Ask } from "../../src/draft/ask.js";
import type { RenameQuestion } from "../../src/compare/question.js";
import { revision } from "../../src/action/revision.js";
import { upgrade } from "../../src/action/upgrade.js";
import {
  describeOnProducts,
  withEntities,
  type Application,
} from "../support/versioned-entities.js";

type Case = {
  readonly before: string;
  readonly after: string;
  /** Rows of the tables before. */
  readonly insert: readonly string[];
  /** What is answered, old to new; what is asked and not here is new. */
  readonly answers: Readonly<Record<string, string>>;
  readonly read: { readonly before: string; readonly after: string };
  /** Sentences of what the revision does, some of them. */
  readonly operations: readonly RegExp[];
};

const user = (columns: string, table = "users", name = "User"): string => `
@Entity("${table}")
class ${name} {
  @PrimaryGeneratedColumn() id!: number;
${columns}
}
const entities = [${name}];`;

const named = `@Column("varchar") name!: string; @Column("integer") @Index() age!: number;`;
const insertUsers = [
  `INSERT INTO users (name, age) VALUES ('Ada', 36)`,
  `INSERT INTO users (name, age) VALUES ('Grace', 85)`,
];

const cases: Readonly<Record<string, Case>> = {
  "a column": {
    before: user(named),
    after: user(named.replace(" name!", " fullname!")),
    insert: insertUsers,
    answers: { "users.name": "users.fullname" },
    read: {
      before: `SELECT name AS v FROM users ORDER BY id`,
      after: `SELECT fullname AS v FROM users ORDER BY id`,
    },
    operations: [/rename column "users"."name" to "fullname"/],
  },
  "a table, with its indexes": {
    before: user(named),
    after: user(named, "people"),
    insert: insertUsers,
    answers: { users: "people" },
    read: {
      before: `SELECT name AS v FROM users ORDER BY id`,
      after: `SELECT name AS v FROM people ORDER BY id`,
    },
    operations: [/rename table "users" to "people"/, /rename index "IDX_\w+" on "people"/],
  },
  "a table and one of its columns": {
    before: user(named),
    after: user(named.replace(" age!", " years!"), "people", "Person"),
    insert: insertUsers,
    answers: { users: "people", "people.age": "people.years" },
    read: {
      before: `SELECT age AS v FROM users ORDER BY id`,
      after: `SELECT years AS v FROM people ORDER BY id`,
    },
    operations: [/rename table "users" to "people"/, /rename column "people"."age" to "years"/],
  },
  "a column whose type changes too": {
    before: user(named),
    after: user(`@Column("text") fullname!: string; @Column("integer") @Index() age!: number;`),
    insert: insertUsers,
    answers: { "users.name": "users.fullname" },
    read: {
      before: `SELECT name AS v FROM users ORDER BY id`,
      after: `SELECT fullname AS v FROM users ORDER BY id`,
    },
    operations: [/rename column "users"."name" to "fullname"/, /change "users"."fullname"/],
  },
  "a value of an enumeration that is a default": {
    before: user(
      `@Column({ type: "simple-enum", enum: ["active", "gone"], default: "active" }) status!: string;`,
    ),
    after: user(
      `@Column({ type: "simple-enum", enum: ["live", "gone"], default: "live" }) status!: string;`,
    ),
    insert: [
      `INSERT INTO users (status) VALUES ('active')`,
      `INSERT INTO users (status) VALUES ('gone')`,
    ],
    answers: {
      "users_status_enum.active": "users_status_enum.live",
      "users.status.active": "users.status.live",
    },
    read: {
      before: `SELECT CASE WHEN status = 'active' THEN 'first' ELSE 'second' END AS v FROM users ORDER BY id`,
      after: `SELECT CASE WHEN status = 'live' THEN 'first' ELSE 'second' END AS v FROM users ORDER BY id`,
    },
    operations: [/rename "active" to "live"|fill "status" in rows of "users"/],
  },
};

/** Someone who answers from a list. */
function answering(answers: Case["answers"], asked: RenameQuestion[] = []): Ask {
  return {
    rename: (question) => {
      asked.push(question);
      return Promise.resolve(
        question.candidates.find(({ old }) => answers[old] === question.added),
      );
    },
    backfill: () => Promise.resolve(undefined),
    confirm: () => Promise.resolve(true),
  };
}

async function values({ query }: Application, sql: string): Promise<readonly unknown[]> {
  return (await query(sql)).map(({ v }) => v);
}

async function begin(application: Application, { insert }: Case): Promise<void> {
  const before = application.at("before");
  await revision({
    ...before,
    scriptLocation: "migrations",
    autogenerate: true,
    message: "before",
  });
  await upgrade({ ...before, scriptLocation: "migrations" });
  for (const sql of insert) await application.query(sql);
}

describeOnProducts(
  (product) => `a rename that is answered for, on ${product}`,
  (product) => {
    for (const [title, held] of Object.entries(cases)) {
      const { before, after, answers, read, operations } = held;
      it(`keeps the rows of ${title}, there and back`, async () => {
        await withEntities(product, { before, after }, async (application) => {
          await begin(application, held);
          const there = { ...application.at("after"), scriptLocation: "migrations" };
          const seen = await values(application, read.before);
          const { databases } = await revision({
            ...there,
            autogenerate: true,
            message: "after",
            ask: answering(answers),
          });
          const sentences = databases.flatMap((each) => each.operations);
          for (const sentence of operations)
            expect(
              sentences.some((each) => sentence.test(each)),
              sentences.join("\n"),
            ).to.equal(true);
          await upgrade(there);
          expect(await values(application, read.after)).to.deep.equal(seen);
          expect((await check(there)).databases.flatMap((each) => each.operations)).to.deep.equal(
            [],
          );
          await downgrade({ ...there, target: "-1" });
          expect(await values(application, read.before)).to.deep.equal(seen);
        });
      }).timeout(60_000);
    }

    it("is asked for nothing where nobody can answer, and stays an open question with its flag", async () => {
      const held = cases["a column"];
      if (held === undefined) throw new Error("no case");
      const { before, after } = held;
      await withEntities(product, { before, after }, async (application) => {
        await begin(application, held);
        const there = { ...application.at("after"), scriptLocation: "migrations" };
        const { databases, path = "" } = await revision({
          ...there,
          autogenerate: true,
          message: "after",
        });
        const [question] = databases.flatMap(({ questions }) => questions);
        expect(question).to.deep.include({
          kind: "rename",
          subject: "column",
          added: "users.fullname",
        });
        const flags =
          question?.kind === "rename" ? question.candidates.map(({ flag }) => flag) : [];
        expect(flags).to.deep.equal(["--rename users.name:fullname"]);
        const text = await readFile(path, "utf8");
        expect(text).to.include("addColumn").and.to.include("dropColumn");
        expect(text).to.match(
          /\/\/ Is "users.fullname" the new name of "users.name"\? .*--rename users.name:fullname/,
        );
      });
    }).timeout(60_000);

    it("writes nothing while a question is open and strictness is asked for", async () => {
      const held = cases["a table, with its indexes"];
      if (held === undefined) throw new Error("no case");
      const { before, after } = held;
      await withEntities(product, { before, after }, async (application) => {
        await begin(application, held);
        const there = { ...application.at("after"), scriptLocation: "migrations" };
        const result = await revision({ ...there, autogenerate: true, strict: true });
        expect(result.written).to.equal(false);
        expect(result.databases.flatMap(({ questions }) => questions)).to.have.length(1);
      });
    }).timeout(60_000);

    it("is asked of a value that rows hold, however many come and however little they are alike", async () => {
      const status = (values: string): string =>
        user(
          `@Column({ type: "simple-enum", enum: [${values}], nullable: true }) status!: string | null;`,
        );
      const held: Case = {
        before: status(`"new", "sent", "lost"`),
        after: status(`"new", "shipped", "returned"`),
        insert: [`INSERT INTO users (status) VALUES ('sent'), ('new'), (NULL)`],
        answers: {
          "users_status_enum.sent": "users_status_enum.shipped",
          "users.status.sent": "users.status.shipped",
        },
        read: {
          before: `SELECT status AS v FROM users WHERE status IS NOT NULL ORDER BY id`,
          after: `SELECT status AS v FROM users WHERE status IS NOT NULL ORDER BY id`,
        },
        operations: [],
      };
      await withEntities(
        product,
        { before: held.before, after: held.after },
        async (application) => {
          await begin(application, held);
          const there = { ...application.at("after"), scriptLocation: "migrations" };
          const asked: RenameQuestion[] = [];
          await revision({
            ...there,
            autogenerate: true,
            message: "after",
            ask: answering(held.answers, asked),
          });
          const sent = asked.filter(({ candidates }) =>
            candidates.some(({ rename }) => rename.kind === "value" && rename.from === "sent"),
          );
          expect(sent.map(({ added }) => added.replace(/.*\./, ""))).to.include("shipped");
          const reasons = sent.flatMap(({ candidates }) =>
            candidates.flatMap((each) => each.reasons),
          );
          expect(reasons).to.include("1 row holds it");
          await upgrade(there);
          expect(await values(application, held.read.after)).to.deep.equal(["shipped", "new"]);
          await downgrade({ ...there, target: "-1" });
          expect(await values(application, held.read.before)).to.deep.equal(["sent", "new"]);
        },
      );
    }).timeout(60_000);
  },
);
