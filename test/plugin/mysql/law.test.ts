import { expect } from "chai";
import fc from "fast-check";
import { mysql } from "../../../plugin/mysql/index.js";
import { reverseAll } from "../../../src/operation/reverse.js";
import { emptySchema, type Schema } from "../../../src/schema/schema.js";
import { arbitrarySchema, arbitrarySchemaPair } from "../../support/arbitrary-schema.js";
import type { Vocabulary } from "../../support/arbitrary-schema.js";
import { describeOnMysql, withMysqlDatabase } from "../../support/connection-mysql.js";
import { arranged } from "../../../src/testing/contract.js";
import { differenceOf } from "../../support/difference.js";
import {
  autogenerate,
  canonical,
  look,
  perform,
  synchronize,
  workbench,
  type Workbench,
} from "../../../src/testing/workbench.js";

const words: Vocabulary = {
  types: [
    { type: { name: "varchar", length: 50 }, default: { kind: "value", value: "it's" } },
    { type: { name: "varchar", length: 90 }, default: { kind: "expression", sql: "UPPER('a')" } },
    { type: { name: "int" }, default: { kind: "value", value: 7 } },
    { type: { name: "int", unsigned: true }, default: { kind: "expression", sql: "1+2" } },
    { type: { name: "decimal", precision: 10, scale: 2 }, default: { kind: "value", value: 1.5 } },
    { type: { name: "boolean" }, default: { kind: "value", value: true } },
    {
      type: { name: "datetime", precision: 6 },
      default: { kind: "expression", sql: "now(6)" },
    },
    { type: { name: "enum", values: ["a,b", "it's"] }, default: { kind: "value", value: "it's" } },
    { type: { name: "char", length: 36 }, default: { kind: "expression", sql: "concat(1, 'b')" } },
  ],
  keyTypes: [{ name: "int" }, { name: "bigint" }, { name: "varchar", length: 36 }],
  check: (column, variant) =>
    variant === 0 ? `${column} IS NOT NULL` : `coalesce(${column}, 'x') in ('a', 'b', 'x')`,
  // MariaDB refuses what is stored and reads a column whose default, now or after the change, may depend on the session.
  computed: () => ({
    name: "computed",
    type: { name: "int" },
    nullable: true,
    generated: { kind: "expression", expression: "1 + 1", stored: true },
  }),
  view: (columns, relation) => `SELECT ${columns.join(", ")} FROM ${relation} WHERE id IS NOT NULL`,
  comments: true,
};

const runs = Number(process.env["RUNS"] ?? 4);

/** Runs the law on an empty database each time. */
function holds<Input>(
  inputs: fc.Arbitrary<Input>,
  law: (bench: Workbench, input: Input) => Promise<void>,
): Promise<void> {
  const property = fc.asyncProperty(inputs, (input) =>
    withMysqlDatabase(async (connection) => law(await workbench(mysql, connection), input)),
  );
  return fc.assert(property, { numRuns: runs, endOnFailure: true });
}

async function expectToBe(bench: Workbench, wanted: Schema): Promise<void> {
  expectSame(await look(bench), await canonical(bench, wanted));
}

function expectSame(left: Schema, right: Schema): void {
  expect(differenceOf(arranged(left), arranged(right)) ?? "").to.equal("");
}

describeOnMysql("the laws on MySQL", () => {
  it("a database made from a schema is that schema, and says so beforehand", async () => {
    await holds(arbitrarySchema(words), async (bench, wanted) => {
      const before = await canonical(bench, wanted);
      await synchronize(bench, wanted);
      await expectToBe(bench, wanted);
      expectSame(await look(bench), before);
    });
  });

  it("what the database says of itself is canonical", async () => {
    await holds(arbitrarySchema(words), async (bench, wanted) => {
      await synchronize(bench, wanted);
      const held = await look(bench);
      expectSame(await canonical(bench, held), held);
    });
  });

  it("a change leads to the other schema, needs no second, and leads back", async () => {
    await holds(
      arbitrarySchemaPair(words),
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
