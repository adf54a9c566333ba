import fc from "fast-check";
import { sqlExpression } from "../../src/operation/sql-expression.js";
import type { ColumnDefault } from "../../src/schema/column-default.js";
import type { ColumnType } from "../../src/schema/column-type.js";
import type { Generated } from "../../src/schema/column.js";

/** What drawn operations are made of. */
export type Vocabulary = {
  readonly text: fc.Arbitrary<string>;
  readonly type: fc.Arbitrary<ColumnType>;
  readonly columnDefault: fc.Arbitrary<ColumnDefault>;
  readonly generated: fc.Arbitrary<Generated>;
  readonly cell: fc.Arbitrary<unknown>;
  readonly row: fc.Arbitrary<Record<string, unknown>>;
};

export const flag = fc.constantFrom(true, undefined);

export function maybe<Value>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> {
  return fc.option(arbitrary, { nil: undefined });
}

export const nulls = fc.constantFrom("first" as const, "last" as const);

const awkward = [
  "users",
  "odd.name",
  'quo"te',
  "it's",
  "back\\slash",
  "new\nline",
  "tab\t",
  "${x}",
  "`tick`",
  "*/",
  "ünïcödé 漢字 🎉",
  "__proto__",
  "constructor",
  "\u2028",
  "\ud800",
  "\u202eright",
  "",
];

/** Any text, the awkward ones often. */
const awkwardText = fc.oneof(
  fc.constantFrom(...awkward),
  fc.string({ unit: "binary", maxLength: 8 }),
  fc.tuple(fc.constantFrom(...awkward), fc.constantFrom(...awkward)).map(([a, b]) => `${a}\n${b}`),
  fc.string({ minLength: 60, maxLength: 120 }),
);

/** Such text as people write. */
const plainText = fc.oneof(
  fc.constantFrom(
    "users",
    "createdAt",
    "it's",
    '"price" > 0',
    "漢字",
    "SELECT *\nFROM users",
    "odd.name",
  ),
  fc.stringMatching(/^[a-z][a-z ]{0,90}$/),
);

export const awkwardWords = vocabularyOf(
  awkwardText,
  fc.oneof(awkwardText, fc.bigInt(), fc.double()),
);
export const plainWords = vocabularyOf(plainText, fc.integer());

function vocabularyOf(text: fc.Arbitrary<string>, value: fc.Arbitrary<unknown>): Vocabulary {
  const type: fc.Arbitrary<ColumnType> = fc.oneof(
    fc.constantFrom<ColumnType>(
      { name: "text" },
      { name: "varchar", length: 255 },
      { name: "nvarchar", length: "max" },
      { name: "numeric", precision: 10, scale: 2 },
      { name: "integer", array: true },
      { name: "enum", enumName: { schema: "a.b", name: "status" } },
      { name: "enum", values: ["it's", 'a "b"', "`"] },
      { name: "geometry", feature: "Point", srid: 4326 },
      { name: "int", unsigned: true, zerofill: true, width: 4 },
    ),
    text.map((name) => ({ name })),
  );

  const columnDefault: fc.Arbitrary<ColumnDefault> = fc.oneof(
    fc
      .oneof(text, fc.double({ noNaN: false }), fc.integer(), fc.boolean())
      .map((value) => ({ kind: "value" as const, value })),
    text.map((sql) => ({ kind: "expression" as const, sql })),
  );

  const generated: fc.Arbitrary<Generated> = fc.oneof(
    fc.constantFrom<Generated>(
      { kind: "increment" },
      { kind: "increment", sequence: { name: "s.q" } },
      { kind: "increment", counting: { start: "7" } },
      { kind: "identity", always: true },
      {
        kind: "identity",
        always: true,
        counting: { increment: "-2", maximum: "9223372036854775807" },
      },
      { kind: "identity", always: false },
    ),
    fc
      .tuple(text, fc.boolean())
      .map(([expression, stored]) => ({ kind: "expression" as const, expression, stored })),
  );

  const cell: fc.Arbitrary<unknown> = fc.oneof(
    text,
    value,
    fc.boolean(),
    fc.constant(null),
    fc.date({ noInvalidDate: false, min: new Date(0), max: new Date("2100-01-01") }),
    fc.uint8Array({ maxLength: 4 }).map((bytes) => Buffer.from(bytes)),
    fc.array(fc.integer(), { maxLength: 3 }),
    fc.record({ nested: text }, { noNullPrototype: true }),
  );

  const sql = text.map((words) => sqlExpression(words));
  const row = fc.dictionary(text, fc.oneof(cell, sql), { maxKeys: 3, noNullPrototype: true });
  return { text, type, columnDefault, generated, cell, row };
}
