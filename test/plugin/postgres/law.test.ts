import { expect } from "chai";
import fc from "fast-check";
import { postgres } from "../../../plugin/postgres/index.js";
import { reverseAll } from "../../../src/operation/reverse.js";
import { emptySchema } from "../../../src/schema/schema.js";
import type { Schema } from "../../../src/schema/schema.js";
import { arbitrarySchema, arbitrarySchemaPair } from "../../support/arbitrary-schema.js";
import type { Vocabulary } from "../../support/arbitrary-schema.js";
import { withPostgresConnection } from "../../support/connection-postgres.js";
import { differenceOf } from "../../support/difference.js";
import { arranged } from "../../../src/testing/contract.js";
import {
  autogenerate,
  canonical,
  look,
  perform,
  synchronize,
  workbench,
} from "../../../src/testing/workbench.js";
import type { Workbench } from "../../../src/testing/workbench.js";

const words: Vocabulary = {
  types: [
    { type: { name: "text" }, default: { kind: "value", value: "it's" } },
    { type: { name: "varchar", length: 50 }, default: { kind: "value", value: "y" } },
    {
      type: { name: "varchar", length: 90 },
      default: { kind: "expression", sql: "upper('a') || 'b'" },
    },
    { type: { name: "integer" }, default: { kind: "value", value: 7 } },
    { type: { name: "numeric", precision: 10, scale: 2 }, default: { kind: "value", value: 1.5 } },
    { type: { name: "boolean" }, default: { kind: "value", value: true } },
    {
      type: { name: "timestamptz" },
      default: { kind: "expression", sql: "now() - interval '1 day'" },
    },
    { type: { name: "text", array: true }, default: { kind: "value", value: "{a, b}" } },
    { type: { name: "jsonb" }, default: { kind: "value", value: '{"b":1, "a":[]}' } },
  ],
  keyTypes: [
    { name: "integer" },
    { name: "bigint" },
    { name: "uuid" },
    { name: "varchar", length: 36 },
  ],
  check: (column, variant) =>
    variant === 0 ? `${column} IS NOT NULL` : `coalesce(${column}::text, 'x') in ('a', 'b', 'x')`,
  computed: (column) => ({
    name: "computed",
    type: { name: "boolean" },
    nullable: true,
    generated: { kind: "expression", expression: `${column.name} is not null`, stored: true },
  }),
  view: (columns, relation) => `SELECT ${columns.join(", ")} FROM ${relation} WHERE id IS NOT NULL`,
  where: (column) => `${column} is not null`,
  enumTypes: true,
  sequences: true,
  schemas: true,
  comments: true,
};

const runs = Number(process.env["RUNS"] ?? 6);

/** Runs the law on an emptied database each time. */
function holds<Input>(
  inputs: fc.Arbitrary<Input>,
  law: (bench: Workbench, input: Input) => Promise<void>,
): Promise<void> {
  const property = fc.asyncProperty(inputs, (input) =>
    withPostgresConnection(async (connection) =>
      law(await workbench(postgres, connection, ["extra"]), input),
    ),
  );
  return fc.assert(property, { numRuns: runs, endOnFailure: true });
}

async function expectToBe(bench: Workbench, wanted: Schema): Promise<void> {
  expectSame(await look(bench), await canonical(bench, wanted));
}

function expectSame(left: Schema, right: Schema): void {
  expect(differenceOf(arranged(left), arranged(right)) ?? "").to.equal("");
}

/** This server's sequences begin at 1. */
function startable(drawn: Schema): Schema {
  const sequences = drawn.sequences.map((each) => ({
    ...each,
    start: String(Number(each.start) + 1),
  }));
  return { ...drawn, sequences };
}

describe("the laws on PostgreSQL", () => {
  it("a database made from a schema is that schema, and says so beforehand", async () => {
    await holds(arbitrarySchema(words).map(startable), async (bench, wanted) => {
      const before = await canonical(bench, wanted);
      await synchronize(bench, wanted);
      await expectToBe(bench, wanted);
      expectSame(await look(bench), before);
    });
  });

  it("what the database says of itself is canonical", async () => {
    await holds(arbitrarySchema(words).map(startable), async (bench, wanted) => {
      await synchronize(bench, wanted);
      const held = await look(bench);
      expectSame(await canonical(bench, held), held);
    });
  });

  it("a change leads to the other schema, needs no second, and leads back", async () => {
    await holds(
      arbitrarySchemaPair(words).map((pair) => pair.map(startable)),
      async (bench, [from = emptySchema, to = emptySchema]) => {
        await synchronize(bench, from);
        const atFirst = await look(bench);
        const operations = await synchronize(bench, to);
        await expectToBe(bench, to);
        expect(await autogenerate(bench, to)).to.deep.equal([]);
        await perform(bench, reverseAll(operations));
        expectSame(await look(bench), atFirst);
      },
    );
  });
});
