import { expect } from "chai";
import fc from "fast-check";
import { sqlite } from "../../../plugin/sqlite/index.js";
import { reverseAll } from "../../../src/operation/reverse.js";
import type { Operation } from "../../../src/operation/operation.js";
import type { Connection, Row } from "../../../src/plugin/connection.js";
import type { Column } from "../../../src/schema/column.js";
import type { Schema } from "../../../src/schema/schema.js";
import type { Table } from "../../../src/schema/table.js";
import { arbitrarySchemaPair, type Vocabulary } from "../../support/arbitrary-schema.js";
import { connectBetterSqlite, connectSqlite3 } from "../../support/connection-sqlite.js";
import { normalize } from "../../support/normalize-schema.js";
import {
  autogenerate,
  canonical,
  look,
  perform,
  synchronize,
  workbench,
  type Workbench,
} from "../../../src/testing/workbench.js";

const vocabulary: Vocabulary = {
  types: [
    { type: { name: "text" }, default: { kind: "value", value: "it's" } },
    { type: { name: "varchar", length: 50 }, default: { kind: "value", value: "y" } },
    { type: { name: "integer" }, default: { kind: "value", value: 7 } },
    {
      type: { name: "decimal", precision: 10, scale: 2 },
      default: { kind: "value", value: -1.5 },
    },
    { type: { name: "datetime" }, default: { kind: "expression", sql: "datetime('now')" } },
    { type: { name: "blob" }, default: { kind: "expression", sql: "x'00'" } },
  ],
  keyTypes: [{ name: "integer" }, { name: "bigint" }, { name: "varchar" }],
  check: (column, variant) => `"${column}" ${variant === 0 ? "IS NOT 0" : "<> 'no /* comment'"}`,
  computed: ({ name }) => ({
    name: "computed",
    type: { name: "text" },
    nullable: true,
    generated: { kind: "expression", expression: `"${name}" || 'x'`, stored: name === "alpha" },
  }),
  view: (columns, relation) => `SELECT ${columns.join(", ")} FROM "${relation}"`,
  where: (column) => `"${column}" IS NOT NULL`,
};

/** Three rows whose values fit every type and break nothing. */
async function fill(connection: Connection, { tables }: Schema): Promise<void> {
  for (const table of tables) {
    for (const id of [1, 2, 3]) await insert(connection, table, id);
  }
}

async function insert(connection: Connection, table: Table, id: number): Promise<void> {
  const columns = table.columns.filter(({ generated }) => generated?.kind !== "expression");
  const names = columns.map(({ name }) => `"${name}"`).join(", ");
  const values = columns.map(({ name, type }) => {
    const value = name === "id" || name.startsWith("ref") ? id : id + 10;
    return /text|char/.test(type.name) ? String(value) : value;
  });
  const places = columns.map(() => "?").join(", ");
  await connection.query(`INSERT INTO "${table.name}" (${names}) VALUES (${places})`, values);
}

async function rowsOf(connection: Connection, { tables }: Schema) {
  const rows: [string, readonly Row[]][] = [];
  for (const { name } of tables) {
    rows.push([name, await connection.query(`SELECT * FROM "${name}" ORDER BY "id"`)]);
  }
  return Object.fromEntries(rows);
}

/** A number may have become its digits on the way. */
function values(rows: readonly Row[], columns: readonly string[]): unknown {
  const plain = (value: unknown): unknown =>
    typeof value === "string" && /^[\d.]+$/.test(value) ? Number(value) : value;
  return rows.map((row) => columns.map((column) => plain(row[column])));
}

async function expectSound(connection: Connection): Promise<void> {
  expect(await connection.query("PRAGMA integrity_check")).to.deep.equal([
    { integrity_check: "ok" },
  ]);
  expect(await connection.query("PRAGMA foreign_key_check")).to.deep.equal([]);
  expect(await connection.query("PRAGMA foreign_keys")).to.deep.equal([{ foreign_keys: 1 }]);
}

/** Rows may stand against the change; then nothing at all has happened, and without them it succeeds. */
async function change(bench: Workbench, operations: readonly Operation[]): Promise<boolean> {
  const { connection } = bench;
  const before = await look(bench);
  const rows = await rowsOf(connection, before);
  try {
    await perform(bench, operations);
    return true;
  } catch (error) {
    if (!/ROWS_|refer to nothing/.test(String(error))) throw error;
    expect(await look(bench)).to.deep.equal(before);
    expect(await rowsOf(connection, before)).to.deep.equal(rows);
  }
  await connection.query("PRAGMA foreign_keys = OFF");
  for (const { name } of before.tables) await connection.query(`DELETE FROM "${name}"`);
  await connection.query("PRAGMA foreign_keys = ON");
  await perform(bench, operations);
  return false;
}

async function thereAndBack(connection: Connection, first: Schema, second: Schema): Promise<void> {
  const bench = await workbench(sqlite, connection);
  await synchronize(bench, first);
  const before = await look(bench);
  expect(normalize(before)).to.deep.equal(normalize(await canonical(bench, first)));
  await connection.query("PRAGMA foreign_keys = OFF");
  await fill(connection, before);
  await connection.query("PRAGMA foreign_keys = ON");
  const rows = await rowsOf(connection, before);
  const operations = await autogenerate(bench, second);
  const kept = await change(bench, operations);
  const after = await look(bench);
  expect(normalize(after)).to.deep.equal(normalize(await canonical(bench, second)));
  expect(await autogenerate(bench, second)).to.deep.equal([]);
  await expectSound(connection);
  if (kept) expectKept(before, after, rows, await rowsOf(connection, after));
  await change(bench, reverseAll(operations));
  expect(normalize(await look(bench))).to.deep.equal(normalize(before));
  await expectSound(connection);
}

function expectKept(
  before: Schema,
  after: Schema,
  rows: Readonly<Record<string, readonly Row[]>>,
  rowsAfter: Readonly<Record<string, readonly Row[]>>,
): void {
  for (const table of after.tables) {
    const old = before.tables.find(({ name }) => name === table.name);
    if (old === undefined) continue;
    const kept = table.columns
      .map(({ name }) => name)
      .filter((name) => name !== "computed" && old.columns.some((column) => column.name === name));
    expect(values(rowsAfter[table.name] ?? [], kept)).to.deep.equal(
      values(rows[table.name] ?? [], kept),
    );
  }
}

/** What only SQLite has, by the place of a table: counting keys, no rowid, collations. */
function season(schema: Schema): Schema {
  return { ...schema, tables: schema.tables.map(seasonTable) };
}

function seasonTable(table: Table): Table {
  const columns = table.columns.map((column): Column => {
    const counts = table.name === "t0" && column.name === "id" && column.type.name === "integer";
    if (counts && table.primaryKey?.columns.length === 1) {
      return { ...column, generated: { kind: "increment" } };
    }
    const collates = /text|char/.test(column.type.name) && column.name === "beta";
    return collates ? { ...column, collation: "NOCASE" } : column;
  });
  return { ...table, columns, ...(table.name === "t1" && { options: { withoutRowid: true } }) };
}

const drivers: Readonly<Record<string, () => Connection | Promise<Connection>>> = {
  "better-sqlite3": () => connectBetterSqlite(),
  sqlite3: () => connectSqlite3(),
};

describe("any SQLite database becomes any other", () => {
  for (const [driver, connect] of Object.entries(drivers)) {
    it(`through ${driver}, and back, with every row, or not at all where rows stand against it`, async () => {
      await fc.assert(
        fc.asyncProperty(arbitrarySchemaPair(vocabulary), async ([first, second]) => {
          const connection = await connect();
          await thereAndBack(connection, season(first), season(second));
          await connection.close();
        }),
        { numRuns: Number(process.env["RUNS"] ?? 60), endOnFailure: true },
      );
    });
  }
});
