import type { Schema } from "../../src/schema/schema.js";
import type { Table } from "../../src/schema/table.js";
import type { Application } from "./fixture-application.js";

/** Every value of a database: by table, by column, the values of its rows in the order of the primary key. */
export type Values = ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;

const own = /^athanor_/;

export async function readValues(application: Application): Promise<Values> {
  const schema = await application.inspect();
  const tables = schema.tables.filter(({ name }) => !own.test(name));
  const read = tables.map(
    async (table) => [table.name, await readTable(application, table)] as const,
  );
  return new Map(await Promise.all(read));
}

async function readTable(
  application: Application,
  table: Table,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const order = table.primaryKey?.columns.map((column) => `"${column}"`).join(", ") ?? "1";
  const rows = await application.query(`SELECT * FROM "${table.name}" ORDER BY ${order}`);
  return new Map(table.columns.map(({ name }) => [name, rows.map((row) => textOf(row[name]))]));
}

function textOf(value: unknown): string {
  return value instanceof Date ? value.toISOString() : String(value);
}

/** The values of what both databases have, as seen in each: equal unless something was lost or changed. */
export function commonValues(before: Values, after: Values): readonly [object, object] {
  const names = [...before].flatMap(([table, columns]) =>
    [...columns.keys()]
      .filter((column) => after.get(table)?.has(column) === true)
      .map((column) => [table, column] as const),
  );
  const pick = (values: Values): object =>
    Object.fromEntries(
      names.map(([table, column]) => [`${table}.${column}`, values.get(table)?.get(column)]),
    );
  return [pick(before), pick(after)];
}

/** The schema as a set: columns in any order, for databases append; Athanor's own tables left out. */
export function comparableSchema(schema: Schema): object {
  const tables = schema.tables
    .filter(({ name }) => !own.test(name))
    .map((table) => ({
      ...table,
      columns: [...table.columns].sort((a, b) => (a.name < b.name ? -1 : 1)),
    }));
  return { ...schema, tables };
}
