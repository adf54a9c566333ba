import { expect } from "chai";
import { downgrade } from "../../src/action/downgrade.js";
import { revision } from "../../src/action/revision.js";
import { upgrade } from "../../src/action/upgrade.js";
import type { Destruction, ProgressEvent } from "../../src/runner/run-request.js";
import {
  describeOnProducts,
  withEntities,
  type AnyProduct,
} from "../support/versioned-entities.js";

const users = (columns: string): string => `
@Entity("users")
class User {
  @PrimaryGeneratedColumn() id!: number;
  @Column("varchar") name!: string;
${columns}
}
const entities = [User];`;

type Case = {
  readonly column: string;
  /** As SQL, or `DEFAULT`. */
  readonly values: readonly string[];
  /** Rows that are asked about. */
  readonly lost: number;
};

const cases: Readonly<Record<string, Case>> = {
  "a text that is its default in every row": {
    column: `@Column("varchar", { default: "ünknown" }) mail!: string;`,
    values: ["DEFAULT", "'ünknown'"],
    lost: 0,
  },
  "a number that is its default in every row": {
    column: `@Column("int", { default: 7 }) mail!: number;`,
    values: ["DEFAULT", "7"],
    lost: 0,
  },
  "a decimal that is its default in every row": {
    column: `@Column("decimal", { precision: 6, scale: 2, default: 1.5 }) mail!: number;`,
    values: ["DEFAULT", "1.50"],
    lost: 0,
  },
  "a truth that is its default in every row": {
    column: `@Column("boolean", { default: true }) mail!: boolean;`,
    values: ["DEFAULT", "true"],
    lost: 0,
  },
  "an empty text that is its default": {
    column: `@Column("varchar", { default: "" }) mail!: string;`,
    values: ["DEFAULT"],
    lost: 0,
  },
  "a text that is its default in one row only": {
    column: `@Column("varchar", { default: "x" }) mail!: string;`,
    values: ["DEFAULT", "'X'"],
    lost: 2,
  },
  "a text that has blanks where its default has none": {
    column: `@Column("varchar", { default: "x" }) mail!: string;`,
    values: ["'x '"],
    lost: 1,
  },
  "a text that is nothing in one row, which would come back as the default": {
    column: `@Column("varchar", { default: "x", nullable: true }) mail!: string;`,
    values: ["DEFAULT", "NULL"],
    lost: 1,
  },
  "an empty text without a default": {
    column: `@Column("varchar", { nullable: true }) mail!: string;`,
    values: ["''"],
    lost: 1,
  },
  "a column without any value": {
    column: `@Column("varchar", { nullable: true }) mail!: string;`,
    values: ["NULL"],
    lost: 0,
  },
};

/** SQLite has no word DEFAULT for a value: the column is left out. */
const insert = (value: string): string =>
  value === "DEFAULT"
    ? "INSERT INTO users (name) VALUES ('Ada')"
    : `INSERT INTO users (name, mail) VALUES ('Ada', ${value})`;

async function asked(product: AnyProduct, { column, values }: Case) {
  const destructions: Destruction[] = [];
  const events: ProgressEvent[] = [];
  let text: string | undefined;
  await withEntities(product, { before: users(column), after: users("") }, async (application) => {
    const before = { ...application.at("before"), scriptLocation: "migrations" };
    const after = { ...application.at("after"), scriptLocation: "migrations" };
    await revision({ ...before, autogenerate: true, message: "before" });
    await upgrade(before);
    for (const value of values) await application.query(insert(value));
    const rows = () => application.query("SELECT id, mail FROM users ORDER BY id");
    const seen = await rows();
    ({ text } = await revision({ ...after, autogenerate: true, message: "after" }));
    const confirmDestruction = (destruction: Destruction): Promise<boolean> => {
      destructions.push(destruction);
      return Promise.resolve(true);
    };
    const onProgress = (event: ProgressEvent): void => void events.push(event);
    await upgrade({ ...after, confirmDestruction, onProgress });
    await downgrade({ ...after, confirmDestruction, target: "-1" });
    if (destructions.length === 0) expect(await rows()).to.deep.equal(seen);
  });
  return { destructions, events, text };
}

describeOnProducts(
  (product) => `a column that is dropped on ${product}`,
  (product) => {
    for (const [title, held] of Object.entries(cases)) {
      const does = held.lost === 0 ? "asks nothing, and its values come back" : "is asked about";
      it(`${does}: ${title}`, async () => {
        const { destructions, events, text } = await asked(product, held);
        expect(destructions.map(({ rows }) => rows)).to.deep.equal(
          held.lost === 0 ? [] : [held.lost],
        );
        expect(text).to.include(`// Destroys: drops the column "mail" and its values.`);
        const isTold = held.lost === 0 && !held.values.includes("NULL");
        const told = events.filter(({ kind }) => kind === "destroysNothing");
        expect(told).to.have.length(isTold ? 1 : 0);
        expect(text?.includes("every row holds the default; nothing is lost")).to.equal(isTold);
      }).timeout(60_000);
    }
  },
);
