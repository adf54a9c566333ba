import { join } from "node:path";
import { expect } from "chai";
import { DataSource, type DataSourceOptions } from "typeorm";
import { current } from "../../src/action/current.js";
import { downgrade } from "../../src/action/downgrade.js";
import { history } from "../../src/action/history.js";
import { upgrade } from "../../src/action/upgrade.js";
import type { GivenRevision } from "../../src/project/given-revisions.js";
import { AthanorError } from "../../src/error/athanor-error.js";
import { withPostgresDatabase } from "../support/postgres.js";
import { withProject } from "../support/project.js";
import { products, type Product } from "../support/versioned-entities.js";

const first: GivenRevision = {
  revision: "aaaa",
  downRevision: null,
  upgrade: async (op) => {
    await op.createTable("notes", {
      columns: [
        { name: "id", type: "integer", generated: "increment" },
        { name: "text", type: "text", nullable: true },
      ],
      primaryKey: { columns: ["id"] },
    });
  },
  downgrade: async (op) => {
    await op.dropTable("notes");
  },
};

const second: GivenRevision = {
  revision: "bbbb",
  downRevision: "aaaa",
  upgrade: async (op) => {
    await op.bulkInsert("notes", [{ text: "made by a revision" }]);
  },
  downgrade: async (op) => {
    await op.execute(`DELETE FROM "notes"`);
  },
};

const failing: GivenRevision = {
  ...second,
  upgrade: async (op) => {
    await op.bulkInsert("notes", [{ text: "made by a revision" }]);
    await op.execute("nonsense");
  },
};

const modules = [second, first];

/** Runs `use` with an initialized data source of the application's, and the options of an action on it. */
async function withApplication(
  product: Product,
  use: (dataSource: DataSource, cwd: string) => Promise<void>,
): Promise<void> {
  await withProject({ "package.json": "{}" }, (cwd) =>
    withOptions(product, cwd, async (options) => {
      const dataSource = await new DataSource(options).initialize();
      try {
        await use(dataSource, cwd);
      } finally {
        await dataSource.destroy();
      }
    }),
  );
}

function withOptions(
  product: Product,
  cwd: string,
  use: (options: DataSourceOptions) => Promise<void>,
): Promise<void> {
  if (product === "better-sqlite3")
    return use({ type: product, database: join(cwd, "app.sqlite") });
  return withPostgresDatabase(({ user, ...server }) =>
    use({ type: "postgres", username: user, ...server }),
  );
}

const texts = async (dataSource: DataSource): Promise<unknown> =>
  dataSource.query(`SELECT "text" FROM "notes"`);

const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

for (const product of products) {
  describe(`the library in an application on ${product}`, () => {
    const within = (use: (dataSource: DataSource, cwd: string) => Promise<void>) => () =>
      withApplication(product, use);

    it(
      "upgrades by modules that were handed in, in the order of their parents",
      within(async (dataSource, cwd) => {
        const { databases } = await upgrade({ cwd, dataSource, modules });
        expect(databases[0]?.applied.map(({ revision }) => revision)).to.deep.equal([
          "aaaa",
          "bbbb",
        ]);
        expect(await texts(dataSource)).to.deep.equal([{ text: "made by a revision" }]);
        const { revisions } = await history({ cwd, modules });
        expect(revisions.map(({ revision }) => revision)).to.deep.equal(["bbbb", "aaaa"]);
        await downgrade({ cwd, dataSource, modules, target: "base" });
        expect((await current({ cwd, dataSource, modules })).databases[0]?.revisions).to.deep.equal(
          [],
        );
      }),
    );

    it(
      "leaves the application's data source open, and its own connections closed",
      within(async (dataSource, cwd) => {
        await upgrade({ cwd, dataSource, modules });
        expect(dataSource.isInitialized).to.equal(true);
        expect(await texts(dataSource)).to.have.length(1);
      }),
    );

    it(
      "upgrades on a query runner of the application's, and leaves it open",
      within(async (dataSource, cwd) => {
        const runner = dataSource.createQueryRunner();
        await upgrade({ cwd, dataSource: runner, modules });
        expect([runner.isReleased, runner.isTransactionActive]).to.deep.equal([false, false]);
        expect(await runner.query(`SELECT "text" FROM "notes"`)).to.have.length(1);
        await runner.release();
      }),
    );

    for (const [what, end, expected] of [
      [
        "goes with the application's transaction when that is rolled back",
        "rollbackTransaction",
        0,
      ],
      ["stays with the application's transaction when that is committed", "commitTransaction", 1],
    ] as const) {
      it(
        what,
        within(async (dataSource, cwd) => {
          const runner = dataSource.createQueryRunner();
          await runner.startTransaction();
          await runner.query("CREATE TABLE own (id integer)");
          await upgrade({ cwd, dataSource: runner, modules, lockTimeout: 5000 });
          expect(await runner.query(`SELECT "text" FROM "notes"`)).to.have.length(1);
          expect(runner.isTransactionActive).to.equal(true);
          await runner[end]();
          await runner.release();
          const rows = await texts(dataSource).catch(() => []);
          expect(rows).to.have.length(expected);
        }),
      );
    }

    it(
      "undoes a failed upgrade alone, inside the application's transaction",
      within(async (dataSource, cwd) => {
        const runner = dataSource.createQueryRunner();
        await runner.startTransaction();
        await runner.query("CREATE TABLE own (id integer)");
        const failure = await failureOf(
          upgrade({ cwd, dataSource: runner, modules: [first, failing], lockTimeout: 5000 }),
        );
        expect(failure).to.be.instanceOf(AthanorError).with.property("code", "STATEMENT_FAILED");
        await runner.query("INSERT INTO own VALUES (1)");
        await runner.commitTransaction();
        await runner.release();
        expect(await dataSource.query("SELECT id FROM own")).to.deep.equal([{ id: 1 }]);
        expect(await failureOf(texts(dataSource))).to.be.instanceOf(Error);
      }),
    );

    it(
      "works on several databases at once, none of which disturbs another",
      within((one, oneFolder) =>
        withApplication(product, (two, twoFolder) =>
          withApplication("better-sqlite3", async (three, threeFolder) => {
            const targets = [
              { dataSource: one, cwd: oneFolder },
              { dataSource: two, cwd: twoFolder },
              { dataSource: three, cwd: threeFolder },
            ];
            const ends = await Promise.all([
              ...targets.map((target) => upgrade({ ...target, modules })),
              ...targets.map((target) =>
                failureOf(upgrade({ ...target, modules: [first, failing] })),
              ),
            ]);
            for (const { dataSource } of targets) {
              const rows = await texts(dataSource);
              expect(rows).to.deep.equal([{ text: "made by a revision" }]);
            }
            const done = ends.slice(0, 3) as readonly { readonly databases: readonly unknown[] }[];
            expect(done.map(({ databases }) => databases.length)).to.deep.equal([1, 1, 1]);
          }),
        ),
      ),
    );
  });
}
