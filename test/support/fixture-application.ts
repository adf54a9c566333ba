import { cp, mkdir, mkdtemp, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { DataSource } from "typeorm";
import { typeorm } from "../../plugin/typeorm/index.js";
import { createLoader } from "../../src/loading/load-module.js";
import type { Connection, Row } from "../../src/plugin/connection.js";
import type { Schema } from "../../src/schema/schema.js";
import { mysqlServer, withMysqlDatabase } from "./connection-mysql.js";
import { productOf } from "./mysql-product.js";
import { withPostgresDatabase } from "./postgres.js";

const root = join(import.meta.dirname, "../..");

/** A fixture application in a folder of its own, with a database of its own. */
export type Application = {
  /** Options of every action, with the entities of this version. */
  readonly at: (version: string) => {
    readonly dataSource: string;
    readonly scriptLocation: string;
  };
  readonly query: (sql: string) => Promise<readonly Row[]>;
  readonly inspect: () => Promise<Schema>;
};

export type ApplicationDatabase = "sqlite" | "postgres" | "mysql";

/** The folder is inside the project, so that the application finds the project's TypeORM. */
export async function withApplication(
  fixture: string,
  database: ApplicationDatabase,
  body: (application: Application) => Promise<void>,
): Promise<void> {
  await mkdir(join(root, "tmp"), { recursive: true });
  const folder = await mkdtemp(join(root, `tmp/${fixture}-${database}-`));
  try {
    await withAddress(database, folder, async (variables) => {
      Object.assign(process.env, variables);
      await copyVersions(fixture, folder);
      await body(createApplication(folder));
    });
  } finally {
    delete process.env["DATABASE_URL"];
    delete process.env["DATABASE_FILE"];
    await rm(folder, { recursive: true, force: true });
  }
}

async function withAddress(
  database: ApplicationDatabase,
  folder: string,
  body: (variables: Readonly<Record<string, string>>) => Promise<void>,
): Promise<void> {
  if (database === "sqlite") return body({ DATABASE_FILE: join(folder, "app.sqlite") });
  if (database === "mysql") {
    const { host, port, user } = mysqlServer;
    const product = await productOf();
    return withMysqlDatabase((_, name) =>
      body({ DATABASE_URL: `${product}://${user}@${host}:${port}/${name}` }),
    );
  }
  return withPostgresDatabase(({ host, port, user, password, database: name }) =>
    body({ DATABASE_URL: `postgres://${user}:${password}@${host}:${port}/${name}` }),
  );
}

export const versions = ["v1", "v2", "v3", "v4"] as const;

async function copyVersions(fixture: string, folder: string): Promise<void> {
  const from = join(root, "fixtures", fixture);
  for (const version of versions) {
    await cp(join(from, version), join(folder, version), { recursive: true });
    await cp(join(from, "data-source.ts"), join(folder, version, "data-source.ts"));
  }
}

/**
 * A body with the entities of a version, connected as a user whose password is `x`. The version's folder is copied, and
 * first loaded with that user's address: a data source reads it when it is loaded.
 */
export async function asUser<Result>(
  application: Application,
  user: string,
  version: string,
  body: (options: ReturnType<Application["at"]>) => Promise<Result>,
): Promise<Result> {
  const options = application.at(`${version}-${user}`);
  const folder = dirname(options.dataSource);
  await cp(dirname(application.at(version).dataSource), folder, { recursive: true });
  const address = process.env["DATABASE_URL"] ?? "";
  process.env["DATABASE_URL"] = address.replace(/\/\/[^@]*@/, `//${user}:x@`);
  try {
    return await body(options);
  } finally {
    process.env["DATABASE_URL"] = address;
  }
}

function createApplication(folder: string): Application {
  const dataSourceOf = (version: string): string => join(folder, version, "data-source.ts");
  const connected = async <Result>(
    work: (connection: Connection, database: ReturnType<typeof typeorm>) => Promise<Result>,
  ): Promise<Result> => {
    const { default: dataSource } = await createLoader({ root: folder }).load(dataSourceOf("v1"));
    const database = typeorm(dataSource as DataSource);
    const connection = await database.connect();
    try {
      return await work(connection, database);
    } finally {
      await connection.close();
      await database.close();
    }
  };
  return {
    at: (version) => ({
      dataSource: dataSourceOf(version),
      scriptLocation: join(folder, "migrations"),
    }),
    query: (sql) =>
      connected(async (connection) => {
        // The rows are written in standard SQL, names between double quotes.
        if (connection.dialect === "mysql") {
          await connection.query("SET SESSION sql_mode = CONCAT(@@sql_mode, ',ANSI_QUOTES')");
        }
        return connection.query(sql);
      }),
    inspect: () =>
      connected(async (connection, database) => {
        const dialect = await database.dialect();
        return dialect.catalog.inspect(connection, await dialect.catalog.server(connection), {});
      }),
  };
}
