import { join } from "node:path";
import { DataSource, type DataSourceOptions } from "typeorm";
import { typeorm } from "../../plugin/typeorm/index.js";
import type { Connection } from "../../src/plugin/connection.js";
import { describeOnMysql, mysqlServer, withMysqlDatabase } from "./connection-mysql.js";
import { withPostgresDatabase } from "./postgres.js";
import { withProject } from "./project.js";

/** A project whose entities come in versions, each a data source of its own on the same database. */
export type Application = {
  readonly root: string;
  /** The options of an action, with the entities of this version. */
  readonly at: (version: string) => { readonly cwd: string; readonly dataSource: string };
  /** Where the database is. */
  readonly options: DataSourceOptions;
  /** Runs a statement beside Athanor and gives its rows. */
  readonly query: Connection["query"];
};

export const products = ["better-sqlite3", "postgres"] as const;

export type Product = (typeof products)[number];

/** The products of `products`, and those that may be missing. */
export type AnyProduct = Product | "mysql";

/** The suite for each product; that of MySQL only where a server answers. */
export function describeOnProducts(
  title: (product: AnyProduct) => string,
  body: (product: AnyProduct) => void,
): void {
  for (const product of products) describe(title(product), () => body(product));
  describeOnMysql(title("mysql"), () => body("mysql"));
}

const manifest = JSON.stringify({ name: "application", type: "module" });

const tsconfig = JSON.stringify({
  compilerOptions: {
    target: "ES2022",
    module: "NodeNext",
    strict: true,
    experimentalDecorators: true,
    emitDecoratorMetadata: true,
    skipLibCheck: true,
  },
});

/** Runs `use` with a project of these entities: for each version, the text of its classes and of a list `entities`. */
export function withEntities(
  product: AnyProduct,
  versions: Readonly<Record<string, string>>,
  use: (application: Application) => Promise<void>,
): Promise<void> {
  return withOptions(product, (options) => {
    const sources = Object.entries(versions).map(([version, entities]) => [
      `${version}.ts`,
      dataSourceText(entities, options),
    ]);
    const files = { "package.json": manifest, "tsconfig.json": tsconfig };
    return withProject({ ...files, ...Object.fromEntries(sources) }, async (root) => {
      const placed = inside(root, options);
      const database = typeorm(new DataSource(placed));
      let connection: Promise<Connection> | undefined;
      const query: Connection["query"] = async (...given) =>
        (await (connection ??= database.connect())).query(...given);
      const at = (version: string) => ({ cwd: root, dataSource: `${version}.ts` });
      try {
        await use({ root, at, options: placed, query });
      } finally {
        await (await connection)?.close();
        await database.close();
      }
    });
  });
}

function withOptions(
  product: AnyProduct,
  use: (options: DataSourceOptions) => Promise<void>,
): Promise<void> {
  if (product === "better-sqlite3") return use({ type: product, database: "app.db" });
  if (product === "mysql") {
    const { host, port, user, password } = mysqlServer;
    return withMysqlDatabase((_, database) =>
      use({ type: "mysql", host, port, username: user, password, database }),
    );
  }
  return withPostgresDatabase(({ host, port, user, password, database }) =>
    use({ type: "postgres", host, port, username: user, password, database }),
  );
}

function inside(root: string, options: DataSourceOptions): DataSourceOptions {
  return options.type === "better-sqlite3"
    ? { ...options, database: join(root, options.database) }
    : options;
}

function dataSourceText(entities: string, options: DataSourceOptions): string {
  return `import "reflect-metadata";
import { join } from "node:path";
import { Check, Column, DataSource, Entity, Index, JoinColumn, JoinTable, ManyToMany, ManyToOne, OneToOne, PrimaryColumn, PrimaryGeneratedColumn, Tree, TreeChildren, TreeParent, Unique, ViewColumn, ViewEntity } from "typeorm";
${entities}
const options = ${JSON.stringify(options)} as any;
if (options.type === "better-sqlite3") options.database = join(import.meta.dirname, "app.db");
export default new DataSource({ ...options, entities });
`;
}
