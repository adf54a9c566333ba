import { expect } from "chai";
import { readDefault } from "../../../../plugin/sqlite/column-default.js";
import { readIndex } from "../../../../plugin/sqlite/inspect/index-definition.js";
import { readTable } from "../../../../plugin/sqlite/inspect/table.js";
import { readView } from "../../../../plugin/sqlite/inspect/view.js";
import type { Table } from "../../../../src/schema/table.js";
import { codeOf } from "../../../support/code-of.js";

const key = (referencedColumns: readonly string[], rest: object = {}) => ({
  kind: "foreignKey",
  columns: ["a"],
  references: { name: "p" },
  referencedColumns,
  onDelete: "NO ACTION",
  onUpdate: "NO ACTION",
  ...rest,
});

/** The body of CREATE TABLE t, and what of the table it decides. */
const cases: readonly (readonly [string, Partial<Table>])[] = [
  [
    "('a' int, [b c] \"My Type\" (10), `d` UNSIGNED  big int (1 , 2), e)",
    {
      columns: [
        { name: "a", type: { name: "int" }, nullable: true },
        { name: "b c", type: { name: '"my type"', precision: 10 }, nullable: true },
        { name: "d", type: { name: "unsigned big int", precision: 1, scale: 2 }, nullable: true },
        { name: "e", type: { name: "" }, nullable: true },
      ],
    },
  ],
  [
    "(a varchar(255) /* , ) */ NOT NULL DEFAULT ('it''s') COLLATE nocase -- it's\n)",
    {
      columns: [
        {
          name: "a",
          type: { name: "varchar", length: 255 },
          nullable: false,
          default: { kind: "value", value: "it's" },
          collation: "NOCASE",
        },
      ],
    },
  ],
  [
    '("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL)',
    {
      columns: [
        {
          name: "id",
          type: { name: "integer" },
          nullable: false,
          generated: { kind: "increment" },
        },
      ],
      primaryKey: { kind: "primaryKey", columns: ["id"] },
    },
  ],
  [
    "(id INTEGER, CONSTRAINT pk PRIMARY KEY (ID AUTOINCREMENT))",
    {
      columns: [
        {
          name: "id",
          type: { name: "integer" },
          nullable: true,
          generated: { kind: "increment" },
        },
      ],
      primaryKey: { kind: "primaryKey", name: "pk", columns: ["ID"] },
    },
  ],
  [
    "(id integer PRIMARY KEY DESC)",
    {
      columns: [{ name: "id", type: { name: "integer" }, nullable: true }],
      primaryKey: { kind: "primaryKey", columns: ["id"], descending: [true] },
    },
  ],
  [
    "(id integer, PRIMARY KEY (id DESC))",
    {
      columns: [{ name: "id", type: { name: "integer" }, nullable: true }],
      primaryKey: { kind: "primaryKey", columns: ["id"] },
    },
  ],
  [
    "(a text, b text, PRIMARY KEY (a COLLATE nocase, b DESC) ON CONFLICT replace) WITHOUT ROWID",
    {
      columns: [
        { name: "a", type: { name: "text" }, nullable: false },
        { name: "b", type: { name: "text" }, nullable: false },
      ],
      primaryKey: {
        kind: "primaryKey",
        columns: ["a", "b"],
        collations: ["NOCASE", null],
        descending: [false, true],
        onConflict: "REPLACE",
      },
      options: { withoutRowid: true },
    },
  ],
  [
    "(a int NOT NULL ON CONFLICT ABORT) STRICT , without  rowid",
    { options: { strict: true, withoutRowid: true } },
  ],
  [
    "(a int CONSTRAINT u UNIQUE ON CONFLICT FAIL CONSTRAINT c CHECK (a > ')') , UNIQUE (a), CONSTRAINT d CHECK((a)>(1)) CHECK (a))",
    {
      uniques: [
        { kind: "unique", name: "u", columns: ["a"], onConflict: "FAIL" },
        { kind: "unique", columns: ["a"] },
      ],
      checks: [
        { kind: "check", name: "c", expression: "a > ')'" },
        { kind: "check", name: "d", expression: "(a)>(1)" },
        { kind: "check", expression: "a" },
      ],
    },
  ],
  [
    "(a int CONSTRAINT fk REFERENCES p ON DELETE SET NULL MATCH full NOT NULL DEFERRABLE INITIALLY DEFERRED)",
    {
      columns: [{ name: "a", type: { name: "int" }, nullable: false }],
      foreignKeys: [
        key([], {
          name: "fk",
          match: "FULL",
          onDelete: "SET NULL",
          deferrable: "INITIALLY DEFERRED",
        }),
      ],
    } as Partial<Table>,
  ],
  [
    '(a int, FOREIGN KEY ("a") REFERENCES [p](b) ON UPDATE CASCADE ON DELETE RESTRICT NOT DEFERRABLE INITIALLY DEFERRED)',
    { foreignKeys: [key(["b"], { onUpdate: "CASCADE", onDelete: "RESTRICT" })] } as Partial<Table>,
  ],
  [
    "(a int, b int GENERATED ALWAYS AS (a + 1) STORED, c AS ((a)) UNIQUE)",
    {
      columns: [
        { name: "a", type: { name: "int" }, nullable: true },
        {
          name: "b",
          type: { name: "int" },
          nullable: true,
          generated: { kind: "expression", expression: "a + 1", stored: true },
        },
        {
          name: "c",
          type: { name: "" },
          nullable: true,
          generated: { kind: "expression", expression: "(a)", stored: false },
        },
      ],
    },
  ],
  ["(a int CONSTRAINT loose, b int NULL)", { uniques: [], checks: [] }],
];

describe("reading CREATE TABLE", () => {
  for (const [body, expected] of cases) {
    it(`finds what stands in ${body}`, () => {
      const table = readTable(`CREATE TABLE IF NOT EXISTS main."t.x"${body}`, "t.x");
      expect(table).to.deep.include({ name: "t.x", ...expected });
    });
  }

  it("says where it fails", async () => {
    const read = async (): Promise<Table> => readTable("CREATE TABLE t (a int", "t");
    expect(await codeOf(read())).to.equal("UNREADABLE_SQL");
  });
});

describe("reading DEFAULT", () => {
  const defaults: Readonly<Record<string, unknown>> = {
    "'a'": "a",
    "('it''s')": "it's",
    "((7))": { sql: "(7)" },
    "-1.5": -1.5,
    "- 5": -5,
    "+3": 3,
    "-0": 0,
    "1.50": { sql: "1.50" },
    "12345678901234567890": { sql: "12345678901234567890" },
    "1e3": { sql: "1e3" },
    "x'ab'": { sql: "x'ab'" },
    TRUE: { sql: "TRUE" },
    "(false)": { sql: "false" },
    null: { sql: "null" },
    "(NULL)": { sql: "NULL" },
    "((1 + 2))": { sql: "(1 + 2)" },
    CURRENT_TIMESTAMP: { sql: "CURRENT_TIMESTAMP" },
    "(datetime('now'))": { sql: "datetime('now')" },
    "('a' || 'b')": { sql: "'a' || 'b'" },
    abc: "abc",
    '"a b"': "a b",
  };
  for (const [sql, expected] of Object.entries(defaults)) {
    it(`${sql} as data`, () => {
      const read = readDefault(sql);
      const plain = read?.kind === "expression" ? { sql: read.sql } : read?.value;
      expect(plain).to.deep.equal(expected);
    });
  }
});

describe("reading CREATE INDEX", () => {
  it("finds keys, directions, collations, expressions and the predicate", () => {
    const sql =
      "CREATE UNIQUE INDEX IF NOT EXISTS main.ix ON \"a.b\" (a COLLATE nocase DESC, [b] ASC, lower(c), (d), 'e', a+1 DESC) WHERE a IN (1, 2) -- x";
    expect(readIndex(sql, "ix")).to.deep.equal({
      name: "ix",
      keys: [
        { column: "a", descending: true, collation: "NOCASE" },
        { column: "b" },
        { expression: "lower(c)" },
        { column: "d" },
        { column: "e" },
        { expression: "a+1", descending: true },
      ],
      unique: true,
      where: "a IN (1, 2)",
    });
  });
});

describe("reading CREATE VIEW", () => {
  it("finds the SELECT and the names of the columns", () => {
    const sql = "CREATE VIEW IF NOT EXISTS v ([a b], c) AS SELECT ';' AS a, 1 -- x\n FROM t ;";
    expect(readView(sql, "v")).to.deep.equal({
      name: "v",
      columns: ["a b", "c"],
      definition: "SELECT ';' AS a, 1 -- x\n FROM t",
      materialized: false,
      indexes: [],
    });
  });
});
