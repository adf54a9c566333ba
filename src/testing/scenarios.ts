import type { Column } from "../schema/column.js";
import type { ForeignKey } from "../schema/constraint.js";
import type { Schema } from "../schema/schema.js";
import {
  check,
  column,
  foreignKey,
  index,
  required,
  schema,
  table,
  unique,
} from "./build-schema.js";
import type { ContractTypes, Scenario } from "./subject.js";

type Words = ContractTypes & { readonly id: Column; readonly name: Column };

const one = { id: 1, name: "a" };
const two = { id: 2, name: "b" };
const rows = [one, two];

/** Changes that every database can make with rows in the table. */
export function scenariosOf(types: ContractTypes): readonly Scenario[] {
  const words: Words = {
    ...types,
    id: required("id", types.integer),
    name: column("name", types.varchar(50)),
  };
  const ofColumns = [...typeScenarios(words), ...columnScenarios(words)];
  return [
    ...ofColumns,
    ...constraintScenarios(words),
    ...keyScenarios(words),
    ...tableScenarios(words),
    ...nameScenarios(words),
  ];
}

const item = (...columns: readonly Column[]): Schema => schema([table("item", columns)]);

const withItem = ({ id, name }: Words, rest: Parameters<typeof table>[2]): Schema =>
  schema([table("item", [id, name], rest)]);

const owned = ({ id, name, integer }: Words, ...foreignKeys: readonly ForeignKey[]): Schema =>
  schema([
    table("item", [id, name, column("owner", integer)], { foreignKeys }),
    table("owner", [id]),
  ]);

function typeScenarios(words: Words): readonly Scenario[] {
  const { id, name, integer, bigint, text, varchar } = words;
  return [
    {
      title: "a longer varchar",
      before: item(id, name),
      after: item(id, column("name", varchar(90))),
      rows,
    },
    {
      title: "a shorter varchar",
      before: item(id, name),
      after: item(id, column("name", varchar(9))),
      rows,
    },
    {
      title: "varchar to text",
      before: item(id, name),
      after: item(id, column("name", text)),
      rows,
    },
    {
      title: "text to integer",
      before: item(id, column("name", text)),
      after: item(id, column("name", integer)),
      rows: [
        { id: 1, name: "7" },
        { id: 2, name: null },
      ],
    },
    {
      title: "integer to bigint of a key",
      before: item(id, name),
      after: item(required("id", bigint), name),
      rows,
    },
  ];
}

function columnScenarios(words: Words): readonly Scenario[] {
  const { id, name, integer, boolean, text } = words;
  return [
    {
      title: "a column more, with a default",
      before: item(id, name),
      after: item(id, name, required("size", integer, { default: { kind: "value", value: 3 } })),
      rows,
      rowsAfter: [
        { ...one, size: 3 },
        { ...two, size: 3 },
      ],
    },
    {
      title: "a column less",
      before: item(id, name, column("flag", boolean)),
      after: item(id, name),
      rows,
    },
    {
      title: "another default",
      before: item(id, column("name", text, { default: { kind: "value", value: "it's" } })),
      after: item(id, column("name", text, { default: { kind: "value", value: 'say "b" \\ %' } })),
      rows,
    },
    {
      title: "no NULL any more",
      before: item(id, name),
      after: item(id, { ...name, nullable: false }),
      rows,
    },
  ];
}

function constraintScenarios(words: Words): readonly Scenario[] {
  const { id, name } = words;
  return [
    {
      title: "a unique constraint",
      before: item(id, name),
      after: withItem(words, { uniques: [unique("UQ_item_name", "name")] }),
      rows,
    },
    {
      title: "another check of the same name",
      before: withItem(words, { checks: [check("CHK_item", "id > 0")] }),
      after: withItem(words, { checks: [check("CHK_item", "id > 0 AND name <> 'it''s'")] }),
      rows,
    },
    {
      title: "an index, unique and partial",
      needs: ["partialIndexes"],
      before: withItem(words, { indexes: [index("IDX_item_name", ["name"])] }),
      after: withItem(words, {
        indexes: [
          index("IDX_item_name", ["name"], { unique: true, where: "id > 10" }),
          index("IDX_item_both", ["name", "id"]),
        ],
      }),
      rows,
    },
  ];
}

function keyScenarios(words: Words): readonly Scenario[] {
  const { id, name } = words;
  const keyed = (rest?: Partial<ForeignKey>): Schema =>
    owned(words, foreignKey("FK_item_owner", ["owner"], "owner", rest));
  const [item, owner] = [keyed().tables.slice(0, 1), table("owner", [id, name])];
  const needs: Scenario["needs"] = ["referentialActions"];
  const [cascade, setNull] = [keyed({ onDelete: "CASCADE" }), keyed({ onDelete: "SET NULL" })];
  return [
    { title: "a foreign key without actions", before: owned(words), after: keyed(), rows },
    {
      title: "a column more in a table that others refer to",
      before: keyed(),
      after: schema([...item, owner]),
      rows,
    },
    { title: "a foreign key", needs, before: owned(words), after: cascade, rows },
    { title: "another action of a foreign key", needs, before: cascade, after: setNull, rows },
    {
      title: "another primary key",
      before: schema([table("item", [id, { ...name, nullable: false }])]),
      after: schema([table("item", [id, { ...name, nullable: false }], { key: ["id", "name"] })]),
      rows,
    },
  ];
}

function tableScenarios(words: Words): readonly Scenario[] {
  const { id, name, bigint, text, varchar } = words;
  return [
    {
      title: "a table more and a table less",
      before: schema([table("item", [id, name]), table("old", [id])]),
      after: schema([table("item", [id, name]), table("fresh", [id, name])]),
      rows,
    },
    {
      title: "two tables that refer to each other",
      needs: ["circularForeignKeys"],
      before: item(id, name),
      after: schema([
        table("item", [id, name]),
        table("left", [id], { foreignKeys: [foreignKey("FK_left", ["id"], "right")] }),
        table("right", [id], { foreignKeys: [foreignKey("FK_right", ["id"], "left")] }),
      ]),
      rows,
    },
    {
      title: "several changes of one table at once",
      before: withItem(words, {
        uniques: [unique("UQ_item_name", "name")],
        checks: [check("CHK_item", "id > 0")],
      }),
      after: schema([
        table("item", [required("id", bigint), column("name", text), column("more", varchar(40))], {
          indexes: [index("IDX_item_more", ["more", "id"])],
          checks: [check("CHK_item", "id > 0 OR more IS NULL")],
        }),
      ]),
      rows,
    },
  ];
}

function nameScenarios(words: Words): readonly Scenario[] {
  const { integer, text, varchar } = words;
  return [
    {
      title: "names of every kind",
      before: schema([table('od"d.na me', [required("se lect", integer), column("Ünï'", text)])]),
      after: schema([
        table(
          'od"d.na me',
          [required("se lect", integer), column("Ünï'", varchar(20)), column("$", varchar(20))],
          {
            indexes: [index("ID\"X 'odd'", ["$"])],
          },
        ),
      ]),
    },
  ];
}
