import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import type { Operations } from "../../src/operation/operations.js";
import { withDatabase, type Database } from "../support/run-scenario.js";

const numbers = "CREATE TABLE numbers (id integer PRIMARY KEY AUTOINCREMENT, value integer)";
const insert = (value: number): string => `INSERT INTO numbers (value) VALUES (${value})`;

async function valuesAfter(
  { upgrade, connection }: Database,
  up: (op: Operations) => Promise<void> | void,
): Promise<unknown> {
  await upgrade({ a: { up } });
  const rows = await connection.query("SELECT value FROM numbers ORDER BY id");
  return rows.map(({ value }) => value);
}

describe("the calls of a revision", () => {
  it("run in their order when none is awaited", () =>
    withDatabase(async (database) => {
      const values = await valuesAfter(database, (op) => {
        void op.execute(numbers);
        for (const value of [1, 2, 3]) void op.execute(insert(value));
      });
      expect(values).to.deep.equal([1, 2, 3]);
    }));

  it("run one after the other when they are awaited together", () =>
    withDatabase(async (database) => {
      const values = await valuesAfter(database, async (op) => {
        await op.execute(numbers);
        await Promise.all([1, 2, 3].map((value) => op.execute(insert(value))));
      });
      expect(values).to.deep.equal([1, 2, 3]);
    }));

  it("see what the calls before them did", () =>
    withDatabase(async (database) => {
      const values = await valuesAfter(database, async (op) => {
        await op.execute(numbers);
        await op.execute(insert(1));
        const [row] = await op.query<{ count: number }>("SELECT count(*) AS count FROM numbers");
        await op.execute(insert(10 + (row?.count ?? 0)));
      });
      expect(values).to.deep.equal([1, 11]);
    }));

  it("run in their order inside an autocommit that is not awaited, before a batch behind it", () =>
    withDatabase(async (database) => {
      const values = await valuesAfter(database, (op) => {
        void op.execute(numbers);
        void op.batchAlterTable("numbers", async (batch) => {
          await sleep(5);
          await batch.renameColumn("value", "first");
        });
        void op.autocommit(async () => {
          await op.batchAlterTable("numbers", (batch) => batch.renameColumn("first", "second"));
          await op.execute("INSERT INTO numbers (second) VALUES (1)");
        });
        void op.batchAlterTable("numbers", (batch) => batch.renameColumn("second", "value"));
      });
      expect(values).to.deep.equal([1]);
    }));

  it("run in their order around a batch that is not awaited", () =>
    withDatabase(async (database) => {
      const values = await valuesAfter(database, (op) => {
        void op.execute(numbers);
        void op.batchAlterTable("numbers", async (batch) => {
          await sleep(5);
          await batch.renameColumn("value", "other");
          await batch.renameColumn("other", "value");
        });
        void op.execute(insert(1));
      });
      expect(values).to.deep.equal([1]);
    }));

  it("go outside the transaction within autocommit, and in order", () =>
    withDatabase(async (database) => {
      const values = await valuesAfter(database, async (op) => {
        await op.execute(numbers);
        const outside = op.autocommit(async () => {
          await op.execute("VACUUM");
          void op.execute(insert(1));
        });
        const behind = op.execute(insert(2));
        await Promise.all([outside, behind]);
      });
      expect(values).to.deep.equal([1, 2]);
    }));

  it("are refused once their revision has ended", () =>
    withDatabase(async (database) => {
      let late: unknown;
      const before = await database.dump();
      const failure: unknown = await database
        .upgrade({
          a: {
            up: (op) => {
              void sleep(5).then(() =>
                op.execute(numbers).catch((error: unknown) => (late = error)),
              );
            },
          },
          b: { up: async () => sleep(30) },
        })
        .catch((error: unknown) => error);
      expect(late).to.have.property("code", "LATE_CALL");
      expect(failure).to.have.property("code", "LATE_CALL");
      expect(await database.dump()).to.deep.equal(before);
    }));

  it("may not commit in a dry run", () =>
    withDatabase(async ({ upgrade, dump }) => {
      const before = await dump();
      const scenario = { a: { up: (op: Operations) => op.autocommit(async () => undefined) } };
      const failure: unknown = await upgrade(scenario, { dryRun: true }).catch(
        (error: unknown) => error,
      );
      expect(failure).to.have.property("code", "DRY_RUN_CANNOT_COMMIT");
      expect(await dump()).to.deep.equal(before);
    }));
});

describe("changes to one table", () => {
  const widen = { type: "varchar", length: 200 } as const;

  it("are joined into one rebuild however many they are", () =>
    withDatabase(async ({ upgrade, connection }) => {
      await connection.query(
        "CREATE TABLE users (id integer PRIMARY KEY, a varchar(9), b varchar(9))",
      );
      const statements: string[] = [];
      await upgrade(
        {
          a: {
            up: async (op) => {
              await op.alterColumn("users", "a", widen);
              await op.alterColumn("users", "b", widen);
              await op.createTable("other", { columns: [{ name: "id", type: "integer" }] });
              await op.createCheckConstraint("users", { name: "positive", expression: "id > 0" });
            },
          },
        },
        {
          onProgress: (event) =>
            void (event.kind === "statementStarted" && statements.push(event.sql)),
        },
      );
      expect(statements.filter((sql) => /^CREATE TABLE/.test(sql))).to.have.length(2);
    }));

  it("are in the database before anything else is asked of it", () =>
    withDatabase(async ({ upgrade, connection }) => {
      await connection.query("CREATE TABLE users (id integer PRIMARY KEY)");
      await upgrade({
        a: {
          up: async (op) => {
            await op.addColumn("users", { name: "bio", type: "text", nullable: true });
            await op.execute("INSERT INTO users (id, bio) VALUES (1, 'x')");
          },
        },
      });
      expect(await connection.query("SELECT bio FROM users")).to.deep.equal([{ bio: "x" }]);
    }));

  it("are seen by the calls that follow them", () =>
    withDatabase(async ({ upgrade, connection }) => {
      await connection.query("CREATE TABLE users (id integer PRIMARY KEY)");
      await upgrade({
        a: {
          up: async (op) => {
            await op.addColumn("users", {
              name: "bio",
              type: "varchar",
              length: 9,
              nullable: true,
            });
            await op.alterColumn("users", "bio", widen);
            await op.renameColumn("users", "bio", "about");
          },
        },
      });
      const columns = await connection.query("SELECT name, type FROM pragma_table_info('users')");
      expect(columns.at(-1)).to.deep.equal({ name: "about", type: "varchar(200)" });
    }));

  it("fail with the call that asked for them", () =>
    withDatabase(async ({ upgrade, connection }) => {
      await connection.query("CREATE TABLE users (id integer PRIMARY KEY, a text)");
      await connection.query("INSERT INTO users VALUES (1, NULL)");
      const failure: unknown = await upgrade({
        a: { up: (op) => op.alterColumn("users", "a", { nullable: false }) },
      }).catch((error: unknown) => error);
      expect(failure).to.have.nested.property("facts.operation").that.contains('"users"."a"');
      expect(failure).to.have.nested.property("facts.stack").that.contains("calls.test.ts");
    }));
});
