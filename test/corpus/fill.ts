import type { Column } from "../../src/schema/column.js";
import type { ForeignKey } from "../../src/schema/constraint.js";
import { nameText } from "../../src/schema/name.js";
import { findTable, type Schema } from "../../src/schema/schema.js";
import type { Table } from "../../src/schema/table.js";
import { fillerOf } from "./filler.js";
import { asText } from "./as-text.js";
import type { OpenDatabase } from "./oracle.js";

/** Rows that every table is to have. */
const enough = 3;

/** How a row is written, in the order of trial: with its optional values, without them, with the least of all. */
const manners = ["full", "bare", "keysOnly"] as const;
type Manner = (typeof manners)[number];

/** Which tables got rows, and which no row would go into, with the last refusal. */
export type Filled = {
  readonly filled: number;
  readonly tables: number;
  readonly empty: readonly string[];
};

/** Puts rows into every table that has too few, and a value into every column that is empty throughout, as far as the constraints allow. */
export async function fillDatabase(database: OpenDatabase): Promise<Filled> {
  const schema = await database.inspect();
  const refusals = new Map<string, string>();
  let progress = true;
  while (progress) {
    progress = false;
    for (const table of schema.tables) {
      const { added, refusal } = await fillTable(database, schema, table);
      progress ||= added > 0;
      if (refusal !== undefined) refusals.set(nameText(table), refusal);
    }
  }
  for (const table of schema.tables) await fillColumns(database, schema, table);
  const counts = await Promise.all(
    schema.tables.map(async (table) => ({ table, rows: await countRows(database, table) })),
  );
  const empty = counts.filter(({ rows }) => rows === 0).map(({ table }) => nameText(table));
  return {
    filled: counts.length - empty.length,
    tables: counts.length,
    empty: empty.map((name) => `${name} (${refusals.get(name) ?? "?"})`),
  };
}

async function fillTable(database: OpenDatabase, schema: Schema, table: Table) {
  let rows = await countRows(database, table);
  let refusal: string | undefined;
  let added = 0;
  for (let number = rows + 1; rows < enough && number <= enough * 3; number += 1) {
    const preferred = number === 2 ? (["bare", ...manners] as const) : manners;
    for (const manner of preferred) {
      refusal = await attempt(() => insertRow(database, schema, table, number, manner));
      if (refusal === undefined) break;
    }
    if (refusal !== undefined) continue;
    rows += 1;
    added += 1;
  }
  return { added, refusal };
}

async function insertRow(
  database: OpenDatabase,
  schema: Schema,
  table: Table,
  number: number,
  manner: Manner,
): Promise<void> {
  const { connection, dialect } = database;
  const keys = await keyValues(database, schema, table, number, manner);
  const values = new Map<string, string>();
  for (const column of table.columns) {
    const key = keys.get(column.name);
    if (key !== undefined) values.set(column.name, key);
    else if (isWritten(column, manner) && !isReference(table, column))
      values.set(column.name, dialect.ddl.literal(fillerOf(column, table, schema, number)));
  }
  const into = `INSERT INTO ${dialect.ddl.quoteName(table)}`;
  const names = [...values.keys()].map((name) => dialect.ddl.quoteName({ name }));
  await connection.query(
    names.length === 0
      ? `${into} ${dialect.name === "mysql" ? "() VALUES ()" : "DEFAULT VALUES"}`
      : `${into} (${names.join(", ")}) VALUES (${[...values.values()].join(", ")})`,
  );
}

function isWritten(column: Column, manner: Manner): boolean {
  if (column.generated !== undefined) return false;
  const isOptional = column.nullable || column.default !== undefined;
  return manner === "full" || !isOptional;
}

function isReference(table: Table, { name }: Column): boolean {
  return table.foreignKeys.some(({ columns }) => columns.includes(name));
}

/** The values of the foreign keys' columns, as SQL: of a row that is there. */
async function keyValues(
  database: OpenDatabase,
  schema: Schema,
  table: Table,
  number: number,
  manner: Manner,
): Promise<ReadonlyMap<string, string>> {
  const values = new Map<string, string>();
  for (const key of table.foreignKeys) {
    const columns = key.columns.map((name) => table.columns.find((one) => one.name === name));
    const isOptional = columns.some((column) => column?.nullable === true);
    if (isOptional && manner !== "full") continue;
    const row = await referencedRow(database, schema, key, number);
    if (row === undefined) continue;
    key.columns.forEach((name, at) => values.set(name, row[at] ?? "NULL"));
  }
  return values;
}

async function referencedRow(
  { connection, dialect }: OpenDatabase,
  schema: Schema,
  key: ForeignKey,
  number: number,
): Promise<readonly string[] | undefined> {
  const target = findTable(schema, key.references);
  const names =
    key.referencedColumns.length > 0 ? key.referencedColumns : target?.primaryKey?.columns;
  if (target === undefined || names === undefined) return undefined;
  const columns = names.map((name, at) => {
    const column = target.columns.find((each) => each.name === name);
    return `${column === undefined ? "NULL" : asText(dialect, column)} AS c${at}`;
  });
  const rows = await connection.query(
    `SELECT ${columns.join(", ")} FROM ${dialect.ddl.quoteName(target)} ORDER BY 1 LIMIT 10`,
  );
  const row = rows[number % rows.length];
  return row === undefined ? undefined : names.map((_, at) => dialect.ddl.literal(row[`c${at}`]));
}

/** New columns of tables that have rows already. */
async function fillColumns(
  { connection, dialect }: OpenDatabase,
  schema: Schema,
  table: Table,
): Promise<void> {
  const isPlain = (column: Column): boolean =>
    column.nullable && column.generated === undefined && !isReference(table, column);
  const named = dialect.ddl.quoteName(table);
  for (const column of table.columns.filter(isPlain)) {
    const name = dialect.ddl.quoteName(column);
    const [first] = await connection.query(
      `SELECT 1 AS there FROM ${named} WHERE ${name} IS NOT NULL LIMIT 1`,
    );
    if (first !== undefined) continue;
    const value = dialect.ddl.literal(fillerOf(column, table, schema, 1));
    const key = table.primaryKey?.columns
      .map((part) => dialect.ddl.quoteName({ name: part }))
      .join(", ");
    const one = key === undefined ? "" : ` WHERE (${key}) IN (SELECT ${key} FROM ${named} LIMIT 1)`;
    await attempt(() => connection.query(`UPDATE ${named} SET ${name} = ${value}${one}`));
  }
}

async function countRows({ connection, dialect }: OpenDatabase, table: Table): Promise<number> {
  const [row] = await connection.query(`SELECT count(*) AS n FROM ${dialect.ddl.quoteName(table)}`);
  return Number(row?.["n"]);
}

async function attempt(body: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await body();
    return undefined;
  } catch (refusal) {
    return (refusal as Error).message;
  }
}
