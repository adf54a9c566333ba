import { expect } from "chai";
import fc from "fast-check";
import { readBack } from "../../../../plugin/sqlite/canonicalize/normalize.js";
import { readTable } from "../../../../plugin/sqlite/inspect/table.js";
import type { ColumnType } from "../../../../src/schema/column-type.js";
import { compact } from "../../../../src/schema/compact.js";
import type { Column } from "../../../../src/schema/column.js";
import type { Schema } from "../../../../src/schema/schema.js";
import type { Table } from "../../../../src/schema/table.js";
import {
  check,
  column,
  foreignKey,
  index,
  required,
  schema,
  table,
  unique,
} from "../../../../src/testing/build-schema.js";
import { catchRejection } from "../../../support/catch-error.js";
import { autogenerate, canonical, look } from "../../../../src/testing/workbench.js";
import { sqliteDrivers, withSqlite } from "../../../support/sqlite-bench.js";
import { createTableText } from "../../../../plugin/sqlite/compile/table.js";

const id = required("id", "integer");

/** Databases made by hand, and what says the same in the words of entities. */
const same: readonly {
  readonly title: string;
  readonly made: readonly string[];
  readonly wanted: Schema;
}[] = [
  {
    title: "names in another case",
    made: [
      "CREATE TABLE USERS (ID integer PRIMARY KEY, Up integer CONSTRAINT fk REFERENCES users)",
      "CREATE INDEX IX ON users (up)",
    ],
    wanted: schema([
      table("users", [id, column("up", "integer")], {
        foreignKeys: [foreignKey("fk", ["up"], "Users")],
        indexes: [index("ix", ["up"])],
      }),
    ]),
  },
  {
    title: "what entities cannot say: STRICT, conflict clauses, directions, collations of keys",
    made: [
      "CREATE TABLE a (id integer PRIMARY KEY ON CONFLICT REPLACE, b text NOT NULL ON CONFLICT IGNORE, CONSTRAINT uq UNIQUE (b COLLATE NOCASE DESC) ON CONFLICT FAIL) STRICT",
      "CREATE INDEX ix ON a (b COLLATE RTRIM DESC)",
    ],
    wanted: schema([
      table("a", [id, required("b", "text")], {
        uniques: [unique("uq", "b")],
        indexes: [index("ix", ["b"])],
      }),
    ]),
  },
  {
    title: "expressions in other words",
    made: [
      "CREATE TABLE a (id integer PRIMARY KEY, b int DEFAULT (1+2), c int AS (b*2), CONSTRAINT ck CHECK (((b>0)) /* positive */))",
      "CREATE INDEX ix ON a (lower(b)) WHERE b is not null",
      "CREATE VIEW v AS select id from a",
    ],
    wanted: schema(
      [
        table(
          "a",
          [
            id,
            column("b", "int", { default: { kind: "expression", sql: "( 1 + 2 )" } }),
            column("c", "int", {
              generated: { kind: "expression", expression: '"b" * 2', stored: false },
            }),
          ],
          {
            checks: [check("ck", '"b" > 0')],
            indexes: [
              {
                name: "ix",
                keys: [{ expression: "LOWER([b])" }],
                unique: false,
                where: '("b" IS NOT NULL)',
              },
            ],
          },
        ),
      ],
      {
        views: [
          { name: "v", definition: 'SELECT "id" FROM "a"', materialized: false, indexes: [] },
        ],
      },
    ),
  },
  {
    title: "an enumeration and the CHECK that TypeORM writes for it, its length forgotten",
    made: [
      "CREATE TABLE a (id integer PRIMARY KEY NOT NULL, state varchar CHECK( \"state\" IN ('a','it''s') ))",
    ],
    wanted: schema([
      table("a", [id, column("state", { name: "varchar", length: 9, values: ["a", "it's"] })]),
    ]),
  },
  {
    title: "defaults as values",
    made: [
      "CREATE TABLE a (id integer PRIMARY KEY, b boolean DEFAULT (1), c text DEFAULT NULL, d text DEFAULT ('x'), e int DEFAULT -1)",
    ],
    wanted: schema([
      table("a", [
        id,
        column("b", "boolean", { default: { kind: "value", value: true } }),
        column("c", "text", { default: { kind: "value", value: null } }),
        column("d", "text", { default: { kind: "expression", sql: "('x')" } }),
        column("e", "int", { default: { kind: "expression", sql: "-1" } }),
      ]),
    ]),
  },
  {
    title: "types in capitals, comments, identities and what indexes have elsewhere",
    made: [
      "CREATE TABLE a (id INTEGER PRIMARY KEY, b VARCHAR ( 20 ), c DECIMAL(10, 2))",
      "CREATE INDEX ix ON a (b)",
    ],
    wanted: schema([
      table(
        "a",
        [
          { ...id, generated: { kind: "identity", always: true }, comment: "the key" },
          column("b", { name: "varchar", length: 20 }),
          column("c", { name: "decimal", precision: 10, scale: 2 }),
        ],
        { comment: "a table", indexes: [index("ix", ["b"], { using: "gist", spatial: true })] },
      ),
    ]),
  },
  {
    title: "a key that counts, whatever integer type the entity gives it",
    made: ["CREATE TABLE a (id integer PRIMARY KEY AUTOINCREMENT NOT NULL)"],
    wanted: schema([table("a", [required("id", "bigint", { generated: { kind: "increment" } })])]),
  },
];

for (const [driver, connect] of Object.entries(sqliteDrivers)) {
  describe(`the wanted schema as SQLite through ${driver} reports it`, () => {
    for (const { title, made, wanted } of same) {
      it(`is what the database has: ${title}`, () =>
        withSqlite(connect, made, async (bench) => {
          expect(await autogenerate(bench, wanted)).to.deep.equal([]);
          expect(await canonical(bench, wanted)).to.deep.equal(await look(bench));
        }));
    }

    it("stays the same when it is made canonical again", () =>
      withSqlite(connect, same[2]?.made ?? [], async (bench) => {
        for (const { wanted } of same) {
          const once = await canonical(bench, wanted);
          expect(await canonical(bench, once)).to.deep.equal(once);
        }
      }));

    it("refuses a column that counts and is not the key", () =>
      withSqlite(connect, [], async (bench) => {
        const counting = required("n", "integer", { generated: { kind: "increment" } });
        const refused = await catchRejection(() =>
          canonical(bench, schema([table("a", [id, counting])])),
        );
        expect(refused.code).to.equal("UNSUPPORTED_OPERATION");
        expect(refused.message).to.contain('"n" of "a"');
      }));

    it("keeps triggers, which entities know nothing of", () =>
      withSqlite(
        connect,
        ["CREATE TABLE a (id)", "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END"],
        async (bench) => {
          const wanted = schema([table("a", [column("id", "")], { key: [] })]);
          expect(await canonical(bench, wanted)).to.deep.equal(await look(bench));
        },
      ));
  });
}

describe("reading back without the text", () => {
  const word = fc.constantFrom("integer", "INTEGER", "varchar", "decimal", "unsigned  big int", "");
  const size = fc.option(fc.nat(20), { nil: undefined });
  const type = fc
    .record({ name: word, length: size, precision: size, scale: size })
    .map((drawn): ColumnType => compact(drawn));
  const value = fc.oneof(fc.string(), fc.double({ noNaN: true }), fc.boolean(), fc.constant(null));
  const columnOf = (name: string) =>
    fc
      .record({
        type,
        nullable: fc.boolean(),
        value: fc.option(value, { nil: undefined }),
        collation: fc.constantFrom(undefined, "nocase", "BINARY", "mine"),
        onConflict: fc.constantFrom(undefined, "FAIL", "ABORT"),
      })
      .map(({ value: held, collation, onConflict, ...rest }): Column => {
        return {
          name,
          ...rest,
          ...(held !== undefined && { default: { kind: "value", value: held } }),
          ...(collation !== undefined && { collation }),
          ...(onConflict !== undefined && { onConflict }),
        };
      });

  it("gives the table that its statement gives", () => {
    fc.assert(
      fc.property(
        fc.tuple(columnOf("a"), columnOf("b"), columnOf("c")),
        fc.subarray(["a", "b", "c"]),
        fc.subarray(["withoutRowid", "strict"] as const),
        (columns, key, options) => {
          const held: Table = {
            ...table("t", columns, { key, uniques: [unique("u", "a", "b")] }),
            ...(options.length > 0 && {
              options: Object.fromEntries(options.map((option) => [option, true])),
            }),
          };
          expect(readBack(held)).to.deep.equal(readTable(createTableText(held), "t"));
        },
      ),
      { numRuns: 500 },
    );
  });
});
