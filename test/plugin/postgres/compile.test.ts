import { expect } from "chai";
import { postgres } from "../../../plugin/postgres/index.js";
import { AthanorError } from "../../../src/error/athanor-error.js";
import type { Operation } from "../../../src/operation/operation.js";
import type { CompileContext } from "../../../src/plugin/ddl.js";
import { emptySchema } from "../../../src/schema/schema.js";
import type { Schema } from "../../../src/schema/schema.js";
import {
  column,
  foreignKey,
  index,
  required,
  schema,
  table,
} from "../../../src/testing/build-schema.js";

const id = required("id", "integer");
const item = { name: "item" };
const a = column("a", { name: "varchar", length: 50 });

/** An operation, the state it meets, and the statements it comes to. */
type Case = {
  readonly title: string;
  readonly operation: Operation;
  readonly state?: Schema;
  readonly sql: readonly string[];
};

const cases: readonly Case[] = [
  {
    title: "a shorter varchar needs no USING: values that do not fit are refused",
    operation: {
      kind: "alterColumn",
      table: item,
      from: a,
      to: column("a", { name: "varchar", length: 9 }),
    },
    sql: ['ALTER TABLE "item" ALTER COLUMN "a" TYPE varchar(9)'],
  },
  {
    title: "text becomes a number by a cast, its default apart",
    operation: {
      kind: "alterColumn",
      table: item,
      from: column("a", "text", { default: { kind: "value", value: "1" } }),
      to: column("a", "integer", { default: { kind: "value", value: 2 } }),
    },
    sql: [
      'ALTER TABLE "item" ALTER COLUMN "a" DROP DEFAULT, ALTER COLUMN "a" TYPE integer USING "a"::integer, ALTER COLUMN "a" SET DEFAULT 2',
    ],
  },
  {
    title: "the author's own USING comes first",
    operation: {
      kind: "alterColumn",
      table: item,
      from: a,
      to: column("a", { name: "text", array: true }),
      using: "string_to_array(a, ',')",
    },
    sql: [`ALTER TABLE "item" ALTER COLUMN "a" TYPE text[] USING string_to_array(a, ',')`],
  },
  {
    title: "a collation that goes leaves the length",
    operation: { kind: "alterColumn", table: item, from: { ...a, collation: "C" }, to: a },
    sql: ['ALTER TABLE "item" ALTER COLUMN "a" TYPE varchar(50) COLLATE pg_catalog."default"'],
  },
  {
    title: "a column that begins to count starts above its rows",
    operation: {
      kind: "alterColumn",
      table: item,
      from: id,
      to: { ...id, generated: { kind: "increment" } },
    },
    sql: [
      'CREATE SEQUENCE "item_id_seq" AS integer OWNED BY "item"."id"',
      `ALTER TABLE "item" ALTER COLUMN "id" SET DEFAULT nextval('"item_id_seq"'::regclass)`,
      `SELECT setval(pg_get_serial_sequence('"item"', 'id'), greatest(coalesce(max("id"), 0) + 1, 1), false) FROM "item"`,
    ],
  },
  {
    title: "a renamed table takes its sequence along",
    operation: { kind: "renameTable", from: item, to: { schema: "shop", name: "ware" } },
    state: schema([table("item", [{ ...id, generated: { kind: "increment" } }])]),
    sql: [
      'ALTER TABLE "item" SET SCHEMA "shop"',
      'ALTER TABLE "shop"."item" RENAME TO "ware"',
      'ALTER SEQUENCE "shop"."item_id_seq" RENAME TO "ware_id_seq"',
    ],
  },
  {
    title: "a renamed column takes its sequence along",
    operation: { kind: "renameColumn", table: item, from: "id", to: "key" },
    state: schema([table("item", [{ ...id, generated: { kind: "increment" } }])]),
    sql: [
      'ALTER TABLE "item" RENAME COLUMN "id" TO "key"',
      'ALTER SEQUENCE "item_id_seq" RENAME TO "item_key_seq"',
    ],
  },
  {
    title: "renamed values of an enum are renamed in place",
    operation: {
      kind: "alterEnum",
      from: { name: "mood", values: ["a", "b"] },
      to: { name: "mood", values: ["b", "a"] },
      renamed: { a: "b", b: "a" },
    },
    sql: [
      `ALTER TYPE "mood" RENAME VALUE 'a' TO 'athanor_renamed_0'`,
      `ALTER TYPE "mood" RENAME VALUE 'b' TO 'athanor_renamed_1'`,
      `ALTER TYPE "mood" RENAME VALUE 'athanor_renamed_0' TO 'b'`,
      `ALTER TYPE "mood" RENAME VALUE 'athanor_renamed_1' TO 'a'`,
    ],
  },
  {
    title: "an index beside the transaction",
    operation: {
      kind: "createIndex",
      table: item,
      index: index("i", ["a"], { where: "a > 'x'" }),
      concurrently: true,
    },
    sql: [
      `DO $athanor$ BEGIN IF EXISTS (SELECT FROM pg_index i WHERE i.indexrelid = to_regclass('"i"') AND NOT i.indisvalid AND NOT EXISTS (SELECT FROM pg_locks l WHERE l.relation = i.indrelid AND l.granted AND l.mode = 'ShareUpdateExclusiveLock')) THEN DROP INDEX "i"; END IF; END $athanor$`,
      `CREATE INDEX CONCURRENTLY "i" ON "item" ("a") WHERE a > 'x'`,
    ],
  },
  {
    title: "a foreign key that does not look at the rows, and looks later",
    operation: {
      kind: "batchAlterTable",
      table: item,
      operations: [
        {
          kind: "createConstraint",
          table: item,
          constraint: foreignKey("f", ["id"], "o", { notValid: true, onDelete: "SET NULL" }),
        },
        { kind: "validateConstraint", table: item, name: "f" },
      ],
    },
    sql: [
      'ALTER TABLE "item" ADD CONSTRAINT "f" FOREIGN KEY ("id") REFERENCES "o" ("id") ON DELETE SET NULL NOT VALID',
      'ALTER TABLE "item" VALIDATE CONSTRAINT "f"',
    ],
  },
  {
    title: "a constraint without a name is found by what it says",
    operation: {
      kind: "dropConstraint",
      table: item,
      constraint: { kind: "unique", columns: ["a"] },
    },
    state: schema([
      table("item", [id, a], { uniques: [{ kind: "unique", name: "item_a_key", columns: ["a"] }] }),
    ]),
    sql: ['ALTER TABLE "item" DROP CONSTRAINT "item_a_key"'],
  },
  {
    title: "a primary key that the history has no name for has the name that the server gives",
    operation: {
      kind: "dropConstraint",
      table: item,
      constraint: { kind: "primaryKey", columns: ["id"] },
    },
    state: schema([
      { ...table("item", [id, a]), primaryKey: { kind: "primaryKey", columns: ["id"] } },
    ]),
    sql: ['ALTER TABLE "item" DROP CONSTRAINT "item_pkey"'],
  },
  {
    title: "a unique constraint that the history has no name for, likewise",
    operation: {
      kind: "dropConstraint",
      table: item,
      constraint: { kind: "unique", columns: ["id", "a"] },
    },
    state: schema([
      table("item", [id, a], { uniques: [{ kind: "unique", columns: ["id", "a"] }] }),
    ]),
    sql: ['ALTER TABLE "item" DROP CONSTRAINT "item_id_a_key"'],
  },
  {
    title: "an enum unless it is there",
    operation: { kind: "createEnum", enum: { name: "mood", values: ["it's"] }, ifNotExists: true },
    sql: [
      `DO 'BEGIN EXECUTE ''CREATE TYPE "mood" AS ENUM (''''it''''''''s'''')''; EXCEPTION WHEN duplicate_object THEN NULL; END'`,
    ],
  },
  {
    title: "rows with and without a column",
    operation: { kind: "bulkInsert", table: item, rows: [{ id: 1 }, { id: 2, a: "x" }] },
    sql: ['INSERT INTO "item" ("id", "a") VALUES ($1, DEFAULT), ($2, $3)'],
  },
];

const server = { version: 170000, versionText: "17", database: "d", defaultSchema: "public" };

function contextOf(state: Schema): CompileContext {
  return { server, state: async () => state };
}

describe("compile on PostgreSQL", () => {
  for (const { title, operation, state = emptySchema, sql } of cases) {
    it(title, async () => {
      const statements = await postgres.ddl.compile(operation, contextOf(state));
      expect(statements.map((statement) => statement.sql)).to.deep.equal(sql);
    });
  }

  it("keeps concurrent work out of the transaction", async () => {
    const operation: Operation = {
      kind: "dropIndex",
      table: item,
      index: index("i", ["a"]),
      concurrently: true,
    };
    expect(await postgres.ddl.compile(operation, contextOf(emptySchema))).to.deep.equal([
      { sql: 'DROP INDEX CONCURRENTLY "i"', transactional: false },
    ]);
  });

  it("asks first whether rows hold a value that an enum loses", async () => {
    const mood = { name: "enum", enumName: { name: "mood" } };
    const operation: Operation = {
      kind: "alterEnum",
      from: { name: "mood", values: ["a", "b"] },
      to: { name: "mood", values: ["b"] },
    };
    const state = schema([table("item", [id, column("m", mood)])]);
    const [guard] = await postgres.ddl.compile(operation, contextOf(state));
    expect(guard?.guard?.code).to.equal("ENUM_VALUE_IN_USE");
    expect(guard?.guard?.message).to.contain('Enum "mood" loses "a"');
  });

  it("makes an enum anew offline only where it is known who uses it", async () => {
    const unknown = new AthanorError({
      code: "STATE_UNKNOWN",
      message: "The history does not tell.",
      facts: { notes: [] },
    });
    const context: CompileContext = { state: () => Promise.reject(unknown) };
    const from = { name: "mood", values: ["a", "b"] };
    const operation: Operation = { kind: "alterEnum", from, to: { ...from, values: ["a"] } };
    const failure = await postgres.ddl.compile(operation, context).catch((error: unknown) => error);
    expect(failure).to.equal(unknown);
  });

  it("renames a table offline even where the history does not tell its columns", async () => {
    const unknown = new AthanorError({
      code: "STATE_UNKNOWN",
      message: "The history does not tell.",
      facts: { notes: [] },
    });
    const context: CompileContext = { state: () => Promise.reject(unknown) };
    const statements = await postgres.ddl.compile(
      { kind: "renameTable", from: item, to: { name: "b" } },
      context,
    );
    expect(statements).to.deep.equal([{ sql: 'ALTER TABLE "item" RENAME TO "b"' }]);
  });
});
