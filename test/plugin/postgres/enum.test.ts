import { expect } from "chai";
import { postgres } from "../../../plugin/postgres/index.js";
import { diff } from "../../../src/diff/diff.js";
import type { AlterEnum } from "../../../src/operation/catalog-operation.js";
import type { Operation } from "../../../src/operation/operation.js";
import type { CompileContext } from "../../../src/plugin/ddl.js";
import type { Enum } from "../../../src/schema/enum.js";
import { emptySchema } from "../../../src/schema/schema.js";
import { column, required, schema, table } from "../../../src/testing/build-schema.js";
import { withPostgresConnection } from "../../support/connection-postgres.js";
import { look, perform, synchronize, workbench } from "../../../src/testing/workbench.js";

const mood = (...values: readonly string[]): Enum => ({ name: "mood", values });
const alter = (from: Enum, to: Enum, rest: Partial<AlterEnum> = {}): AlterEnum => ({
  kind: "alterEnum",
  from,
  to,
  ...rest,
});

async function statements(
  operation: Operation,
  earlier: readonly Operation[] = [],
): Promise<readonly string[]> {
  const context: CompileContext = { state: async () => emptySchema, earlier };
  return (await postgres.ddl.compile(operation, context)).map(({ sql }) => sql);
}

const places: readonly (readonly [string, Enum, Enum, readonly string[]])[] = [
  ["at the end", mood("a"), mood("a", "b"), [`ALTER TYPE "mood" ADD VALUE 'b' AFTER 'a'`]],
  ["at the beginning", mood("b"), mood("a", "b"), [`ALTER TYPE "mood" ADD VALUE 'a' BEFORE 'b'`]],
  [
    "two at the beginning, one in the middle",
    mood("c", "e"),
    mood("a", "b", "c", "it's", "e"),
    [
      `ALTER TYPE "mood" ADD VALUE 'a' BEFORE 'c'`,
      `ALTER TYPE "mood" ADD VALUE 'b' AFTER 'a'`,
      `ALTER TYPE "mood" ADD VALUE 'it''s' AFTER 'c'`,
    ],
  ],
  ["to a type without values", mood(), mood("a"), [`ALTER TYPE "mood" ADD VALUE 'a'`]],
];

describe("a value added to an enum on PostgreSQL", () => {
  for (const [title, from, to, expected] of places) {
    it(`comes in place ${title}`, async () => {
      expect(await statements(alter(from, to))).to.deep.equal(expected);
    });

    it(`is read back ${title}`, async () => {
      await withPostgresConnection(async (connection) => {
        const bench = await workbench(postgres, connection);
        await synchronize(bench, schema([], { enums: [from] }));
        await perform(bench, [alter(from, to)]);
        expect((await look(bench)).enums).to.deep.equal([to]);
      });
    });
  }

  it("rewrites the type where the operation says so", async () => {
    const made = await statements(alter(mood("a"), mood("a", "b"), { rewrite: true }));
    expect(made).to.contain('ALTER TYPE "mood" RENAME TO "athanor_old_mood"');
  });

  it("rewrites a type that was created in the same transaction, under whatever name", async () => {
    const operation = alter(mood("a"), mood("a", "b"));
    const created: Operation = { kind: "createEnum", enum: { name: "feeling", values: ["a"] } };
    const renamed: Operation = { kind: "renameEnum", from: { name: "feeling" }, to: operation.to };
    const made = await statements(operation, [created, renamed]);
    expect(made).to.contain('ALTER TYPE "mood" RENAME TO "athanor_old_mood"');
  });

  const id = required("id", "integer");
  const withDefault = (value: string): ReturnType<typeof table> =>
    table("item", [
      id,
      column(
        "m",
        { name: "enum", enumName: { name: "mood" } },
        { default: { kind: "value", value } },
      ),
    ]);
  const alterations = (operations: readonly Operation[]): readonly Operation[] =>
    operations.filter(({ kind }) => kind === "alterEnum");

  it("is written as a rewrite where the same revision uses it, on the way up or back", () => {
    const few = schema([withDefault("a")], { enums: [mood("a")] });
    const many = schema([withDefault("b")], { enums: [mood("a", "b")] });
    const [from, to] = [mood("a"), mood("a", "b")];
    expect(alterations(diff({ from: few, to: many }).operations)).to.deep.equal([
      alter(from, to, { rewrite: true }),
    ]);
    expect(alterations(diff({ from: many, to: few }).operations)).to.deep.equal([
      alter(to, from, { rewrite: true }),
    ]);
  });

  it("is written plainly where nothing uses it", () => {
    const [from, to] = [mood("a"), mood("a", "b")];
    const [few, many] = [from, to].map((type) => schema([withDefault("a")], { enums: [type] }));
    if (few === undefined || many === undefined) throw new Error("no schemas");
    expect(diff({ from: few, to: many }).operations).to.deep.equal([alter(from, to)]);
  });

  it("becomes the default of a column that has rows, and goes again", async () => {
    await withPostgresConnection(async (connection) => {
      const bench = await workbench(postgres, connection);
      const few = schema([withDefault("a")], { enums: [mood("a")] });
      const many = schema([withDefault("b")], { enums: [mood("a", "b")] });
      await synchronize(bench, few);
      await connection.query("INSERT INTO item VALUES (1)");
      await synchronize(bench, many);
      await connection.query("INSERT INTO item VALUES (2)");
      const rows = await connection.query("SELECT m::text FROM item ORDER BY id");
      expect(rows).to.deep.equal([{ m: "a" }, { m: "b" }]);
      await connection.query("DELETE FROM item WHERE id = 2");
      await synchronize(bench, few);
      expect(await look(bench)).to.deep.equal(few);
    });
  });
});
