// npx tsx bench/rebuild.ts [rows]: making a SQLite table anew against what TypeORM writes into a migration for the same
// change, and against a bare CREATE TABLE AS ... SELECT with its indexes.
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { DataSource, TableForeignKey, type QueryRunner } from "typeorm";
import { sqlite } from "../plugin/sqlite/index.js";
import type { Operation } from "../src/operation/operation.js";
import { nameOf } from "../src/schema/name.js";
import { findTable } from "../src/schema/schema.js";
import type { Table } from "../src/schema/table.js";
import { connectBetterSqlite } from "../test/support/connection-sqlite.js";
import { cpuMilliseconds, median } from "./measure.js";

const rows = Number(process.argv[2] ?? 1_000_000);
const folder = await mkdtemp(join(tmpdir(), "athanor-rebuild-"));

/** What only a new table can have. */
type Change = {
  readonly ours: (table: Table) => Operation;
  readonly theirs: (runner: QueryRunner) => Promise<void>;
};

const changes: Readonly<Record<string, Change>> = {
  "another default": {
    ours: (table) => {
      const from = table.columns.find(({ name }) => name === "age");
      if (from === undefined) throw new Error("no such column");
      const to = { ...from, default: { kind: "value" as const, value: 3 } };
      return { kind: "alterColumn", table: nameOf(table), from, to };
    },
    theirs: async (runner) => {
      const table = await runner.getTable("t");
      const column = table?.findColumnByName("age")?.clone();
      if (column === undefined) throw new Error("no such column");
      column.default = "3";
      await runner.changeColumn("t", "age", column);
    },
  },
  "a foreign key": {
    ours: (table) => ({
      kind: "createConstraint",
      table: nameOf(table),
      constraint: {
        kind: "foreignKey",
        columns: ["age"],
        references: { name: "ages" },
        referencedColumns: ["id"],
        onDelete: "CASCADE",
        onUpdate: "NO ACTION",
      },
    }),
    theirs: (runner) =>
      runner.createForeignKey(
        "t",
        new TableForeignKey({
          columnNames: ["age"],
          referencedTableName: "ages",
          referencedColumnNames: ["id"],
          onDelete: "CASCADE",
        }),
      ),
  },
};

type Shape = {
  readonly create: string;
  /** The indexes, of the table of this name. */
  readonly indexes: (table: string) => readonly string[];
  /** Those that stand for the constraints of the table. */
  readonly constraints: (table: string) => readonly string[];
};

const columns =
  '"id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "name" varchar NOT NULL, "age" integer, "city" varchar, "note" text';
const select = `SELECT i, 'name ' || (i * 7919 % ${rows}), i % 90, 'city ' || (i % 1000), hex(i * 12345) || ' some words of a note' FROM n`;
const named = (table: string): readonly string[] => [
  `CREATE INDEX ix_age_${table} ON ${table} (age)`,
  `CREATE INDEX ix_city_${table} ON ${table} (city)`,
];
const shapes: Readonly<Record<string, Shape>> = {
  "no index": { create: `(${columns})`, indexes: () => [], constraints: () => [] },
  "two indexes": { create: `(${columns})`, indexes: named, constraints: () => [] },
  "two indexes, a UNIQUE over values in no order": {
    create: `(${columns}, UNIQUE ("name"))`,
    indexes: named,
    constraints: (table) => [`CREATE UNIQUE INDEX uq_${table} ON ${table} (name)`],
  },
};

for (const [title, shape] of Object.entries(shapes)) {
  const source = join(folder, "source.db");
  fill(source, shape);
  for (const [what, change] of Object.entries(changes))
    await measure(source, shape, title, what, change);
  await rm(source);
}
await rm(folder, { recursive: true });

async function measure(
  source: string,
  shape: Shape,
  title: string,
  what: string,
  change: Change,
): Promise<void> {
  const [ours, theirs, least]: [number[], number[], number[]] = [[], [], []];
  for (let run = 0; run < 3; run += 1) {
    ours.push(await onCopy(source, (file) => rebuild(file, change)));
    theirs.push(await onCopy(source, (file) => migrate(file, change)));
    least.push(await onCopy(source, async (file) => bare(file, shape)));
  }
  const [mine, peer, bareCopy] = [median(ours), median(theirs), median(least)];
  const ratio = (other: number): string =>
    `${Math.round(other)} ms, ratio ${(mine / other).toFixed(2)}`;
  process.stdout.write(
    `${title}, ${what}: ${Math.round(mine)} ms CPU; TypeORM ${ratio(peer)}; bare ${ratio(bareCopy)}\n`,
  );
}

function fill(file: string, { create, indexes }: Shape): void {
  const database = new Database(file);
  database.exec(`CREATE TABLE t ${create}`);
  database.exec(
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${rows}) INSERT INTO t ${select}`,
  );
  for (const sql of indexes("t")) database.exec(sql);
  database.exec(`CREATE TABLE ages (id integer PRIMARY KEY)`);
  database.exec("INSERT INTO ages SELECT DISTINCT age FROM t");
  database.close();
}

async function onCopy(source: string, body: (file: string) => Promise<number>): Promise<number> {
  const file = join(folder, "copy.db");
  await copyFile(source, file);
  try {
    return await body(file);
  } finally {
    await rm(file);
  }
}

/** With all that a run does around it. */
async function rebuild(file: string, change: Change): Promise<number> {
  const connection = connectBetterSqlite(file);
  const server = await sqlite.catalog.server(connection);
  const state = () => sqlite.catalog.inspect(connection, server, {});
  const table = findTable(await state(), { name: "t" });
  if (table === undefined) throw new Error("no such table");
  const begun = cpuMilliseconds();
  const restore = await sqlite.session.transactions.prepare(connection);
  await connection.query(sqlite.session.transactions.begin);
  for (const { sql } of await sqlite.ddl.compile(change.ours(table), { server, state }))
    await connection.query(sql);
  await sqlite.session.transactions.verify(connection);
  await connection.query(sqlite.session.transactions.commit);
  await restore();
  const milliseconds = cpuMilliseconds() - begun;
  await connection.close();
  return milliseconds;
}

/** The statements that TypeORM's own generator would write, in one transaction; asking for them is not timed. */
async function migrate(file: string, change: Change): Promise<number> {
  const dataSource = await new DataSource({ type: "better-sqlite3", database: file }).initialize();
  const runner = dataSource.createQueryRunner();
  runner.enableSqlMemory();
  await change.theirs(runner);
  const { upQueries } = runner.getMemorySql();
  runner.disableSqlMemory();
  const begun = cpuMilliseconds();
  await runner.startTransaction();
  for (const { query } of upQueries) await runner.query(query);
  await runner.commitTransaction();
  const milliseconds = cpuMilliseconds() - begun;
  await dataSource.destroy();
  return milliseconds;
}

function bare(file: string, { indexes, constraints }: Shape): number {
  const database = new Database(file);
  const begun = cpuMilliseconds();
  database.exec("BEGIN IMMEDIATE");
  database.exec("CREATE TABLE copy AS SELECT * FROM t");
  for (const sql of [...constraints("copy"), ...indexes("copy")]) database.exec(sql);
  database.exec("COMMIT");
  const milliseconds = cpuMilliseconds() - begun;
  database.close();
  return milliseconds;
}
