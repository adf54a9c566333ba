import { sqlite } from "../../plugin/sqlite/index.js";
import type { Operation } from "../../src/operation/operation.js";
import type { Connection, Row } from "../../src/plugin/connection.js";
import type { Scope } from "../../src/plugin/catalog.js";
import type { Column } from "../../src/schema/column.js";
import { findTable } from "../../src/schema/schema.js";
import type { Table } from "../../src/schema/table.js";
import { connectBetterSqlite, connectSqlite3 } from "./connection-sqlite.js";
import { look, perform, workbench, type Workbench } from "../../src/testing/workbench.js";

/** A SQLite database in memory, made by hand. */
export type SqliteBench = Workbench & {
  readonly rows: (sql: string) => Promise<readonly Row[]>;
  readonly run: (...operations: readonly Operation[]) => Promise<void>;
  /** The statements an operation compiles to now. */
  readonly compile: (operation: Operation) => Promise<readonly string[]>;
  readonly table: (name: string) => Promise<Table>;
  readonly column: (table: string, name: string) => Promise<Column>;
  /** The stored statement of a table, index, view or trigger. */
  readonly stored: (name: string) => Promise<string | undefined>;
};

/** Both drivers, whose SQLite versions are years apart. */
export const sqliteDrivers: Readonly<
  Record<string, (file?: string) => Connection | Promise<Connection>>
> = { "better-sqlite3": connectBetterSqlite, sqlite3: connectSqlite3 };

/** Runs the statements on a fresh database and gives it to `body`. */
export async function withSqlite<Result>(
  connect: () => Connection | Promise<Connection>,
  statements: readonly string[],
  body: (bench: SqliteBench) => Promise<Result>,
): Promise<Result> {
  const connection = await connect();
  try {
    for (const sql of statements) await connection.query(sql);
    return await body(benchOf(await workbench(sqlite, connection)));
  } finally {
    await connection.close();
  }
}

function benchOf(bench: Workbench): SqliteBench {
  const { connection, dialect, server } = bench;
  const table = async (name: string): Promise<Table> =>
    found(findTable(await look(bench), { name }), name);
  return {
    ...bench,
    table,
    rows: (sql) => connection.query(sql),
    run: (...operations) => perform(bench, operations),
    compile: async (operation) => {
      const state = (scope: Scope) => dialect.catalog.inspect(connection, server, scope);
      return (await dialect.ddl.compile(operation, { server, state })).map(({ sql }) => sql);
    },
    column: async (owner, name) =>
      found(
        (await table(owner)).columns.find((column) => column.name === name),
        name,
      ),
    stored: async (name) => {
      const [row] = await connection.query("SELECT sql FROM sqlite_master WHERE name = ?", [name]);
      return row === undefined ? undefined : String(row["sql"]);
    },
  };
}

function found<Value>(value: Value | undefined, name: string): Value {
  if (value === undefined) throw new Error(`There is no "${name}".`);
  return value;
}
