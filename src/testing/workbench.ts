import { diff } from "../diff/diff.js";
import type { Operation } from "../operation/operation.js";
import type { Connection } from "../plugin/connection.js";
import type { Dialect } from "../plugin/dialect.js";
import type { Server } from "../plugin/catalog.js";
import type { Statement } from "../plugin/ddl.js";
import type { Schema } from "../schema/schema.js";

/** A database that operations are run against, without the runner. */
export type Workbench = {
  readonly dialect: Dialect;
  readonly connection: Connection;
  readonly server: Server;
  /** Schemas beyond the default one that are looked at. */
  readonly schemas: readonly string[];
};

export async function workbench(
  dialect: Dialect,
  connection: Connection,
  schemas: readonly string[] = [],
): Promise<Workbench> {
  return { dialect, connection, server: await dialect.catalog.server(connection), schemas };
}

export function look({ dialect, connection, server, schemas }: Workbench): Promise<Schema> {
  return dialect.catalog.inspect(connection, server, { schemas });
}

/** Runs operations in one transaction; a guard that finds rows throws its message. */
export async function perform(bench: Workbench, operations: readonly Operation[]): Promise<void> {
  const { connection, dialect } = bench;
  const restore = await dialect.session.transactions.prepare(connection);
  await connection.begin(dialect.session.transactions.begin);
  try {
    for (const operation of operations) await performOne(bench, operation);
    await dialect.session.transactions.verify(connection);
    await connection.commit();
  } catch (error) {
    await connection.rollback();
    throw error;
  } finally {
    await restore();
  }
}

async function performOne(bench: Workbench, operation: Operation): Promise<void> {
  const { dialect, connection, server } = bench;
  const statements = await dialect.ddl.compile(operation, {
    server,
    state: (scope) =>
      dialect.catalog.inspect(connection, server, { schemas: bench.schemas, ...scope }),
  });
  for (const statement of statements) await run(connection, statement);
}

async function run(connection: Connection, { sql, parameters, guard }: Statement): Promise<void> {
  try {
    const rows = await connection.query(sql, parameters);
    if (guard !== undefined && rows.length > 0) throw new Error(`${guard.code}: ${guard.message}`);
  } catch (error) {
    throw error instanceof Error
      ? Object.assign(error, { message: `${error.message}\n${sql}` })
      : error;
  }
}

/** The wanted schema in the database's own words. */
export async function canonical(bench: Workbench, wanted: Schema): Promise<Schema> {
  const { dialect, connection, server } = bench;
  const actual = await look(bench);
  return (await dialect.catalog.canonicalize({ wanted, actual, connection, server })).schema;
}

/** What autogenerate would write now. */
export async function autogenerate(
  bench: Workbench,
  wanted: Schema,
): Promise<readonly Operation[]> {
  const from = await look(bench);
  const to = await canonical(bench, wanted);
  return bench.dialect.ddl.arrange(diff({ from, to }).operations);
}

/** Makes the database what the schema says. */
export async function synchronize(bench: Workbench, wanted: Schema): Promise<readonly Operation[]> {
  const operations = await autogenerate(bench, wanted);
  await perform(bench, operations);
  return operations;
}
