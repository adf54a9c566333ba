import { expect } from "chai";
import fc from "fast-check";
import { mysql } from "../../plugin/mysql/index.js";
import { postgres } from "../../plugin/postgres/index.js";
import { sqlite } from "../../plugin/sqlite/index.js";
import { diff } from "../../src/diff/diff.js";
import type { Rename } from "../../src/diff/rename.js";
import { reverseAll } from "../../src/operation/reverse.js";
import type { Connection, Row } from "../../src/plugin/connection.js";
import type { Dialect } from "../../src/plugin/dialect.js";
import type { Schema } from "../../src/schema/schema.js";
import type { Table } from "../../src/schema/table.js";
import { describeOnMysql, withMysqlDatabase } from "../support/connection-mysql.js";
import { withPostgresConnection } from "../support/connection-postgres.js";
import { connectBetterSqlite } from "../support/connection-sqlite.js";
import {
  autogenerate,
  canonical,
  look,
  perform,
  synchronize,
  workbench,
} from "../../src/testing/workbench.js";
import { column, schemaOf, table } from "../support/table.js";

const tableNames = ["alpha", "beta", "two words", "Mixed"] as const;
const columnNames = ["name", "Age", "a b", "note"] as const;

/** Tables with columns, each name with the one that it gets; names may trade places, go round and change their case alone. */
type Renamed = {
  readonly from: string;
  readonly to: string;
  readonly columns: readonly { readonly from: string; readonly to: string }[];
  /** The table, by its place in the list, that it refers to; and the name of that column then. */
  readonly target: number;
  readonly ref: string;
  readonly unique: boolean;
};

function pairs(pool: readonly string[], most: number) {
  const some = fc.shuffledSubarray([...pool], { minLength: 1, maxLength: most });
  return fc
    .tuple(some, fc.shuffledSubarray([...pool], { minLength: most, maxLength: most }), fc.boolean())
    .map(([from, to, shouts]) =>
      from.map((name, at) => ({ from: name, to: shouted(to[at] ?? name, shouts && at === 0) })),
    );
}

function shouted(name: string, shouts: boolean): string {
  return shouts ? name.toUpperCase() : name;
}

const arbitraryRenames: fc.Arbitrary<readonly Renamed[]> = pairs(tableNames, 3).chain((tables) =>
  fc.tuple(
    ...tables.map((names) =>
      fc.record({
        from: fc.constant(names.from),
        to: fc.constant(names.to),
        columns: pairs(columnNames, 4),
        target: fc.nat({ max: tables.length - 1 }),
        ref: fc.constantFrom("ref", "other"),
        unique: fc.boolean(),
      }),
    ),
  ),
);

/** The schema under the old names, or under the new ones; names of keys and indexes follow. */
function schemaUnder(renamed: readonly Renamed[], end: "from" | "to"): Schema {
  return schemaOf(
    renamed.map((each): Table => {
      const name = each[end];
      const columns = each.columns.map((names) => names[end]);
      const [first = "id"] = columns;
      const target = renamed[each.target]?.[end] ?? name;
      const ref = end === "from" ? "ref" : each.ref;
      return table(name, {
        columns: [
          ...columns.map((own) =>
            column(own, { type: { name: "varchar", length: 40 }, nullable: true }),
          ),
          column(ref, { nullable: true }),
        ],
        uniques: each.unique
          ? [{ kind: "unique", name: `uq_${name}_${first}`, columns: [first] }]
          : [],
        checks: [{ kind: "check", name: `ck_${name}`, expression: `${ref} > 0` }],
        foreignKeys: [
          {
            kind: "foreignKey",
            name: `fk_${name}_${target}`,
            columns: [ref],
            references: { name: target },
            referencedColumns: ["id"],
            onDelete: "NO ACTION",
            onUpdate: "NO ACTION",
          },
        ],
        indexes: [{ name: `ix_${name}_${first}`, keys: [{ column: first }], unique: false }],
      });
    }),
  );
}

function hintsOf(renamed: readonly Renamed[]): readonly Rename[] {
  return renamed.flatMap((each): readonly Rename[] => [
    ...(each.from === each.to
      ? []
      : [{ kind: "table" as const, from: { name: each.from }, to: { name: each.to } }]),
    ...each.columns
      .concat({ from: "ref", to: each.ref })
      .filter(({ from, to }) => from !== to)
      .map(({ from, to }) => ({ kind: "column" as const, table: { name: each.to }, from, to })),
  ]);
}

/** Every value, by old names, read under the names of one end. */
async function readValues(
  query: Connection["query"],
  quote: (name: string) => string,
  renamed: readonly Renamed[],
  end: "from" | "to",
): Promise<unknown> {
  const read = [];
  for (const each of renamed) {
    const rows: readonly Row[] = await query(`SELECT * FROM ${quote(each[end])} ORDER BY id`);
    const values = rows
      .map(folded)
      .map((row) => [
        Number(row["id"]),
        numberOf(row[end === "from" ? "ref" : each.ref.toLowerCase()]),
        ...each.columns.map((names) => row[names[end].toLowerCase()]),
      ]);
    read.push([each.from, values]);
  }
  return read;
}

function numberOf(value: unknown): unknown {
  return value === null ? null : Number(value);
}

/** Some databases keep the case that a column had. */
function folded(row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name.toLowerCase(), value]),
  );
}

async function fill(
  query: Connection["query"],
  quote: (name: string) => string,
  renamed: readonly Renamed[],
): Promise<void> {
  for (const { from, columns } of renamed) {
    const names = ["id", ...columns.map((each) => quote(each.from))].join(", ");
    for (const id of [1, 2, 3]) {
      const values = columns.map((each) => `'${each.from} of ${from} ${String(id)}'`);
      await query(`INSERT INTO ${quote(from)} (${names}) VALUES (${[id, ...values].join(", ")})`);
    }
  }
  for (const { from } of renamed) await query(`UPDATE ${quote(from)} SET ref = id`);
}

async function holds(
  dialect: Dialect,
  connection: Connection,
  renamed: readonly Renamed[],
): Promise<void> {
  const { query } = connection;
  const quote = (name: string): string => dialect.ddl.quoteName({ name });
  const bench = await workbench(dialect, connection);
  await synchronize(bench, schemaUnder(renamed, "from"));
  await fill(query, quote, renamed);
  const before = await readValues(query, quote, renamed, "from");
  const from = await look(bench);
  const to = await canonical(bench, schemaUnder(renamed, "to"));
  const { operations } = diff({ from, to, renames: hintsOf(renamed) });
  const arranged = dialect.ddl.arrange(operations);
  expect(arranged.map(({ kind }) => kind)).not.to.include.members(["dropTable"]);
  await perform(bench, arranged);
  expect(await readValues(query, quote, renamed, "to")).to.deep.equal(before);
  expect(await autogenerate(bench, schemaUnder(renamed, "to"))).to.deep.equal([]);
  await perform(bench, reverseAll(arranged));
  expect(await readValues(query, quote, renamed, "from")).to.deep.equal(before);
  expect(await autogenerate(bench, from)).to.deep.equal([]);
}

async function onSqlite(renamed: readonly Renamed[]): Promise<void> {
  const connection = connectBetterSqlite();
  try {
    await holds(sqlite, connection, renamed);
  } finally {
    await connection.close();
  }
}

const stated = process.env["RUNS"];

/** `RUNS` instead of the usual number of runs, and as much time as they take. */
const runs = stated === undefined ? undefined : Number(stated);

const law = "no value is lost under random renames that are stated, there and back";

const one = (
  from: string,
  to: string,
  target: number,
  columns: Renamed["columns"] = [],
): Renamed => ({ from, to, columns, target, ref: "ref", unique: false });

const aged = [{ from: "name", to: "Age" }];

/** Renames in which names went to one table before another had let go of them, or before it had itself. */
const counterexamples: [readonly Renamed[]][] = [
  [[one("alpha", "Mixed", 0, aged), one("Mixed", "alpha", 1)]],
  [[one("Mixed", "alpha", 0, aged), one("alpha", "beta", 1)]],
  [[one("alpha", "BETA", 1, aged), one("beta", "alpha", 0)]],
  [[one("Mixed", "MIXED", 0, aged)]],
];

describe("renames", () => {
  it(`on SQLite: ${law}`, async () => {
    await fc.assert(fc.asyncProperty(arbitraryRenames, onSqlite), {
      numRuns: runs ?? 60,
      examples: counterexamples,
    });
  }).timeout(runs === undefined ? 120_000 : 0);

  it(`on PostgreSQL: ${law}`, async () => {
    const property = fc.asyncProperty(arbitraryRenames, (renamed) =>
      withPostgresConnection((connection) => holds(postgres, connection, renamed)),
    );
    await fc.assert(property, { numRuns: runs ?? 12, examples: counterexamples });
  }).timeout(runs === undefined ? 240_000 : 0);
});

describeOnMysql("renames on MySQL", () => {
  it(`hold: ${law}`, async () => {
    const property = fc.asyncProperty(arbitraryRenames, (renamed) =>
      withMysqlDatabase((connection) => holds(mysql, connection, renamed)),
    );
    await fc.assert(property, { numRuns: runs ?? 8, examples: counterexamples });
  }).timeout(runs === undefined ? 240_000 : 0);
});
