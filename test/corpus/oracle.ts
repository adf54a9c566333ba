import type { DataSource } from "typeorm";
import { typeorm } from "../../plugin/typeorm/index.js";
import type { Connection } from "../../src/plugin/connection.js";
import type { Dialect } from "../../src/plugin/dialect.js";
import type { Schema } from "../../src/schema/schema.js";

/** Lets TypeORM make the schema; it never creates the schemas that tables are in. */
export async function synchronize(dataSource: DataSource): Promise<void> {
  try {
    await dataSource.initialize();
    const named = dataSource.entityMetadatas.map(({ schema }) => schema);
    if (dataSource.options.type === "postgres") {
      for (const schema of new Set(named.filter((name) => name !== undefined))) {
        await dataSource.query(`CREATE SCHEMA IF NOT EXISTS "${schema}"`);
      }
    }
    await dataSource.synchronize();
  } finally {
    if (dataSource.isInitialized) await dataSource.destroy();
  }
}

/** Synchronizes; TypeORM's or the server's message where that fails, of which Athanor has no part. */
export async function refusalOfSynchronize(dataSource: DataSource): Promise<string | undefined> {
  try {
    await synchronize(dataSource);
    return undefined;
  } catch (failure) {
    return (failure as Error).message;
  }
}

/** What TypeORM would still do. */
export async function schemaLog(dataSource: DataSource): Promise<readonly string[]> {
  await dataSource.initialize();
  try {
    const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
    return upQueries.map(({ query }) => query);
  } finally {
    await dataSource.destroy();
  }
}

/** A database as the checks look at it. */
export type OpenDatabase = {
  readonly connection: Connection;
  readonly dialect: Dialect;
  /** As it is now, Athanor's and TypeORM's own tables left out. */
  readonly inspect: () => Promise<Schema>;
};

export async function withDatabase<Result>(
  dataSource: DataSource,
  body: (database: OpenDatabase) => Promise<Result>,
): Promise<Result> {
  const database = typeorm(dataSource);
  const wanted = await database.source.read();
  const dialect = await database.dialect();
  const connection = await database.connect();
  try {
    const server = await dialect.catalog.server(connection);
    const { schemas } = wanted.schema;
    const inspect = async (): Promise<Schema> => {
      const schema = await dialect.catalog.inspect(connection, server, { schemas });
      return { ...schema, tables: schema.tables.filter(({ name }) => !ownTable.test(name)) };
    };
    return await body({ connection, dialect, inspect });
  } finally {
    await connection.close();
    await database.close();
  }
}

/** Everything inspection tells of a database, a line each, Athanor's and TypeORM's own tables left out. */
export function inspectDatabase(dataSource: DataSource): Promise<readonly string[]> {
  return withDatabase(dataSource, async ({ inspect }) => linesOf(await inspect()));
}

const ownTable =
  /^(athanor_version|athanor_log|athanor_journal|typeorm_metadata|migrations|query-result-cache)$/;

function linesOf(schema: Schema): readonly string[] {
  const lines: string[] = [];
  for (const table of schema.tables) {
    const { columns, indexes, uniques, checks, exclusions, foreignKeys, primaryKey, ...rest } =
      table;
    const label = `${table.schema ?? ""}.${table.name}`;
    lines.push(`table ${JSON.stringify(rest)}`);
    const parts = [...columns, ...indexes, ...uniques, ...checks, ...exclusions, ...foreignKeys];
    lines.push(...parts.map((part) => `${label} ${JSON.stringify(part)}`));
    if (primaryKey !== undefined) lines.push(`${label} ${JSON.stringify(primaryKey)}`);
  }
  for (const [kind, list] of Object.entries({
    view: schema.views,
    enum: schema.enums,
    sequence: schema.sequences,
    schema: schema.schemas,
  })) {
    lines.push(...list.map((one) => `${kind} ${JSON.stringify(one)}`));
  }
  return lines;
}
