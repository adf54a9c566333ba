import { expect } from "chai";
import type { DiffObject } from "../../src/diff/diff-object.js";
import { diff } from "../../src/diff/diff.js";
import { applyAll } from "../../src/operation/apply.js";
import { describe as tell } from "../../src/operation/describe.js";
import type { Column } from "../../src/schema/column.js";
import type { ForeignKey } from "../../src/schema/constraint.js";
import type { Schema } from "../../src/schema/schema.js";
import { emptySchema } from "../../src/schema/schema.js";
import type { Table } from "../../src/schema/table.js";
import { catchError } from "../support/catch-error.js";
import { column, schemaOf, table } from "../support/table.js";

function foreignKey(name: string, columns: string[], target: string, given = {}): ForeignKey {
  return {
    kind: "foreignKey",
    name,
    columns,
    references: { name: target },
    referencedColumns: ["id"],
    onDelete: "NO ACTION",
    onUpdate: "NO ACTION",
    ...given,
  };
}

const unique = (name: string, ...columns: string[]) => ({ kind: "unique", name, columns }) as const;
const check = (name: string, expression: string) => ({ kind: "check", name, expression }) as const;
const index = (name: string, ...columns: string[]) => ({
  name,
  keys: columns.map((each) => ({ column: each })),
  unique: false,
});
const view = (name: string, definition: string, ...reads: string[]) => ({
  name,
  definition,
  materialized: false,
  indexes: [],
  dependsOn: reads.map((read) => ({ name: read })),
});

type Scenario = {
  readonly title: string;
  readonly from: Schema;
  readonly to: Schema;
  /** One sentence an operation. */
  readonly operations: readonly string[];
};

function changed(
  title: string,
  before: Partial<Table>,
  after: Partial<Table>,
  ...told: string[]
): Scenario {
  return {
    title,
    from: schemaOf([table("t", before)]),
    to: schemaOf([table("t", after)]),
    operations: told,
  };
}

function columnChanged(
  title: string,
  before: Partial<Column>,
  after: Partial<Column>,
  told: string,
): Scenario {
  return changed(
    title,
    { columns: [column("c", before)] },
    { columns: [column("c", after)] },
    told,
  );
}

const text = { type: { name: "text" } };
const enumType = (name: string): Partial<Column> => ({
  type: { name: "enum", enumName: { name } },
});

const scenarios: readonly Scenario[] = [
  columnChanged(
    "changes a type in place",
    text,
    { type: { name: "varchar", length: 200 } },
    'change "t"."c" from text to varchar(200)',
  ),
  columnChanged(
    "changes a length in place",
    { type: { name: "varchar", length: 100 } },
    { type: { name: "varchar", length: 50 } },
    'change "t"."c" from varchar(100) to varchar(50)',
  ),
  columnChanged(
    "changes nullability in place",
    { ...text, nullable: true },
    text,
    'change "t"."c" set not null',
  ),
  columnChanged(
    "changes array-ness in place",
    text,
    { type: { name: "text", array: true } },
    'change "t"."c" from text to text[]',
  ),
  columnChanged(
    "changes a default in place",
    text,
    { ...text, default: { kind: "value", value: "x" } },
    `change "t"."c" set default 'x'`,
  ),
  columnChanged(
    "changes a collation in place",
    text,
    { ...text, collation: "C" },
    'change "t"."c" set collation "C"',
  ),
  columnChanged(
    "changes generation in place",
    {},
    { generated: { kind: "identity", always: true } },
    'change "t"."c" identity, always',
  ),
  columnChanged(
    "changes a comment in place",
    text,
    { ...text, comment: "hello" },
    'change "t"."c" set comment "hello"',
  ),
  columnChanged(
    "changes several things of a column at once",
    { ...text, nullable: true },
    { type: { name: "varchar", length: 200 } },
    'change "t"."c" from text to varchar(200), set not null',
  ),
  changed(
    "renames a constraint when its name alone differs",
    { columns: [column("a")], uniques: [unique("mine", "a")] },
    { columns: [column("a")], uniques: [unique("UQ_a", "a")] },
    'rename unique constraint "mine" (a) on "t" to "UQ_a"',
  ),
  changed(
    "renames an index when its name alone differs",
    { indexes: [index("mine", "id")] },
    { indexes: [index("IDX_id", "id")] },
    'rename index "mine" on "t" to "IDX_id"',
  ),
  changed(
    "takes any name where none is wanted",
    { columns: [column("a")], uniques: [unique("mine", "a")] },
    { columns: [column("a")], uniques: [{ kind: "unique", columns: ["a"] }] },
  ),
  changed(
    "renames through a temporary name when two names are swapped",
    { columns: [column("a"), column("b")], indexes: [index("x", "a"), index("y", "b")] },
    { columns: [column("a"), column("b")], indexes: [index("y", "a"), index("x", "b")] },
    'rename index "x" on "t" to "athanor_swap_1"',
    'rename index "y" on "t" to "x"',
    'rename index "athanor_swap_1" on "t" to "y"',
  ),
  changed(
    "frees a name before another takes it",
    { columns: [column("a"), column("b")], indexes: [index("x", "a"), index("y", "b")] },
    { columns: [column("a"), column("b")], indexes: [index("y", "a"), index("z", "b")] },
    'rename index "y" on "t" to "z"',
    'rename index "x" on "t" to "y"',
  ),
  changed(
    "pairs two of the same structure one to one, by their names first",
    { indexes: [index("x", "id"), index("y", "id")] },
    { indexes: [index("y", "id")] },
    'drop index "x" on "t"',
  ),
  changed(
    "makes a constraint anew when what it says differs",
    { columns: [column("a")], checks: [check("ck", "a > 0")] },
    { columns: [column("a")], checks: [check("ck", "a > 1")] },
    'drop check "ck" (a > 0) on "t"',
    'create check "ck" (a > 1) on "t"',
  ),
  changed(
    "sees the actions of a foreign key",
    { columns: [column("a")], foreignKeys: [foreignKey("fk", ["a"], "t")] },
    {
      columns: [column("a")],
      foreignKeys: [foreignKey("fk", ["a"], "t", { onDelete: "CASCADE" })],
    },
    'drop foreign key "fk" (a) to "t" (id) on "t"',
    'create foreign key "fk" (a) to "t" (id) on "t"',
  ),
  changed(
    "does not mind in which order a foreign key lists its pairs",
    {
      columns: [column("a"), column("b")],
      foreignKeys: [foreignKey("fk", ["a", "b"], "t", { referencedColumns: ["id", "x"] })],
    },
    {
      columns: [column("a"), column("b")],
      foreignKeys: [foreignKey("fk", ["b", "a"], "t", { referencedColumns: ["x", "id"] })],
    },
  ),
  changed(
    "validates a constraint that was not checked",
    { columns: [column("a")], checks: [{ ...check("ck", "a > 0"), notValid: true }] },
    { columns: [column("a")], checks: [check("ck", "a > 0")] },
    'validate constraint "ck" on "t"',
  ),
  changed(
    "changes a table's comment",
    {},
    { comment: "hello" },
    'set the comment of table "t" to "hello"',
  ),
  changed(
    "changes an option that is stated",
    {},
    { options: { strict: true } },
    'change options of table "t": strict true',
  ),
  changed("leaves options alone that are not stated", { options: { unlogged: true } }, {}),
  changed(
    "takes an option that is false for one that is not there",
    {},
    { options: { withoutRowid: false } },
  ),
  changed(
    "keeps the sequence of an incrementing column",
    { columns: [column("a", { generated: { kind: "increment", sequence: { name: "odd_seq" } } })] },
    { columns: [column("a", { generated: { kind: "increment" } })] },
  ),
  changed(
    "drops what spans a dropped column first",
    { columns: [column("a")], indexes: [index("x", "a")], uniques: [unique("u", "a")] },
    {},
    'drop index "x" on "t"',
    'drop unique constraint "u" (a) on "t"',
    'drop column "t"."a"',
  ),
  changed(
    "makes a computed column anew around a change of type of what it is computed from",
    {
      columns: [
        column("a"),
        column("g", { generated: { kind: "expression", expression: "(a * 2)", stored: true } }),
      ],
      indexes: [index("x", "g")],
    },
    {
      columns: [
        column("a", "bigint"),
        column("g", { generated: { kind: "expression", expression: "(a * 2)", stored: true } }),
      ],
      indexes: [index("x", "g")],
    },
    'drop index "x" on "t"',
    'drop column "t"."g"',
    'change "t"."a" from integer to bigint',
    'add column "t"."g" integer, not null, computed as (a * 2), stored',
    'create index "x" on "t"',
  ),
  {
    title: "drops and creates the foreign keys around a change of type of what they refer to",
    from: schemaOf([
      table("a"),
      table("b", { columns: [column("aId")], foreignKeys: [foreignKey("fk", ["aId"], "a")] }),
    ]),
    to: schemaOf([
      { ...table("a"), columns: [column("id", "uuid")] },
      table("b", {
        columns: [column("aId", "uuid")],
        foreignKeys: [foreignKey("fk", ["aId"], "a")],
      }),
    ]),
    operations: [
      'drop foreign key "fk" (aId) to "a" (id) on "b"',
      'change "a"."id" from integer to uuid',
      'change "b"."aId" from integer to uuid',
      'create foreign key "fk" (aId) to "a" (id) on "b"',
    ],
  },
  {
    title: "drops and creates the foreign keys around a change of the key they rest on",
    from: schemaOf([
      table("a", { columns: [column("x")], uniques: [unique("u", "id")] }),
      table("b", { columns: [column("aId")], foreignKeys: [foreignKey("fk", ["aId"], "a")] }),
    ]),
    to: schemaOf([
      {
        ...table("a", { columns: [column("x")], uniques: [unique("u", "id")] }),
        primaryKey: { kind: "primaryKey", name: "pk_a", columns: ["id", "x"] },
      },
      table("b", { columns: [column("aId")], foreignKeys: [foreignKey("fk", ["aId"], "a")] }),
    ]),
    operations: [
      'drop foreign key "fk" (aId) to "a" (id) on "b"',
      'drop primary key "pk_a" (id) on "a"',
      'create primary key "pk_a" (id, x) on "a"',
      'create foreign key "fk" (aId) to "a" (id) on "b"',
    ],
  },
  {
    title: "creates tables after those they refer to, each with its indexes",
    from: emptySchema,
    to: schemaOf([
      table("a", {
        columns: [column("bId")],
        foreignKeys: [foreignKey("fk", ["bId"], "b")],
        indexes: [index("x", "bId")],
      }),
      table("b", { indexes: [index("y", "id")] }),
    ]),
    operations: [
      'create table "b" (1 column)',
      'create index "y" on "b"',
      'create table "a" (2 columns)',
      'create index "x" on "a"',
    ],
  },
  {
    title: "creates the one foreign key that closes a circle after the tables",
    from: emptySchema,
    to: schemaOf([
      table("a", { columns: [column("bId")], foreignKeys: [foreignKey("ab", ["bId"], "b")] }),
      table("b", { columns: [column("aId")], foreignKeys: [foreignKey("ba", ["aId"], "a")] }),
    ]),
    operations: [
      'create table "b" (2 columns)',
      'create table "a" (2 columns)',
      'create foreign key "ba" (aId) to "a" (id) on "b"',
    ],
  },
  {
    title: "drops the one foreign key that closes a circle before the tables",
    from: schemaOf([
      table("a", { columns: [column("bId")], foreignKeys: [foreignKey("ab", ["bId"], "b")] }),
      table("b", { columns: [column("aId")], foreignKeys: [foreignKey("ba", ["aId"], "a")] }),
    ]),
    to: emptySchema,
    operations: [
      'drop foreign key "ba" (aId) to "a" (id) on "b"',
      'drop table "a"',
      'drop table "b"',
    ],
  },
  {
    title: "drops and creates a view, and the views over it, around a change of type",
    from: schemaOf([table("t", { columns: [column("c")] })], {
      views: [
        view("v", "SELECT c FROM t", "t"),
        view("w", "SELECT c FROM v", "v"),
        view("z", "SELECT id FROM t", "t"),
      ],
    }),
    to: schemaOf([table("t", { columns: [column("c", "bigint")] })], {
      views: [
        view("v", "SELECT c FROM t", "t"),
        view("w", "SELECT c FROM v", "v"),
        view("z", "SELECT id FROM t", "t"),
      ],
    }),
    operations: [
      'drop view "w"',
      'drop view "v"',
      'change "t"."c" from integer to bigint',
      'create view "v"',
      'create view "w"',
    ],
  },
  {
    title: "makes a changed view anew",
    from: schemaOf([table("t")], { views: [view("v", "SELECT id FROM t", "t")] }),
    to: schemaOf([table("t")], { views: [view("v", "SELECT id AS x FROM t", "t")] }),
    operations: ['drop view "v"', 'create view "v"'],
  },
  {
    title: "renames an enum when the column wants its type under another name",
    from: schemaOf([table("t", { columns: [column("c", enumType("old"))] })], {
      enums: [{ name: "old", values: ["a"] }],
    }),
    to: schemaOf([table("t", { columns: [column("c", enumType("new"))] })], {
      enums: [{ name: "new", values: ["a", "b"] }],
    }),
    operations: ['rename enum "old" to "new"', 'change enum "new": add "b"'],
  },
  {
    title: "gives a column the default of a new enum value after the enum has it",
    from: schemaOf([table("t", { columns: [column("c", enumType("e"))] })], {
      enums: [{ name: "e", values: ["a"] }],
    }),
    to: schemaOf(
      [
        table("t", {
          columns: [column("c", { ...enumType("e"), default: { kind: "value", value: "b" } })],
        }),
      ],
      { enums: [{ name: "e", values: ["a", "b"] }] },
    ),
    operations: ['change enum "e": add "b"', `change "t"."c" set default 'b'`],
  },
  {
    title: "takes a default away around an enum that swaps the value it names",
    from: schemaOf(
      [
        table("t", {
          columns: [column("c", { ...enumType("e"), default: { kind: "value", value: "a" } })],
        }),
      ],
      { enums: [{ name: "e", values: ["a"] }] },
    ),
    to: schemaOf(
      [
        table("t", {
          columns: [column("c", { ...enumType("e"), default: { kind: "value", value: "b" } })],
        }),
      ],
      { enums: [{ name: "e", values: ["b"] }] },
    ),
    operations: [
      'change "t"."c" drop default',
      'change enum "e": add "b", remove "a"',
      `change "t"."c" set default 'b'`,
    ],
  },
  {
    title: "leaves it to the dialect to move aside what stands on the values of an enum",
    from: schemaOf(
      [table("t", { columns: [column("c", enumType("e"))], checks: [check("ck", "c <> 'a'::e")] })],
      { enums: [{ name: "e", values: ["a", "b"] }] },
    ),
    to: schemaOf(
      [table("t", { columns: [column("c", enumType("e"))], checks: [check("ck", "c <> 'a'::e")] })],
      { enums: [{ name: "e", values: ["a"] }] },
    ),
    operations: ['change enum "e": remove "b"'],
  },
  {
    title: "creates schemas and extensions first, enums before their columns",
    from: emptySchema,
    to: schemaOf(
      [{ ...table("t", { columns: [column("c", enumType("e"))] }), schema: "billing" }],
      {
        schemas: ["billing"],
        extensions: [{ name: "citext" }],
        enums: [{ name: "e", values: ["a"] }],
      },
    ),
    operations: [
      'create schema "billing"',
      'create extension "citext"',
      'create enum "e" (a)',
      'create table "billing.t" (2 columns)',
    ],
  },
  {
    title: "never drops an extension",
    from: { ...emptySchema, extensions: [{ name: "postgis" }] },
    to: emptySchema,
    operations: [],
  },
];

describe("diff", () => {
  for (const { title, from, to, operations } of scenarios) {
    it(title, () => {
      expect(diff({ from, to }).operations.map((each) => tell(each))).to.deep.equal(operations);
    });
  }

  it("gives the same operations in the same order each time", () => {
    const to = schemaOf([table("b"), table("a"), table("c")]);
    const twice = [diff({ from: emptySchema, to }), diff({ from: emptySchema, to })];
    expect(twice[0]).to.deep.equal(twice[1]);
  });
});

describe("what is not ours", () => {
  const ofOthers = (object: DiffObject): boolean =>
    !(typeof object.name === "string" ? object.name : (object.name?.name ?? "")).startsWith(
      "their",
    );
  const told = (from: Schema, to: Schema): readonly string[] =>
    diff({ from, to, owns: ofOthers }).operations.map((each) => tell(each));

  it("is kept and listed", () => {
    const from = schemaOf([table("t", { indexes: [index("their_ix", "id")] }), table("theirs")], {
      views: [view("their_view", "SELECT 1")],
    });
    const difference = diff({ from, to: schemaOf([table("t")]), owns: ofOthers });
    expect(difference.operations).to.deep.equal([]);
    expect(difference.unmanaged.map(({ kind, name }) => [kind, name])).to.deep.equal([
      ["table", { name: "theirs" }],
      ["index", "their_ix"],
      ["view", { name: "their_view" }],
    ]);
  });

  it("is dropped with the column it stands on", () => {
    const from = schemaOf([
      table("t", { columns: [column("a")], indexes: [index("their_ix", "a")] }),
    ]);
    expect(told(from, schemaOf([table("t")]))).to.deep.equal([
      'drop index "their_ix" on "t"',
      'drop column "t"."a"',
    ]);
  });

  it("makes way for what the entities want under its name", () => {
    const from = schemaOf([
      table("t", { columns: [column("a")], indexes: [index("their_ix", "a")] }),
    ]);
    const to = schemaOf([
      table("t", { columns: [column("a")], indexes: [index("their_ix", "a", "id")] }),
    ]);
    expect(told(from, to)).to.deep.equal([
      'drop index "their_ix" on "t"',
      'create index "their_ix" on "t"',
    ]);
  });

  it("loses a foreign key to a table that goes, and is not told as kept then", () => {
    const theirs = table("theirs", {
      columns: [column("a")],
      foreignKeys: [foreignKey("their_fk", ["a"], "t")],
    });
    const from = schemaOf([table("t"), theirs]);
    expect(told(from, emptySchema)).to.deep.equal([
      'drop foreign key "their_fk" (a) to "t" (id) on "theirs"',
      'drop table "t"',
    ]);
  });

  it("is a view that stands aside for a change of type and comes back", () => {
    const from = schemaOf([table("t", { columns: [column("c")] })], {
      views: [view("their_view", "SELECT c FROM t", "t")],
    });
    const to = schemaOf([table("t", { columns: [column("c", "bigint")] })]);
    expect(told(from, to)).to.deep.equal([
      'drop view "their_view"',
      'change "t"."c" from integer to bigint',
      'create view "their_view"',
    ]);
  });

  it("is asked for by the name the database has, not the one a rename gives", () => {
    const asked: unknown[] = [];
    diff({
      from: schemaOf([table("old", { indexes: [index("x", "id")] })]),
      to: schemaOf([table("new")]),
      renames: [{ kind: "table", from: { name: "old" }, to: { name: "new" } }],
      owns: (object) => {
        if (object.kind === "index") asked.push(object.table);
        return true;
      },
    });
    expect(asked).to.deep.equal([{ name: "old" }]);
  });
});

describe("renames", () => {
  const people = table("people", {
    columns: [column("mail", text)],
    indexes: [index("IDX_people", "mail")],
  });
  const users = table("users", {
    columns: [column("email", text)],
    indexes: [index("IDX_users", "email")],
  });

  it("come first, and names derived from the old ones follow", () => {
    const { operations } = diff({
      from: schemaOf([users]),
      to: schemaOf([people]),
      renames: [
        { kind: "table", from: { name: "users" }, to: { name: "people" } },
        { kind: "column", table: { name: "people" }, from: "email", to: "mail" },
      ],
    });
    expect(operations.map((each) => tell(each))).to.deep.equal([
      'rename table "users" to "people"',
      'rename column "people"."email" to "mail"',
      'rename primary key "pk_users" (id) on "people" to "pk_people"',
      'rename index "IDX_users" on "people" to "IDX_people"',
    ]);
  });

  it("may swap two columns", () => {
    const of = (first: string, second: string) =>
      schemaOf([table("t", { columns: [column(first, text), column(second)] })]);
    const [from, to] = [of("a", "b"), of("b", "a")];
    const { operations } = diff({
      from,
      to,
      renames: [
        { kind: "column", table: { name: "t" }, from: "a", to: "b" },
        { kind: "column", table: { name: "t" }, from: "b", to: "a" },
      ],
    });
    expect(operations.map(({ kind }) => kind)).to.deep.equal([
      "renameColumn",
      "renameColumn",
      "renameColumn",
    ]);
    expect(applyAll(from, operations)).to.deep.equal(to);
  });

  it("carry a check along without making it anew", () => {
    const of = (name: string) =>
      schemaOf([
        table("t", { columns: [column(name)], checks: [check(`ck_${name}`, `(${name} > 0)`)] }),
      ]);
    const { operations } = diff({
      from: of("age"),
      to: of("years"),
      renames: [{ kind: "column", table: { name: "t" }, from: "age", to: "years" }],
    });
    expect(operations.map(({ kind }) => kind)).to.deep.equal(["renameColumn", "renameConstraint"]);
  });

  const impossible = [
    { title: "a table the database lacks", from: "nobody", to: "people" },
    { title: "a table the entities lack", from: "users", to: "nobody" },
  ];
  for (const { title, from, to } of impossible) {
    it(`refuse ${title}`, () => {
      const rename = { kind: "table", from: { name: from }, to: { name: to } } as const;
      expect(() =>
        diff({ from: schemaOf([users]), to: schemaOf([people]), renames: [rename] }),
      ).to.throw('"nobody"');
    });
  }

  it("are refused with what to type instead", () => {
    const rename = { kind: "table", from: { name: "nobody" }, to: { name: "people" } } as const;
    const { suggestions } = catchError(() =>
      diff({ from: schemaOf([users]), to: schemaOf([people]), renames: [rename] }),
    );
    expect(suggestions).to.include("--rename OLD_TABLE:NEW_TABLE");
  });

  it("refuse a name that is taken", () => {
    const rename = { kind: "table", from: { name: "users" }, to: { name: "people" } } as const;
    const from = schemaOf([users, people]);
    expect(() => diff({ from, to: schemaOf([people]), renames: [rename] })).to.throw("already has");
  });
});
