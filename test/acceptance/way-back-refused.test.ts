import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { downgrade } from "../../src/action/downgrade.js";
import { revision } from "../../src/action/revision.js";
import { upgrade } from "../../src/action/upgrade.js";
import { catchRejection } from "../support/catch-error.js";
import {
  describeOnProducts,
  withEntities,
  type AnyProduct,
  type Application,
} from "../support/versioned-entities.js";

type Case = {
  readonly before: string;
  readonly after: string;
  readonly rows: readonly string[];
  /** What the message says. */
  readonly told: RegExp;
};

const users = (columns: string, head = ""): string => `
@Entity("users") ${head}
class User {
  @PrimaryGeneratedColumn() id!: number;
  @Column("int") points!: number;
  ${columns}
}
@Entity("posts") class Post { @PrimaryGeneratedColumn() id!: number; }
const entities = [User, Post];`;

/** `posts` comes with the upgrade: the way back drops it. */
const without = (text: string): string => text.replace("[User, Post]", "[User]");

const status = (product: AnyProduct, values: string): string =>
  `@Column("${product === "better-sqlite3" ? "simple-enum" : "enum"}", { enum: ${values} }) status!: string;`;

const reference = `@Column("int", { nullable: true }) chief!: number | null;`;

const casesOn = (product: AnyProduct): Readonly<Record<string, Case>> => ({
  "a unique constraint over rows that are alike": {
    before: without(users("", `@Unique("uq_points", ["points"])`)),
    after: users(""),
    rows: ["INSERT INTO users (points) VALUES (1), (1), (1), (2)"],
    told: /uq_points.* alike .*, and 2 rows do not fit\./,
  },
  "a foreign key over orphans": {
    before: without(
      users(`${reference} @ManyToOne(() => User) @JoinColumn({ name: "chief" }) other!: User;`),
    ),
    after: users(reference),
    rows: ["INSERT INTO users (points, chief) VALUES (1, NULL), (2, 77)"],
    told: /refers to one that does not exist, and 1 row does not fit\./,
  },
  "a check that rows break": {
    before: without(users("", `@Check("few", "points < 10")`)),
    after: users(""),
    rows: ["INSERT INTO users (points) VALUES (9), (10)"],
    told: /few.* breaks the condition, and 1 row does not fit\./,
  },
  "an enum without a value that rows hold": {
    before: without(users(status(product, `["a", "b"]`))),
    after: users(status(product, `["a", "b", "c"]`)),
    rows: ["INSERT INTO users (points, status) VALUES (1, 'a'), (2, 'c')"],
    told: /, and 1 row does not fit\./,
  },
});

async function begin({ at, query }: Application, rows: readonly string[]): Promise<void> {
  for (const version of ["before", "after"]) {
    const options = { ...at(version), scriptLocation: "migrations" };
    await revision({ ...options, autogenerate: true, message: version });
    await upgrade(options);
  }
  for (const sql of rows) await query(sql);
  await query("INSERT INTO posts (id) VALUES (7)");
}

describeOnProducts(
  (product) => `a downgrade on ${product} that rows make impossible`,
  (product) => {
    for (const [what, { before, after, rows, told }] of Object.entries(casesOn(product))) {
      it(`stops before its first statement, and names what brings back ${what}`, () =>
        withEntities(product, { before, after }, async (application) => {
          await begin(application, rows);
          const back = { ...application.at("after"), scriptLocation: "migrations", target: "-1" };
          const failure = await catchRejection(() => downgrade(back));
          expect(failure.code, failure.message).to.equal("ROWS_IN_THE_WAY");
          expect(failure.message)
            .to.match(told)
            .and.match(/\nNothing was run\.$/);
          expect(await application.query("SELECT id FROM posts")).to.deep.equal([{ id: 7 }]);
          await application.query("DELETE FROM users");
          await downgrade({ ...back, allowDestructive: true });
        })).timeout(60_000);
    }
  },
);

const own = (kind: string): string => `
export const revision = "${kind}";
export const downRevision = ${kind === "first" ? "null" : '"first"'};
export async function upgrade(op) {
  ${kind === "first" ? 'await op.createTable("users", { columns: [{ name: "points", type: "integer" }] });' : ""}
}
export async function downgrade(op) {
  ${
    kind === "first"
      ? 'await op.dropTable("users");'
      : `await op.execute("DELETE FROM users WHERE points = 1");
  await op.createIndex("users", { name: "uq", columns: ["points"], unique: true });`
  }
}
`;

describe("a downgrade whose own SQL comes first", () => {
  it("is run, and says what it did not check against the rows beforehand", () =>
    withEntities(
      "better-sqlite3",
      { none: "const entities: never[] = [];" },
      async ({ at, root, query }) => {
        const versions = join(root, "migrations/versions");
        await mkdir(versions, { recursive: true });
        for (const id of ["first", "second"]) await writeFile(join(versions, `${id}.js`), own(id));
        const options = { ...at("none"), scriptLocation: "migrations" };
        await upgrade(options);
        await query("INSERT INTO users VALUES (1), (1)");
        const { notes } = await downgrade({ ...options, target: "-1", allowDestructive: true });
        expect(notes).to.deep.equal([
          'Revision "second": create unique index "uq" on "users" was not checked against the rows beforehand, for what comes before it may change them.',
        ]);
      },
    ));
});
