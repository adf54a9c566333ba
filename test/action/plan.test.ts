import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { downgradePlan, upgradePlan } from "../../src/action/plan.js";
import { revision } from "../../src/action/revision.js";
import { downgradeScript, upgradeScript } from "../../src/action/script.js";
import { upgrade } from "../../src/action/upgrade.js";
import { downgrade } from "../../src/action/downgrade.js";
import type { ExecutionPlan } from "../../src/compare/execution-plan.js";
import { describePlans } from "../../src/report/plan.js";
import {
  describeOnProducts,
  withEntities,
  type AnyProduct,
  type Application,
} from "../support/versioned-entities.js";

const entities = (columns: string): string => `
  @Entity("users") class User {
    @PrimaryGeneratedColumn() id!: number;
    ${columns}
  }
  const entities = [User];`;

const versions = {
  one: entities(`@Column({ length: 20 }) name!: string;`),
  two: entities(
    `@Column({ length: 40 }) name!: string; @Index() @Column({ nullable: true }) age!: number;`,
  ),
};

const bare = (sql: string): string =>
  sql
    .replace(/^--.*$/gmu, "")
    .trim()
    .replace(/;$/u, "");

/** The statements of a plan that are no comments, in order. */
function statementsOf({ revisions }: ExecutionPlan): readonly string[] {
  const statements = revisions.flatMap(({ operations }) => operations).flatMap(all);
  return statements.map(({ sql }) => bare(sql)).filter((sql) => sql !== "");
}

const all = ({ statements = [] }: ExecutionPlan["revisions"][number]["operations"][number]) =>
  statements;

/** Those of the texts that are among the others, in the order of the others. */
function among(texts: readonly string[], others: readonly string[]): readonly string[] {
  return others.map(bare).filter((each) => texts.includes(each));
}

async function onlyPlan(
  planned: Promise<{ readonly databases: readonly ExecutionPlan[] }>,
): Promise<ExecutionPlan> {
  const [plan] = (await planned).databases;
  if (plan === undefined) throw new Error("There is no plan.");
  return plan;
}

async function writeBoth({ at }: Application): Promise<void> {
  await revision({ ...at("one"), autogenerate: true, message: "one" });
  await upgrade(at("one"));
  await revision({ ...at("two"), autogenerate: true, message: "two" });
}

const isTransactional = (product: AnyProduct): boolean => product !== "mysql";

describeOnProducts(
  (product) => `a plan on ${product}`,
  (product) => {
    const within = (use: (application: Application) => Promise<void>) => () =>
      withEntities(product, versions, use);

    it(
      "holds the statements that the run sends and the script holds, up and down",
      within(async (application) => {
        const { at } = application;
        await writeBoth(application);
        const sent: string[] = [];
        const onProgress = (event: { readonly kind: string; readonly sql?: string }) => {
          if (event.kind === "statementStarted" && event.sql !== undefined) sent.push(event.sql);
        };
        const up = statementsOf(await onlyPlan(upgradePlan(at("two"))));
        const script = await upgradeScript({ ...at("two"), target: "head-1:head" });
        expect(up).to.not.deep.equal([]);
        expect(among(up, (script.databases[0]?.sql ?? "").split(/;\n/u))).to.deep.equal(up);
        await upgrade({ ...at("two"), onProgress });
        expect(among(up, sent)).to.deep.equal(up);
        const down = statementsOf(await onlyPlan(downgradePlan({ ...at("two"), target: "-1" })));
        const back = await downgradeScript({ ...at("two"), target: "-1" });
        expect(down).to.not.deep.equal([]);
        expect(among(down, (back.databases[0]?.sql ?? "").split(/;\n/u))).to.deep.equal(down);
        sent.length = 0;
        await downgrade({ ...at("two"), target: "-1", onProgress });
        expect(among(down, sent)).to.deep.equal(down);
      }),
    );

    it(
      "tells where it begins and ends, changes nothing, and survives being written as JSON",
      within(async (application) => {
        const { at, query } = application;
        await writeBoth(application);
        const rows = await query("SELECT version_num FROM athanor_version");
        const plan = await onlyPlan(upgradePlan(at("two")));
        expect(JSON.parse(JSON.stringify(plan))).to.deep.equal(plan);
        expect(plan.from).to.deep.equal(rows.map((row) => row["version_num"]));
        expect(plan.to).to.deep.equal(plan.revisions.map((each) => each.revision));
        expect(await query("SELECT version_num FROM athanor_version")).to.deep.equal(rows);
        expect(await onlyPlan(upgradePlan(at("two")))).to.deep.equal(plan);
      }),
    );

    it(
      "counts the rows that are in danger",
      within(async (application) => {
        const { at, query } = application;
        await writeBoth(application);
        await upgrade(at("two"));
        await query("INSERT INTO users (name, age) VALUES ('Ada', 36), ('Grace', NULL)");
        const plan = await onlyPlan(downgradePlan({ ...at("two"), target: "-1" }));
        const hazards = plan.revisions.flatMap(({ operations }) =>
          operations.flatMap((each) => each.hazards),
        );
        expect(hazards.find(({ code }) => code === "DROPS_COLUMN")).to.include({ rows: 1 });
      }),
    );

    it(
      "tells which transaction a statement is in",
      within(async (application) => {
        await writeRevisions(application, {
          a: `await op.createTable("a", { columns: [{ name: "id", type: "integer" }] });`,
          b: `await op.createTable("b", { columns: [{ name: "id", type: "integer" }] });
              await op.autocommit(async () => { await op.execute("SELECT 1"); });
              await op.dropTable("b");`,
          c: `await op.dropTable("a");`,
        });
        const cutsWith = async (transaction: "all" | "each" | "none") => {
          const { revisions } = await onlyPlan(
            upgradePlan({ ...application.at("one"), transaction }),
          );
          return revisions.map(({ operations, transaction: span }) => [
            span,
            ...new Set(operations.flatMap(all).map((each) => each.transaction)),
          ]);
        };
        const none = [
          ["none", null],
          ["none", null],
          ["none", null],
        ];
        expect(await cutsWith("none")).to.deep.equal(none);
        if (!isTransactional(product)) {
          expect(await cutsWith("all")).to.deep.equal(none);
          return;
        }
        expect(await cutsWith("all")).to.deep.equal([
          ["shared", 1],
          ["shared", 1, null, 2],
          ["shared", 2],
        ]);
        expect(await cutsWith("each")).to.deep.equal([
          ["own", 1],
          ["own", 2, null, 3],
          ["own", 4],
        ]);
      }),
    );
  },
);

/** Revisions in the order of their ids, each on the one before it. */
async function writeRevisions(
  { root }: Application,
  bodies: Readonly<Record<string, string>>,
): Promise<void> {
  const folder = join(root, "migrations/versions");
  await mkdir(folder, { recursive: true });
  let down: string | null = null;
  for (const [id, body] of Object.entries(bodies)) {
    const text = `export const revision = "${id}";
export const downRevision = ${JSON.stringify(down)};
export async function upgrade(op) { ${body} }
export async function downgrade(op) {}
`;
    await writeFile(join(folder, `${id}.ts`), text);
    down = id;
  }
}

describe("a plan of what nobody can follow", () => {
  const planOf = (bodies: Readonly<Record<string, string>>, use: (plan: ExecutionPlan) => void) =>
    withEntities("better-sqlite3", versions, async (application) => {
      await application.query("CREATE TABLE legacy (id integer)");
      await writeRevisions(application, bodies);
      use(await onlyPlan(upgradePlan(application.at("one"))));
    });

  it("begins at the database as it is, whoever made it", () =>
    planOf({ a: `await op.dropColumn("legacy", "id");` }, ({ revisions: [first] }) => {
      expect(first?.operations[0]?.statements).to.be.an("array").that.is.not.empty;
      expect(first?.notes).to.deep.equal([]);
    }));

  it("ends a revision where it reads rows, and leaves out what would depend on them", () =>
    planOf(
      {
        a: `await op.createTable("a", { columns: [{ name: "id", type: "integer" }] });
            const [row] = await op.query("SELECT 1 AS one"); await op.dropTable("never");`,
        b: `await op.execute("SELECT 2"); await op.alterColumn("a", "id", { type: "text" });`,
      },
      (plan) => {
        const [first, second] = plan.revisions;
        expect(first?.operations.map(({ operation }) => operation)).to.deep.equal([
          'create table "a" (1 column)',
        ]);
        expect(first?.notes[0]).to.match(/reads the rows of "SELECT 1 AS one"/);
        const [free, bound] = second?.operations ?? [];
        expect(free?.statements?.map(({ sql }) => sql)).to.deep.equal(["SELECT 2;"]);
        expect(bound).to.not.have.property("statements");
        expect(bound?.unknown).to.match(/could not be followed/);
        const text = describePlans([plan]);
        expect(text).to.match(/SQL not known: .*could not be followed/);
        expect(text).to.match(/nothing was run\. The database is at base; 2 revisions would/);
      },
    ));

  it("has nothing to do where the database is there already", () =>
    planOf({}, (plan) => {
      expect(plan.revisions).to.deep.equal([]);
      expect(describePlans([plan])).to.equal("Nothing to do: the database is at base.");
    }));
});
