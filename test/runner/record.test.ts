import { expect } from "chai";
import type { Operations } from "../../src/operation/operations.js";
import { emptySchema } from "../../src/schema/schema.js";
import { record } from "../support/record-operations.js";

const facts = { dialect: "any", database: "default", offline: true, arguments: {} };

function recording(body: (op: Operations) => Promise<void> | void) {
  return record(body, { state: emptySchema, facts });
}

async function failureOf(body: (op: Operations) => Promise<void> | void): Promise<unknown> {
  return recording(body).then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe("record", () => {
  it("gives the operations and the schema after them", async () => {
    const { operations, state } = await recording(async (op) => {
      await op.createTable("users", { columns: [] });
      await op.renameTable("users", "people");
    });
    expect(operations.map(({ kind }) => kind)).to.deep.equal(["createTable", "renameTable"]);
    expect(state.tables.map(({ name }) => name)).to.deep.equal(["people"]);
  });

  it("keeps the order of calls that nobody awaited, batches among them", async () => {
    const { operations } = await recording((op) => {
      void op.createTable("users", { columns: [] });
      void op.batchAlterTable("users", async (batch) => {
        await new Promise((resolve) => setTimeout(resolve, 5));
        await batch.addColumn({ name: "a", type: "text" });
      });
      void op.batchAlterTable("users", (batch) => batch.dropColumn("a"));
      void op.dropTable("users");
    });
    expect(operations.map(({ kind }) => kind)).to.deep.equal([
      "createTable",
      "batchAlterTable",
      "batchAlterTable",
      "dropTable",
    ]);
  });

  it("records what runs outside the transaction in its place", async () => {
    const { operations } = await recording(async (op) => {
      await op.autocommit(async () => {
        await op.execute("A");
      });
      await op.execute("B");
    });
    expect(operations.map((made) => (made.kind === "execute" ? made.sql : ""))).to.deep.equal([
      "A",
      "B",
    ]);
  });

  const failures: Readonly<Record<string, (op: Operations) => Promise<void> | void>> = {
    "a call": (op) => void op.dropTable("users"),
    "the arguments of a call": (op) => void op.dropTable("a.b.c"),
    "a batch": (op) =>
      void op.batchAlterTable("users", async () => {
        throw Object.assign(new Error("mine"), { code: "MINE" });
      }),
    "the function of autocommit": (op) => void op.autocommit(() => op.dropTable("users")),
  };
  for (const [what, body] of Object.entries(failures))
    it(`fails with ${what}, though nobody awaited it`, async () => {
      expect(await failureOf(body)).to.have.property("code");
    });

  it("names the query whose rows it cannot give", async () => {
    const failure = await failureOf(async (op) => {
      await op.query("SELECT 1");
    });
    expect(failure).to.have.property("code", "DATA_READ_OFFLINE");
    expect(failure).to.have.property("message").that.includes('"SELECT 1"');
  });

  it("names the manager as what it cannot give", async () => {
    const failure = await failureOf((op) => void op.manager);
    expect(failure).to.have.property("code", "DATA_READ_OFFLINE");
    expect(failure).to.have.property("message").that.includes("op.manager");
  });
});
