import { expect } from "chai";
import { postgres } from "../../../plugin/postgres/index.js";
import type { Operation } from "../../../src/operation/operation.js";
import type { Connection } from "../../../src/plugin/connection.js";
import type { Column } from "../../../src/schema/column.js";
import type { ColumnType } from "../../../src/schema/column-type.js";
import { emptySchema, findTable } from "../../../src/schema/schema.js";
import type { Table } from "../../../src/schema/table.js";
import { connectPostgres } from "../../support/connection-postgres.js";
import { look, perform, workbench } from "../../../src/testing/workbench.js";
import { withPostgresDatabase } from "../../support/postgres.js";
import { column, table } from "../../support/table.js";

const setUp = [
  "CREATE TYPE kind AS ENUM ('a', 'b')",
  "CREATE TABLE target (id integer PRIMARY KEY)",
  `CREATE TABLE items (id integer PRIMARY KEY, short varchar(20), note text, letter char(3), place integer, price numeric(10,2), bits varbit(4),
    at timestamp(3), net cidr, doc json, kind kind, target integer, words varchar(9)[], texts text[], code text, proven text, CONSTRAINT given CHECK (proven IS NOT NULL))`,
  "CREATE INDEX by_code ON items (code)",
  "INSERT INTO items (id, proven) VALUES (1, 'x')",
  "SET timezone = 'Asia/Tokyo'",
];

const name = { name: "items" };

/** One change to `items`, out of the table as it is. */
type Change = (table: Table) => Operation;

const alter =
  (of: string, change: Partial<Column>): Change =>
  ({ columns }) => {
    const from = columns.find((each) => each.name === of) ?? column(of);
    return { kind: "alterColumn", table: name, from, to: { ...from, ...change } };
  };

const retype = (of: string, type: ColumnType): Change => alter(of, { type });

const add =
  (given: Partial<Column>): Change =>
  () => ({
    kind: "addColumn",
    table: name,
    column: column("fresh", { nullable: true, ...given }),
  });

const byDefault = (sql: string, type = "text"): Change =>
  add({ type: { name: type }, default: { kind: "expression", sql } });

const constrain =
  (constraint: Extract<Operation, { kind: "createConstraint" }>["constraint"]): Change =>
  () => ({ kind: "createConstraint", table: name, constraint });

const foreignKey = {
  ...{ kind: "foreignKey" as const, columns: ["target"], references: { name: "target" } },
  ...{ referencedColumns: ["id"], onDelete: "NO ACTION" as const, onUpdate: "NO ACTION" as const },
};

const index = (concurrently?: true): Change => {
  const made = { name: "fresh", keys: [{ column: "short" }], unique: false };
  return () => ({
    ...{ kind: "createIndex", table: name, index: made },
    ...(concurrently ? { concurrently } : {}),
  });
};

/** Which of these write all rows anew, the server says. */
const rewriting: Readonly<Record<string, Change>> = {
  "a column that may be empty": add({}),
  "a value as a default": add({ default: { kind: "value", value: 3 } }),
  "the moment as a default": byDefault("now()", "timestamptz"),
  "today as a default": byDefault("CURRENT_DATE", "date"),
  "a function of each row as a default": byDefault("gen_random_uuid()", "uuid"),
  "a function within another as a default": byDefault("md5(random()::text)"),
  "an empty list as a default": add({
    type: { name: "text", array: true },
    default: { kind: "expression", sql: "ARRAY[]::text[]" },
  }),
  "a document as a default": byDefault("'{}'::jsonb", "jsonb"),
  "a column that counts": add({ nullable: false, generated: { kind: "increment" } }),
  "an identity": add({ nullable: false, generated: { kind: "identity", always: true } }),
  "a stored computed column": add({
    generated: { kind: "expression", expression: "place + 1", stored: true },
  }),
  "a column less": ({ columns }) => ({
    kind: "dropColumn",
    table: name,
    column: columns.find((each) => each.name === "note") ?? column("note"),
  }),
  "a longer text": retype("short", { name: "varchar", length: 40 }),
  "a shorter text": retype("short", { name: "varchar", length: 10 }),
  "a text without an end": retype("short", { name: "text" }),
  "a text that states no length": retype("note", { name: "varchar" }),
  "a text that gets a length": retype("note", { name: "varchar", length: 9 }),
  "a padded text that is no longer": retype("letter", { name: "text" }),
  "a wider number": retype("place", { name: "bigint" }),
  "a number as a text": retype("place", { name: "text" }),
  "more digits": retype("price", { name: "numeric", precision: 12, scale: 2 }),
  "more fractions": retype("price", { name: "numeric", precision: 12, scale: 3 }),
  "any digits": retype("price", { name: "numeric" }),
  "fewer digits": retype("price", { name: "numeric", precision: 8, scale: 2 }),
  "more bits": retype("bits", { name: "varbit", length: 8 }),
  "a finer moment": retype("at", { name: "timestamp" }),
  "a coarser moment": retype("at", { name: "timestamp", precision: 0 }),
  "a moment with a zone": retype("at", { name: "timestamptz", precision: 3 }),
  "a network as an address": retype("net", { name: "inet" }),
  "a document in another form": retype("doc", { name: "jsonb" }),
  "longer texts in a list": retype("words", { name: "varchar", length: 20, array: true }),
  "texts without an end in a list": retype("words", { name: "text", array: true }),
  "texts that get a length in a list": retype("texts", { name: "varchar", length: 9, array: true }),
  "a text as a list of them": retype("note", { name: "text", array: true }),
  "another collation": alter("note", { collation: "C" }),
  "another default": alter("place", { default: { kind: "value", value: 4 } }),
  "a value more": () => ({
    kind: "alterEnum",
    from: { name: "kind", values: ["a", "b"] },
    to: { name: "kind", values: ["a", "b", "c"] },
  }),
  "a value less": () => ({
    kind: "alterEnum",
    from: { name: "kind", values: ["a", "b"] },
    to: { name: "kind", values: ["a"] },
  }),
  "a table that is not logged": () => ({
    kind: "alterTableOptions",
    table: name,
    from: {},
    to: { unlogged: true },
  }),
};

/** Which of these keep others waiting while all rows are read. */
const locking: Readonly<Record<string, readonly [Change, boolean]>> = {
  "NOT NULL": [alter("short", { nullable: false }), true],
  "NOT NULL that a check has proven": [alter("proven", { nullable: false }), false],
  "a check": [constrain({ kind: "check", name: "c", expression: "id > 0" }), true],
  "a check of new rows only": [
    constrain({ kind: "check", name: "c", expression: "id > 0", notValid: true }),
    false,
  ],
  "a check that no row is held to": [
    constrain({ kind: "check", name: "c", expression: "id > 0", notEnforced: true }),
    false,
  ],
  "a foreign key": [constrain(foreignKey), true],
  "a foreign key of new rows only": [constrain({ ...foreignKey, notValid: true }), false],
  "a unique constraint": [constrain({ kind: "unique", columns: ["short"] }), true],
  "an index": [index(), true],
  "an index that keeps nobody out": [index(true), false],
  "another collation of a column with an index": [alter("code", { collation: "C" }), true],
  "another collation of a column without one": [alter("note", { collation: "C" }), false],
  "the validation of a constraint": [
    () => ({ kind: "validateConstraint", table: name, name: "given" }),
    false,
  ],
};

async function withItems(
  use: (connection: Connection, tell: (change: Change) => Promise<Told>) => Promise<void>,
): Promise<void> {
  await withPostgresDatabase(async (options) => {
    const connection = await connectPostgres(options);
    try {
      for (const sql of setUp) await connection.query(sql);
      const bench = await workbench(postgres, connection);
      await use(connection, async (change) => {
        const state = await look(bench);
        const operation = change(findTable(state, name) ?? table("items"));
        const found = postgres.ddl.hazards?.(operation, { state, server: bench.server }) ?? [];
        const codes = found.map(({ code }) => code);
        return { codes, run: () => perform(bench, [operation]) };
      });
    } finally {
      await connection.close();
    }
  });
}

type Told = { readonly codes: readonly string[]; readonly run: () => Promise<void> };

async function fileOf({ query }: Connection): Promise<unknown> {
  const [row] = await query("SELECT pg_relation_filenode('items') AS file");
  return row?.["file"];
}

describe("what PostgreSQL does to a large table", () => {
  for (const [title, change] of Object.entries(rewriting)) {
    it(`is told as the server does it: ${title}`, () =>
      withItems(async (connection, tell) => {
        const { codes, run } = await tell(change);
        const before = await fileOf(connection);
        await run();
        const isNew = (await fileOf(connection)) !== before;
        expect(codes).to.deep.equal(isNew ? ["REBUILDS_TABLE"] : []);
      })).timeout(60_000);
  }

  for (const [title, [change, isTold]] of Object.entries(locking)) {
    it(`tells whether others wait for ${title}`, () =>
      withItems(async (_, tell) => {
        const { codes } = await tell(change);
        expect(codes).to.deep.equal(isTold ? ["LOCKS_TABLE"] : []);
      })).timeout(60_000);
  }
});

describe("a column on which more rests than steps aside, on PostgreSQL", () => {
  const id = column("id", { type: { name: "integer" } });
  const held = column("a", { type: { name: "integer" }, nullable: true });
  const drop: Operation = { kind: "dropColumn", table: { name: "item" }, column: held };
  const widen: Operation = {
    kind: "alterColumn",
    table: { name: "item" },
    from: held,
    to: { ...held, type: { name: "bigint" } },
  };

  const trigger =
    "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END'; CREATE TRIGGER tr";
  const body = "FOR EACH ROW";
  const resting: Readonly<Record<string, readonly [sql: string, change: Operation]>> = {
    "policy own on table item": ["CREATE POLICY own ON item USING (a > 0)", widen],
    "trigger tr on table item": [
      `${trigger} BEFORE UPDATE OF a ON item ${body} EXECUTE FUNCTION f()`,
      drop,
    ],
    "trigger tr on table item (WHEN)": [
      `${trigger} BEFORE UPDATE ON item ${body} WHEN (new.a > 0) EXECUTE FUNCTION f()`,
      widen,
    ],
    "rule ru on table item": [
      "CREATE RULE ru AS ON DELETE TO item WHERE old.a > 0 DO INSTEAD NOTHING",
      widen,
    ],
    "function g()": [
      "CREATE FUNCTION g() RETURNS bigint BEGIN ATOMIC SELECT sum(a) FROM item; END",
      drop,
    ],
    "publication of table item in publication p": [
      "CREATE PUBLICATION p FOR TABLE item WHERE (a > 0)",
      widen,
    ],
  };

  for (const [what, [sql, change]] of Object.entries(resting)) {
    it(`is told of, with what stands in the way, and is refused: ${what}`, () =>
      withPostgresDatabase(async (server) => {
        const connection = await connectPostgres(server);
        try {
          await connection.query("CREATE TABLE item (id integer PRIMARY KEY, a integer)");
          const bench = await workbench(postgres, connection);
          const told = async () => {
            const state = await look(bench);
            const found = postgres.ddl.hazards?.(change, { state, server: bench.server }) ?? [];
            return found.filter(({ code }) => code === "COLUMN_IN_USE");
          };
          expect(await told()).to.deep.equal([]);
          await connection.query(sql);
          const [hazard] = await told();
          expect(hazard?.message).to.contain(what.replace(" (WHEN)", ""));
          expect(await perform(bench, [change]).catch(() => "refused")).to.equal("refused");
        } finally {
          await connection.close();
        }
      }));
  }

  it("is free where nothing rests on it", () => {
    const state = { ...emptySchema, tables: [table("item", { columns: [id, held] })] };
    expect(postgres.ddl.hazards?.(drop, { state })).to.deep.equal([]);
  });
});
