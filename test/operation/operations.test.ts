import { expect } from "chai";
import type { AnyOperation } from "../../src/operation/plugin-operation.js";
import type { Locking } from "../../src/operation/locking.js";
import { lockingOf } from "../../src/operation/locking.js";
import type { Operations } from "../../src/operation/operations.js";
import { record } from "../support/record-operations.js";
import { sqlExpression } from "../../src/operation/sql-expression.js";
import type { Column } from "../../src/schema/column.js";
import type { Schema } from "../../src/schema/schema.js";
import { emptySchema } from "../../src/schema/schema.js";
import { emptyTable } from "../../src/schema/table.js";

const id: Column = { name: "id", type: { name: "integer" }, nullable: false };
const bio: Column = {
  name: "bio",
  type: { name: "varchar", length: 200 },
  nullable: true,
  default: { kind: "value", value: "" },
  comment: "About",
};
const users = {
  ...emptyTable({ name: "users" }),
  columns: [id, bio],
  checks: [
    { kind: "check" as const, expression: "id > 0" },
    { kind: "check" as const, name: "CHK", expression: "id < 9" },
  ],
  foreignKeys: ["a", "b"].map((target) => ({
    kind: "foreignKey" as const,
    columns: ["id"],
    references: { name: target },
    referencedColumns: ["id"],
    onDelete: "NO ACTION" as const,
    onUpdate: "NO ACTION" as const,
  })),
  indexes: [{ name: "IDX", keys: [{ column: "id" }], unique: true }],
};
const state: Schema = {
  ...emptySchema,
  tables: [users],
  enums: [{ name: "status", values: ["a"] }],
};
const facts = {
  dialect: "any",
  database: "main",
  offline: false,
  defaultSchema: "public",
  arguments: { tenant: "7" },
};

async function recorded(body: (op: Operations) => Promise<void>): Promise<readonly AnyOperation[]> {
  return (await record(body, { state, facts })).operations;
}

async function one(body: (op: Operations) => Promise<void>): Promise<AnyOperation | undefined> {
  return (await recorded(body))[0];
}

async function codeOf(body: (op: Operations) => Promise<void>): Promise<unknown> {
  return recorded(body).then(
    () => undefined,
    (error: { code?: unknown }) => error.code,
  );
}

/** What an alterColumn of `bio` makes of it. */
async function altered(change: Parameters<Operations["alterColumn"]>[2]): Promise<unknown> {
  const operation = await one((op) => op.alterColumn("users", "bio", change));
  return operation?.kind === "alterColumn" ? operation.to : undefined;
}

describe("op", () => {
  describe("names", () => {
    const createdAs = async (table: Parameters<Operations["createTable"]>[0]) => {
      const operation = await one((op) => op.createTable(table, { columns: [] }));
      return operation?.kind === "createTable" ? operation.table : undefined;
    };

    it("are split at their one dot", async () => {
      expect(await createdAs("billing.invoices")).to.include({
        schema: "billing",
        name: "invoices",
      });
    });

    it("are taken as they are in the object form", async () => {
      expect(await createdAs({ name: "a.b.c" })).to.deep.equal(emptyTable({ name: "a.b.c" }));
    });

    it("leave the default schema out", async () => {
      expect(await createdAs("public.posts")).to.deep.equal(emptyTable({ name: "posts" }));
    });

    for (const name of ["a.b.c", "", ".a", "a."])
      it(`are refused as ${JSON.stringify(name)}`, async () => {
        expect(await codeOf((op) => op.dropTable(name))).to.equal("INVALID_NAME");
      });
  });

  describe("alterColumn", () => {
    it("keeps what the change leaves out", async () => {
      expect(await altered({ nullable: false })).to.deep.equal({ ...bio, nullable: false });
    });

    it("drops the old type's arguments with the old type", async () => {
      expect(await altered({ type: "text" })).to.deep.equal({ ...bio, type: { name: "text" } });
    });

    it("changes one argument of the type without naming the type", async () => {
      expect(await altered({ length: 9 })).to.deep.equal({
        ...bio,
        type: { name: "varchar", length: 9 },
      });
    });

    it("takes null for none", async () => {
      const { name, type, nullable } = bio;
      expect(await altered({ default: null, comment: null })).to.deep.equal({
        name,
        type,
        nullable,
      });
    });

    it("makes a generated column of an identity column and back", async () => {
      const operations = await recorded(async (op) => {
        await op.alterColumn("users", "id", { generated: "identity" });
        await op.alterColumn("users", "id", { asExpression: "1 + 1", generatedType: "STORED" });
        await op.alterColumn("users", "id", { generated: null });
      });
      const generated = operations.map((made) =>
        made.kind === "alterColumn" ? made.to.generated : undefined,
      );
      expect(generated).to.deep.equal([
        { kind: "identity", always: false },
        { kind: "expression", expression: "1 + 1", stored: true },
        undefined,
      ]);
    });
  });

  describe("a drop", () => {
    it("carries what it drops", async () => {
      expect(await one((op) => op.dropTable("users"))).to.deep.equal({
        kind: "dropTable",
        table: users,
      });
    });

    it("finds a constraint without a name by what it holds", async () => {
      expect(await one((op) => op.dropConstraint("users", { check: "id > 0" }))).to.deep.include({
        constraint: users.checks[0],
      });
    });

    it("tells two foreign keys of one column apart by their targets", async () => {
      const target = { foreignKey: ["id"], references: "public.b" };
      expect(await one((op) => op.dropConstraint("users", target))).to.deep.include({
        constraint: users.foreignKeys[1],
      });
    });

    it("refuses to choose between two constraints", async () => {
      expect(await codeOf((op) => op.dropConstraint("users", { foreignKey: ["id"] }))).to.equal(
        "AMBIGUOUS_CONSTRAINT",
      );
    });

    const absences: Readonly<
      Record<string, (op: Operations, options?: { ifExists: boolean }) => Promise<void>>
    > = {
      UNKNOWN_TABLE: (op, options) => op.dropTable("posts", options),
      UNKNOWN_COLUMN: (op, options) => op.dropColumn("users", "age", options),
      UNKNOWN_CONSTRAINT: (op, options) => op.dropConstraint("users", "PK", options),
      UNKNOWN_INDEX: (op, options) => op.dropIndex("users", "IDX2", options),
      UNKNOWN_ENUM: (op, options) => op.dropEnum("state", options),
      UNKNOWN_SEQUENCE: (op, options) => op.dropSequence("numbers", options),
      UNKNOWN_VIEW: (op, options) => op.dropView("totals", options),
    };
    for (const [code, drop] of Object.entries(absences)) {
      it(`fails with ${code} where there is none`, async () => {
        expect(await codeOf((op) => drop(op))).to.equal(code);
      });

      it(`passes over ${code} with ifExists`, async () => {
        expect(await one((op) => drop(op, { ifExists: true }))).to.include({ ifExists: true });
      });
    }

    it("leaves of a sequence what its change leaves out, and null makes it the database's default", async () => {
      const operations = await recorded(async (op) => {
        await op.createSequence("numbers", { increment: 10, maximum: 500, cycle: true });
        await op.alterSequence("numbers", { minimum: "-9223372036854775808", maximum: null });
      });
      expect(operations[1]).to.deep.equal({
        kind: "alterSequence",
        from: { name: "numbers", increment: "10", maximum: "500", cycle: true },
        to: { name: "numbers", increment: "10", minimum: "-9223372036854775808", cycle: true },
      });
    });

    it("refuses a length that is no count: INVALID_LENGTH", async () => {
      const type = { name: "a", type: "varchar", length: "ten" as never };
      expect(await codeOf((op) => op.createTable("items", { columns: [type] }))).to.equal(
        "INVALID_LENGTH",
      );
    });

    const wrongSequences = {
      UNKNOWN_OPTION: { inc: 10 },
      INVALID_COUNT: { increment: "ten" },
    };
    for (const [code, change] of Object.entries(wrongSequences))
      it(`refuses a change of a sequence that means nothing: ${code}`, async () => {
        const failure = await codeOf(async (op) => {
          await op.createSequence("numbers");
          await op.alterSequence("numbers", change as object);
        });
        expect(failure).to.equal(code);
      });

    it("names the nearest thing there is", async () => {
      const failure = await recorded((op) => op.dropTable("user")).catch((error: unknown) => error);
      expect(failure).to.have.property("suggestions").that.includes('"users"');
    });
  });

  describe("batchAlterTable", () => {
    it("completes each call from what the one before it left", async () => {
      const operation = await one((op) =>
        op.batchAlterTable("users", async (batch) => {
          await batch.addColumn({ name: "age", type: "integer" });
          await batch.dropColumn("age");
        }),
      );
      const column = { name: "age", type: { name: "integer" }, nullable: false };
      const table = { name: "users" };
      expect(operation).to.deep.equal({
        kind: "batchAlterTable",
        table,
        operations: [
          { kind: "addColumn", table, column },
          { kind: "dropColumn", table, column },
        ],
      });
    });

    it("asks of each of its changes what it is asked to let others do", async () => {
      const operation = await one((op) =>
        op.batchAlterTable(
          "users",
          async (batch) => {
            await batch.dropColumn("bio");
            await batch.createTableComment("people");
            await batch.addColumn({ name: "age", type: "integer", algorithm: "instant" });
          },
          { online: true, lock: "shared" },
        ),
      );
      const parts = operation?.kind === "batchAlterTable" ? operation.operations : [];
      expect(parts.map((part) => lockingOf(part as Locking))).to.deep.equal([
        { online: true, lock: "shared" },
        { online: true, lock: "shared" },
        { online: true, algorithm: "instant", lock: "shared" },
      ]);
    });

    it("refuses calls of op inside its function", async () => {
      expect(
        await codeOf((op) => op.batchAlterTable("users", () => op.dropTable("users"))),
      ).to.equal("CALL_INSIDE_BATCH");
    });

    it("refuses calls of the batch after its function", async () => {
      expect(
        await codeOf(async (op) => {
          let late: (() => Promise<void>) | undefined;
          await op.batchAlterTable("users", (batch) => {
            late = () => batch.dropColumn("bio");
          });
          await late?.();
        }),
      ).to.equal("BATCH_CLOSED");
    });
  });

  describe("rows", () => {
    const table = { name: "users" };
    const rows = [{ id: 1, at: sqlExpression("now()") }];

    it("take a function for SQL", async () => {
      const operations = await recorded(async (op) => {
        await op.bulkInsert("users", [{ id: 1, at: () => "now()" }]);
        await op.deleteRows("public.users", [{ id: 1, at: () => "now()" }]);
      });
      expect(operations).to.deep.equal([
        { kind: "bulkInsert", table, rows },
        { kind: "deleteRows", table, rows },
      ]);
    });

    it("take it in operations given as data, in batches too", async () => {
      const data = { kind: "deleteRows" as const, table, rows: [{ id: 1, at: () => "now()" }] };
      const operations = await recorded(async (op) => {
        await op.invoke(data);
        await op.batchAlterTable("users", (batch) => batch.invoke(data));
      });
      const read = { ...data, rows };
      const batch = { kind: "batchAlterTable", table, operations: [read] };
      expect(operations).to.deep.equal([read, batch]);
    });
  });

  describe("execute", () => {
    it("takes parameters, options, or both", async () => {
      const reverse = { sql: "B" };
      const operations = await recorded(async (op) => {
        await op.execute("A");
        await op.execute("A", [1]);
        await op.execute("A", { reverse });
        await op.execute("A", [], { reverse });
      });
      expect(operations).to.deep.equal([
        { kind: "execute", sql: "A" },
        { kind: "execute", sql: "A", parameters: [1] },
        { kind: "execute", sql: "A", reverse },
        { kind: "execute", sql: "A", parameters: [], reverse },
      ]);
    });
  });

  it("tells what it runs for", async () => {
    await recorded(async (op) => {
      expect(op).to.include({ dialect: "any", database: "main", offline: false });
      expect(op.arguments).to.deep.equal({ tenant: "7" });
    });
  });

  it("takes an operation as data", async () => {
    const operation: AnyOperation = { kind: "createSchema", name: "new" };
    expect(await recorded((op) => op.invoke(operation))).to.deep.equal([operation]);
  });

  const mistyped: Readonly<Record<string, (op: Operations, options: object) => Promise<void>>> = {
    "a column": (op, options) => op.addColumn("users", { name: "a", type: "b", ...options }),
    "a changed column": (op, options) => op.alterColumn("users", "bio", options),
    "a table": (op, options) => op.createTable("posts", { columns: [], ...options }),
    "an index": (op, options) => op.createIndex("users", { name: "a", columns: [], ...options }),
    "a key of an index": (op, options) =>
      op.createIndex("users", { name: "a", columns: [{ column: "bio", ...options }] }),
    "a check": (op, options) => op.createCheckConstraint("users", { expression: "a", ...options }),
  };
  for (const [thing, call] of Object.entries(mistyped))
    it(`refuses an option that ${thing} does not have`, async () => {
      expect(await codeOf((op) => call(op, { nullabel: true }))).to.equal("UNKNOWN_OPTION");
    });
});
