import { postgres } from "../../../plugin/postgres/index.js";
import type { Column } from "../../../src/schema/column.js";
import type { Enum } from "../../../src/schema/enum.js";
import type { Schema } from "../../../src/schema/schema.js";
import type { Table } from "../../../src/schema/table.js";
import {
  check,
  column,
  foreignKey,
  index,
  required,
  schema,
  table,
  unique,
} from "../../../src/testing/build-schema.js";
import { withPostgresConnection } from "../../support/connection-postgres.js";
import { thereAndBack } from "../../../src/testing/contract.js";
import type { Scenario } from "../../../src/testing/subject.js";
import { postgresVersion } from "../../support/postgres.js";

const id = required("id", "integer");
const item = (held: Column, rest: Parameters<typeof table>[2] = {}): Table =>
  table("item", [id, held], rest);

/** One column that changes its type, and the values before, after and after the way back. */
function change(
  title: string,
  before: Column,
  after: Column,
  values: readonly unknown[],
  valuesAfter: readonly unknown[] = values,
  valuesBack: readonly unknown[] = values,
): Scenario {
  const rows = (list: readonly unknown[]): Scenario["rows"] =>
    list.map((value, at) => ({ id: at + 1, [before.name]: value }));
  return {
    title,
    before: schema([item(before)]),
    after: schema([item(after)]),
    rows: rows(values) ?? [],
    rowsAfter: rows(valuesAfter) ?? [],
    rowsBack: rows(valuesBack) ?? [],
  };
}

const a = (type: Column["type"] | string, rest: Partial<Column> = {}): Column =>
  column("a", type, rest);
const value = (of: string | number | boolean): Pick<Column, "default"> => ({
  default: { kind: "value", value: of },
});
const stored = (expression: string): Pick<Column, "generated"> => ({
  generated: { kind: "expression", expression, stored: true },
});
const mood = { name: "enum", enumName: { name: "mood" } };
const moods = (...values: readonly string[]): { readonly enums: readonly Enum[] } => ({
  enums: [{ name: "mood", values }],
});
const feeling = (
  held: Column,
  values: readonly string[],
  rest: Parameters<typeof table>[2] = {},
): Schema => schema([item(held, rest)], moods(...values));

const types: readonly Scenario[] = [
  change(
    "varchar(50) to varchar(100)",
    a({ name: "varchar", length: 50 }),
    a({ name: "varchar", length: 100 }),
    ["x", null],
  ),
  change(
    "varchar(100) to varchar(50)",
    a({ name: "varchar", length: 100 }),
    a({ name: "varchar", length: 50 }),
    ["x"],
  ),
  change("varchar to text with a default", a("varchar", value("d")), a("text", value("e")), ["x"]),
  change("text to varchar", a("text"), a({ name: "varchar", length: 9 }), ["x"]),
  change("integer to bigint", a("integer"), a("bigint"), [1]),
  change(
    "smallint to integer with a default",
    a("smallint", value(1)),
    a("integer", value(70000)),
    [1],
  ),
  change("integer to varchar", a("integer", value(4)), a("varchar", value("4")), [12], ["12"]),
  change("text to boolean", a("text"), a("boolean"), ["true", "false"], [true, false]),
  change(
    "boolean to integer",
    a("boolean", value(true)),
    a("integer", value(1)),
    [true, false],
    [1, 0],
    [true, false],
  ),
  change("bigint to boolean", a("bigint"), a("boolean"), ["5", "0"], [true, false], ["1", "0"]),
  change("json to jsonb", a("json"), a("jsonb"), ["{}"], ["[object Object]"], ["[object Object]"]),
  change("text to jsonb", a("text"), a("jsonb"), ['"a"'], ["a"]),
  change(
    "text to integer",
    a("text"),
    a("integer"),
    ["42", " 7 ", null],
    ["42", "7", null],
    ["42", "7", null],
  ),
  change(
    "varchar to numeric with a default",
    a("varchar", value("1.5")),
    a({ name: "numeric", precision: 9, scale: 2 }, value(1.5)),
    ["2.25"],
  ),
  change(
    "jsonb with an object to text",
    a("jsonb"),
    a("text"),
    ['{"b": [1]}'],
    ['{"b": [1]}'],
    ["[object Object]"],
  ),
  change(
    "smaller numeric scale, of values that fit it",
    a({ name: "numeric", precision: 9, scale: 4 }),
    a({ name: "numeric", precision: 9, scale: 2 }),
    ["1.2500"],
    ["1.25"],
  ),
  change(
    "integer to double precision",
    a("integer", value(1)),
    a("double precision", value(2.5)),
    [3],
  ),
  change("bigint to integer", a("bigint"), a("integer"), ["5"]),
  change(
    "a collation that goes",
    a({ name: "varchar", length: 20 }, { collation: "C" }),
    a({ name: "varchar", length: 20 }),
    ["x"],
  ),
  change("text to time with time zone", a("text"), a({ name: "timetz", precision: 3 }), [
    "10:00:00+02",
  ]),
  change(
    "text to inet, with a default of it",
    a("text", value("::1")),
    a("inet", value("127.0.0.1")),
    ["10.0.0.1"],
  ),
  change(
    "smallint identity to bigint identity",
    { ...a("smallint", { generated: { kind: "identity", always: false } }), nullable: false },
    { ...a("bigint", { generated: { kind: "identity", always: false } }), nullable: false },
    [4],
  ),
  change(
    "serial to bigserial",
    { ...a("integer", { generated: { kind: "increment" } }), nullable: false },
    { ...a("bigint", { generated: { kind: "increment" } }), nullable: false },
    [4],
  ),
  change("text to uuid", a("text"), a("uuid"), ["a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"]),
  change("one text to an array of them", a("text"), a({ name: "text", array: true }), [
    "x,y",
    "{a,b}",
    "{a}",
    "{}",
    '{"a": 1}',
    "",
    null,
  ]),
  change(
    "an array of texts to one text",
    a({ name: "text", array: true }),
    a("text"),
    ["{a}", '{"b,c"}', '{"{x,y}"}', null],
    ["a", "b,c", "{x,y}", null],
    ["a", "b,c", "{x,y}", null],
  ),
  change(
    "an array of integers to one text",
    a({ name: "integer", array: true }),
    a({ name: "varchar", length: 9 }),
    ["{3}", null],
    ["3", null],
    ["3", null],
  ),
  change(
    "one integer to an array of texts",
    a("integer"),
    a({ name: "text", array: true }),
    [5],
    ["5"],
  ),
  change(
    "an array of integers to one of bigints",
    a({ name: "integer", array: true }),
    a({ name: "bigint", array: true }),
    ["{1,2}"],
    ["1,2"],
    ["1,2"],
  ),
  change(
    "a larger numeric",
    a({ name: "numeric", precision: 6, scale: 2 }, value(1.5)),
    a({ name: "numeric", precision: 12, scale: 4 }, value(2)),
    ["1.25"],
    ["1.2500"],
    ["1.25"],
  ),
  change(
    "a collation",
    a({ name: "varchar", length: 20 }),
    a({ name: "varchar", length: 20 }, { collation: "C" }),
    ["x"],
  ),
  change("a comment", a("text", { comment: "it's" }), a("text", { comment: 'a "b" \\' }), ["x"]),
  change("nullability", a("text"), a("text", { nullable: false }), ["x"]),
  change(
    "serial to identity",
    { ...a("integer", { generated: { kind: "increment" } }), nullable: false },
    { ...a("integer", { generated: { kind: "identity", always: false } }), nullable: false },
    [4],
  ),
  change(
    "identity by default to always",
    { ...a("bigint", { generated: { kind: "identity", always: false } }), nullable: false },
    { ...a("bigint", { generated: { kind: "identity", always: true } }), nullable: false },
    [4],
  ),
  change(
    "serial to bigserial",
    { ...a("integer", { generated: { kind: "increment" } }), nullable: false },
    { ...a("bigint", { generated: { kind: "increment" } }), nullable: false },
    [4],
  ),
  change(
    "plain to serial",
    { ...a("integer"), nullable: false },
    { ...a("integer", { generated: { kind: "increment" } }), nullable: false },
    [4],
  ),
  change(
    "identity to plain",
    { ...a("integer", { generated: { kind: "identity", always: false } }), nullable: false },
    { ...a("integer"), nullable: false },
    [4],
  ),
  change("stored to plain", a("integer", stored("id * 2")), a("integer"), [undefined], [2], [2]),
  change("plain to stored", a("integer"), a("integer", stored("id * 2")), [7], [2], [2]),
  change(
    "another stored expression",
    a("integer", stored("id * 2")),
    a("integer", stored("id * 3")),
    [undefined],
    [3],
    [2],
  ),
];

const moodView = {
  name: "glad",
  definition: "SELECT id, a FROM item WHERE a = 'ok'",
  materialized: false,
  indexes: [],
};

const readers = [
  { name: "direct", definition: "SELECT id, a FROM item", materialized: false, indexes: [] },
  {
    name: "over",
    definition: "SELECT upper(a) AS a FROM direct",
    materialized: false,
    indexes: [],
  },
  {
    name: "stored",
    definition: "SELECT a FROM over",
    materialized: true,
    indexes: [index("IDX_stored", ["a"])],
  },
];

const enums: readonly Scenario[] = [
  {
    title: "a value more at the end, used as default at once",
    before: feeling(a(mood, value("sad")), ["sad", "ok"]),
    after: feeling(a(mood, value("happy")), ["sad", "ok", "happy"]),
    rows: [{ id: 1, a: "ok" }],
  },
  {
    title: "a value more in the middle",
    before: feeling(a(mood), ["sad", "happy"]),
    after: feeling(a(mood), ["sad", "it's ok", "happy"]),
    rows: [{ id: 1, a: "happy" }],
  },
  {
    title: "a value less that no row holds, and the default with it",
    before: feeling(a(mood, value("sad")), ["sad", "ok"]),
    after: feeling(a(mood, value("ok")), ["ok"]),
    rows: [{ id: 1, a: "ok" }],
  },
  {
    title: "another order",
    before: feeling(a(mood), ["b", "a"]),
    after: feeling(a(mood), ["a", "b"]),
    rows: [{ id: 1, a: "b" }],
  },
  {
    title: "one enum on two tables, in an array, a check, an index and a view",
    before: schema(shared(), { ...moods("sad", "ok"), views: [moodView] }),
    after: schema(shared(), { ...moods("sad", "so so", "ok"), views: [moodView] }),
    rows: [{ id: 1, a: "ok" }],
  },
  {
    title: "enum to varchar",
    before: feeling(a(mood, value("ok")), ["sad", "ok"]),
    after: schema([item(a("varchar", value("ok")))]),
    rows: [{ id: 1, a: "sad" }],
  },
  {
    title: "text to enum, its default with it",
    before: schema([item(a("text", value("sad")))]),
    after: feeling(a(mood, value("ok")), ["sad", "ok"]),
    rows: [{ id: 1, a: "ok" }],
  },
  {
    title: "one of two columns that share an enum goes",
    before: schema([table("item", [id, a(mood), column("b", mood)])], moods("sad", "ok")),
    after: schema([table("item", [id, a(mood)])], moods("sad", "ok")),
    rows: [{ id: 1, a: "ok" }],
  },
  {
    title: "an enum to another enum that shares values",
    before: feeling(a(mood, value("ok")), ["sad", "ok"]),
    after: schema([item(a({ name: "enum", enumName: { name: "state" } }, value("ok")))], {
      enums: [{ name: "state", values: ["ok", "bad"] }],
    }),
    rows: [{ id: 1, a: "ok" }],
  },
  {
    title: "enum to its array",
    before: feeling(a(mood, value("ok")), ["sad", "ok"]),
    after: feeling(a({ ...mood, array: true }, value("{ok}")), ["sad", "ok"]),
    rows: [{ id: 1, a: "sad" }],
    rowsAfter: [{ id: 1, a: "{sad}" }],
  },
];

const others: readonly Scenario[] = [
  {
    title: "a column's type under a view, a view over it and a materialized one",
    before: schema([item(a({ name: "varchar", length: 9 }))], { views: readers }),
    after: schema([item(a("text"))], { views: readers }),
    rows: [{ id: 1, a: "x" }],
  },
  {
    title: "a column's type under a computed one, its index and its check",
    before: schema([computed("integer")]),
    after: schema([computed("bigint")]),
    rows: [{ id: 1, a: 2 }],
    rowsAfter: [{ id: 1, a: 2, twice: 4 }],
  },
  {
    title: "integer key to uuid text with children",
    before: schema(family("integer")),
    after: schema(family("varchar")),
    rows: [
      { id: 1, parent: null },
      { id: 2, parent: 1 },
    ],
  },
  {
    title: "text key to uuid with children",
    before: schema(family("text")),
    after: schema(family("uuid")),
    rows: [
      { id: "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", parent: null },
      {
        id: "b0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
        parent: "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
      },
    ],
  },
  {
    title: "table comments and options",
    before: schema([{ ...item(a("text")), comment: "it's" }]),
    after: schema([{ ...item(a("text")), comment: "b" }]),
    rows: [{ id: 1, a: "x" }],
  },
  {
    title: "constraints of every kind",
    before: schema([item(a("integer"))]),
    after: schema([
      item(a("integer"), {
        uniques: [{ ...unique("UQ_a", "a"), deferrable: "INITIALLY DEFERRED" }],
        checks: [check("CHK_a", "a > 0 AND a IN (1, 2, 3)")],
        exclusions: [
          { kind: "exclude", name: "XCL_a", expression: "USING gist (int4range(id, a) WITH &&)" },
        ],
        foreignKeys: [
          foreignKey("FK_a", ["a"], "item", {
            onDelete: "SET NULL",
            onUpdate: "CASCADE",
            deferrable: "INITIALLY IMMEDIATE",
          }),
        ],
        indexes: [
          {
            name: "IDX_expression",
            keys: [
              { expression: "abs(a)", descending: true },
              { column: "id", nulls: "first" },
            ],
            unique: false,
          },
          index("IDX_partial", ["a"], {
            where: "a is not null and id in (1,2)",
            unique: true,
            include: ["id"],
          }),
          index("IDX_hash", ["a"], { using: "hash" }),
        ],
      }),
    ]),
    rows: [{ id: 1, a: 1 }],
  },
];

const unenforced: Scenario = {
  title: "constraints that no row is held to",
  before: schema([item(a("integer"))]),
  after: schema([
    item(a("integer"), {
      checks: [{ ...check("CHK_a", "a > 5"), notEnforced: true }],
      foreignKeys: [{ ...foreignKey("FK_a", ["a"], "item"), notEnforced: true }],
    }),
  ]),
  rows: [{ id: 1, a: 2 }],
};

describe("a change on PostgreSQL keeps the rows", () => {
  const recent = postgresVersion < 18 ? [] : [unenforced];
  for (const scenario of [...types, ...enums, ...others, ...recent]) {
    it(scenario.title, async () => {
      await withPostgresConnection((connection) => thereAndBack(postgres, connection, scenario));
    });
  }
});

function shared(): readonly Table[] {
  const second = table("second", [id, column("b", { ...mood, array: true }, value("{sad}"))]);
  const rest = {
    checks: [check("CHK_mood", "a <> 'sad' OR id > 0")],
    indexes: [index("IDX_mood", ["id"], { where: "a = 'ok'" }), index("IDX_a", ["a"])],
  };
  return [item(a(mood, value("ok")), rest), second];
}

function computed(type: string): Table {
  return table("item", [id, a(type), column("twice", type, stored("a * 2"))], {
    checks: [check("CHK_twice", "twice > 0")],
    indexes: [index("IDX_twice", ["twice"])],
  });
}

function family(type: string): readonly Table[] {
  const keys = [foreignKey("FK_parent", ["parent"], "item", { onDelete: "CASCADE" })];
  const child = table("child", [id, column("item", type)], {
    foreignKeys: [foreignKey("FK_child", ["item"], "item")],
  });
  return [
    table("item", [required("id", type), column("parent", type)], { foreignKeys: keys }),
    child,
  ];
}
