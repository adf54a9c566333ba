import { expect } from "chai";
import { reverseAll } from "../../src/operation/reverse.js";
import type { Connection, Row } from "../../src/plugin/connection.js";
import type { Dialect } from "../../src/plugin/dialect.js";
import type { ColumnType } from "../../src/schema/column-type.js";
import type { Schema } from "../../src/schema/schema.js";
import type { Table } from "../../src/schema/table.js";
import {
  check,
  column,
  foreignKey,
  index,
  required,
  schema,
  table,
  unique,
} from "./build-table.js";
import { catalogContract } from "./contract-catalog.js";
import {
  autogenerate,
  canonical,
  look,
  perform,
  synchronize,
  workbench,
  type Workbench,
} from "./perform.js";

/** What the suite must know of a dialect to run on it. */
export type ContractSubject = {
  readonly name: string;
  readonly dialect: Dialect;
  /** A fresh, empty database each time. */
  readonly withConnection: <Result>(
    body: (connection: Connection) => Promise<Result>,
  ) => Promise<Result>;
  /** What these are called here. */
  readonly types: Readonly<Record<TypeWord, ColumnType>> & {
    readonly varchar: (length: number) => ColumnType;
  };
};

export type TypeWord = "integer" | "bigint" | "text" | "boolean" | "timestamp";

/** A database that changes, with the rows of one table before, after, and after the way back. */
export type Scenario = {
  readonly title: string;
  readonly before: Schema;
  readonly after: Schema;
  readonly rows?: readonly Row[];
  /** Default: as before. */
  readonly rowsAfter?: readonly Row[];
  /** Default: as before. */
  readonly rowsBack?: readonly Row[];
  /** The table the rows are in. Default `item`. */
  readonly table?: string;
};

/** Every dialect does what the operations say, keeps the rows, finds nothing more to do, and finds its way back. */
export function dialectContract(subject: ContractSubject): void {
  describe(`the dialect contract on ${subject.name}`, () => {
    for (const scenario of scenariosOf(subject)) {
      it(`${scenario.title}: there and back with every row`, async () => {
        await subject.withConnection((connection) =>
          thereAndBack(subject.dialect, connection, scenario),
        );
      });
    }
    catalogContract(subject);
  });
}

/** Makes the first schema, changes it to the second and back; after each step the database is what was asked. */
export async function thereAndBack(
  dialect: Dialect,
  connection: Connection,
  scenario: Scenario,
  schemas: readonly string[] = [],
): Promise<void> {
  const bench = await workbench(dialect, connection, schemas);
  const { rows = [], table: name = "item" } = scenario;
  await synchronize(bench, scenario.before);
  const atFirst = await look(bench);
  expect(arranged(atFirst), "created").to.deep.equal(
    arranged(await canonical(bench, scenario.before)),
  );
  await perform(bench, [{ kind: "bulkInsert", table: { name }, rows }]);
  const operations = await synchronize(bench, scenario.after);
  expect(arranged(await look(bench)), "changed").to.deep.equal(
    arranged(await canonical(bench, scenario.after)),
  );
  expect(await autogenerate(bench, scenario.after), "once more").to.deep.equal([]);
  await expectRows(bench, name, scenario.rowsAfter ?? rows);
  await perform(bench, reverseAll(operations));
  expect(arranged(await look(bench)), "back").to.deep.equal(arranged(atFirst));
  await expectRows(bench, name, scenario.rowsBack ?? rows);
}

/** A schema in which the order of columns, which no operation promises, does not count. */
export function arranged(held: Schema): Schema {
  const sorted = (each: Table): Table => ({
    ...each,
    columns: [...each.columns].sort((a, b) => (a.name < b.name ? -1 : 1)),
  });
  return { ...held, tables: held.tables.map(sorted) };
}

// Only what a row of the scenario names is compared, as text: drivers differ in how they give numbers and truths.
async function expectRows(
  { connection, dialect }: Workbench,
  name: string,
  expected: readonly Row[],
): Promise<void> {
  const query = `SELECT * FROM ${dialect.ddl.quoteName({ name })} ORDER BY 1`;
  const found = expected.length === 0 ? [] : await connection.query(query);
  const named = found.map((row, at) =>
    Object.fromEntries(Object.keys(expected[at] ?? row).map((key) => [key, textOf(row[key])])),
  );
  const texts = expected.map((row) =>
    Object.fromEntries(Object.entries(row).map(([key, value]) => [key, textOf(value)])),
  );
  expect(named, "rows").to.deep.equal(texts);
}

function textOf(value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (typeof value === "boolean") return value ? "1" : "0";
  return value instanceof Date ? value.toISOString() : String(value);
}

function scenariosOf({ types }: ContractSubject): readonly Scenario[] {
  const { integer, bigint, text, boolean, varchar } = types;
  const id = required("id", integer);
  const one = { id: 1, name: "a" };
  const two = { id: 2, name: "b" };
  const item = (...columns: Parameters<typeof table>[1]): Schema =>
    schema([table("item", columns)]);
  const name = column("name", varchar(50));
  const owner = table("owner", [id]);
  const owned = (...keys: Table["foreignKeys"]): Schema =>
    schema([table("item", [id, name, column("owner", integer)], { foreignKeys: keys }), owner]);
  const withItem = (rest: Parameters<typeof table>[2]): Schema =>
    schema([table("item", [id, name], rest)]);
  const rows = [one, two];
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
    {
      title: "a unique constraint",
      before: item(id, name),
      after: withItem({ uniques: [unique("UQ_item_name", "name")] }),
      rows,
    },
    {
      title: "another check of the same name",
      before: withItem({ checks: [check("CHK_item", "id > 0")] }),
      after: withItem({ checks: [check("CHK_item", "id > 0 AND name <> 'it''s'")] }),
      rows,
    },
    {
      title: "an index, unique and partial",
      before: withItem({ indexes: [index("IDX_item_name", ["name"])] }),
      after: withItem({
        indexes: [
          index("IDX_item_name", ["name"], { unique: true, where: "id > 10" }),
          index("IDX_item_both", ["name", "id"]),
        ],
      }),
      rows,
    },
    {
      title: "a foreign key",
      before: owned(),
      after: owned(foreignKey("FK_item_owner", ["owner"], "owner", { onDelete: "CASCADE" })),
      rows,
    },
    {
      title: "another action of a foreign key",
      before: owned(foreignKey("FK_item_owner", ["owner"], "owner", { onDelete: "CASCADE" })),
      after: owned(foreignKey("FK_item_owner", ["owner"], "owner", { onDelete: "SET NULL" })),
      rows,
    },
    {
      title: "a table more and a table less",
      before: schema([table("item", [id, name]), table("old", [id])]),
      after: schema([table("item", [id, name]), table("fresh", [id, name])]),
      rows,
    },
    {
      title: "two tables that refer to each other",
      before: item(id, name),
      after: schema([
        table("item", [id, name]),
        table("left", [id], { foreignKeys: [foreignKey("FK_left", ["id"], "right")] }),
        table("right", [id], { foreignKeys: [foreignKey("FK_right", ["id"], "left")] }),
      ]),
      rows,
    },
    {
      title: "another primary key",
      before: item(id, { ...name, nullable: false }),
      after: schema([table("item", [id, { ...name, nullable: false }], { key: ["id", "name"] })]),
      rows,
    },
    {
      title: "several changes of one table at once",
      before: withItem({
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
