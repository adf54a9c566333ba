import type { DataSource } from "typeorm";
import { typeorm } from "../../plugin/typeorm/index.js";
import type { DialectCatalog } from "../../src/plugin/catalog.js";
import type { Schema } from "../../src/schema/schema.js";
import { workbench, type Workbench } from "../../src/testing/workbench.js";

/** Reads what the entities want and gives a bench on the database, without TypeORM's own tables in it. */
export async function benchOf<Result>(
  dataSource: DataSource,
  body: (bench: Workbench, wanted: Schema) => Promise<Result>,
): Promise<Result> {
  const database = typeorm(dataSource);
  const connection = await database.connect();
  const { schema, reserved } = await database.source.read();
  const dialect = await database.dialect();
  const hidden = new Set(reserved.map(({ name }) => name));
  const inspect: DialectCatalog["inspect"] = (own, server, scope) =>
    dialect.catalog.inspect(own, server, {
      ...scope,
      includeName: ({ name }) => !hidden.has(name),
    });
  try {
    return await body(
      await workbench({ ...dialect, catalog: { ...dialect.catalog, inspect } }, connection),
      schema,
    );
  } finally {
    await connection.close();
    await database.close();
  }
}
