import { expect } from "chai";
import { sqlite } from "../../../../plugin/sqlite/index.js";
import type { Operation } from "../../../../src/operation/operation.js";
import {
  check,
  column,
  index,
  required,
  schema,
  table,
} from "../../../../src/testing/build-schema.js";

const a = { name: "a" };
const held = table("a", [required("id", "integer"), column("b", "text"), column("c", "text")], {
  checks: [check("ck", "c > 1")],
  indexes: [index("ix", ["c"])],
  triggers: [{ name: "t", definition: "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END" }],
});

/** The statements without guards, on a SQLite of this version. Left out: offline. */
async function compiled(operation: Operation, version?: number): Promise<readonly string[]> {
  const server =
    version === undefined
      ? {}
      : { server: { version, versionText: "", database: "", defaultSchema: "main" } };
  const statements = await sqlite.ddl.compile(operation, {
    ...server,
    state: async () => schema([held]),
  });
  return statements.flatMap(({ sql, guard }) => (guard === undefined ? [sql] : []));
}

const isRebuild = (statements: readonly string[]): boolean =>
  statements.some((sql) => sql.startsWith('CREATE TABLE "athanor_rebuild_a"'));

describe("what ALTER TABLE does in place", () => {
  const native: readonly {
    readonly operation: Operation;
    readonly since: number;
    readonly sql: readonly string[];
  }[] = [
    {
      operation: {
        kind: "addColumn",
        table: a,
        column: column("d", { name: "varchar", length: 5 }),
      },
      since: 32600,
      sql: ['ALTER TABLE "a" ADD COLUMN "d" varchar(5)'],
    },
    {
      operation: {
        kind: "addColumn",
        table: a,
        column: required("d", "text", {
          default: { kind: "value", value: "it's" },
          collation: "NOCASE",
        }),
      },
      since: 32600,
      sql: [`ALTER TABLE "a" ADD COLUMN "d" text COLLATE "NOCASE" NOT NULL DEFAULT 'it''s'`],
    },
    {
      operation: { kind: "renameColumn", table: a, from: "b", to: "d" },
      since: 32600,
      sql: ['ALTER TABLE "a" RENAME COLUMN "b" TO "d"'],
    },
    {
      operation: { kind: "dropColumn", table: a, column: column("b", "text") },
      since: 33500,
      sql: ['ALTER TABLE "a" DROP COLUMN "b"'],
    },
    {
      operation: { kind: "dropConstraint", table: a, constraint: check("ck", "c > 1") },
      since: 35300,
      sql: ['ALTER TABLE "a" DROP CONSTRAINT "ck"'],
    },
    {
      operation: {
        kind: "alterColumn",
        table: a,
        from: column("b", "text"),
        to: required("b", "text"),
      },
      since: 35300,
      sql: ['ALTER TABLE "a" ALTER COLUMN "b" SET NOT NULL'],
    },
    {
      operation: { kind: "renameIndex", table: a, from: "ix", to: "iy" },
      since: 32600,
      sql: ['DROP INDEX "ix"', 'CREATE INDEX "iy" ON "a" ("c")'],
    },
  ];

  for (const { operation, since, sql } of native) {
    it(`is done so since ${since}: ${sql[0]}`, async () => {
      expect(await compiled(operation, since)).to.deep.equal(sql);
      expect(isRebuild(await compiled(operation, since - 100))).to.equal(since > 32600);
      expect(isRebuild(await compiled(operation))).to.equal(since > 32600);
    });
  }

  const rebuilt: Readonly<Record<string, Operation>> = {
    "a column that an index reads goes": {
      kind: "dropColumn",
      table: a,
      column: column("c", "text"),
    },
    "a column comes that must be filled": {
      kind: "addColumn",
      table: a,
      column: required("d", "text"),
    },
    "a column comes with a default that is computed": {
      kind: "addColumn",
      table: a,
      column: column("d", "text", { default: { kind: "expression", sql: "datetime('now')" } }),
    },
    "a column comes with a fraction for all rows, which old versions mistake for NULL": {
      kind: "addColumn",
      table: a,
      column: required("d", "decimal", { default: { kind: "value", value: -1.5 } }),
    },
    "a stored column comes": {
      kind: "addColumn",
      table: a,
      column: column("d", "text", {
        generated: { kind: "expression", expression: "b", stored: true },
      }),
    },
    "a CHECK comes, which SQLite would hold against NULL": {
      kind: "createConstraint",
      table: a,
      constraint: check("more", "b > 1"),
    },
    "a type changes": {
      kind: "alterColumn",
      table: a,
      from: column("b", "text"),
      to: column("b", "blob"),
    },
    "the table becomes STRICT": {
      kind: "alterTableOptions",
      table: a,
      from: {},
      to: { strict: true },
    },
  };
  for (const [title, operation] of Object.entries(rebuilt)) {
    it(`is not enough where ${title}`, async () => {
      expect(isRebuild(await compiled(operation, 35300))).to.equal(true);
    });
  }

  it("is done one after the other in a batch of nothing else", async () => {
    const operations: Operation[] = [
      { kind: "renameColumn", table: a, from: "b", to: "d" },
      { kind: "addColumn", table: a, column: column("b", "int") },
      { kind: "addColumn", table: a, column: column("b", "int"), ifNotExists: true },
    ];
    const statements = await compiled({ kind: "batchAlterTable", table: a, operations }, 35300);
    expect(statements).to.deep.equal([
      'ALTER TABLE "a" RENAME COLUMN "b" TO "d"',
      'ALTER TABLE "a" ADD COLUMN "b" int',
    ]);
  });

  it("renames a table by the case of its letters alone in two steps", async () => {
    const rename: Operation = { kind: "renameTable", from: a, to: { name: "A" } };
    expect(await compiled(rename)).to.deep.equal([
      'ALTER TABLE "a" RENAME TO "athanor_renamed_A"',
      'ALTER TABLE "athanor_renamed_A" RENAME TO "A"',
    ]);
  });

  it("knows the table by the name that has the main database before it", async () => {
    const table = { schema: "main", name: "a" };
    const operation: Operation = { kind: "renameColumn", table, from: "b", to: "d" };
    expect(await compiled(operation)).to.deep.equal(['ALTER TABLE "a" RENAME COLUMN "b" TO "d"']);
  });
});
