import type { Database } from "../plugin/database.js";

type OrmPlugin = { readonly typeorm: (dataSource: unknown) => Database };

/**
 * A database out of a data source that was given instead of an `env.ts`, as the three lines of such a file would do.
 *
 * The ORM's plugin is loaded when it is needed, and by its place in the package: nothing here depends on it.
 */
export async function connectDataSource(dataSource: unknown): Promise<Database> {
  const place = new URL("../../plugin/typeorm/index.js", import.meta.url);
  const { typeorm } = (await import(place.href)) as OrmPlugin;
  return typeorm(dataSource);
}
