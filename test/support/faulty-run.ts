import { DataSource, type DataSourceOptions } from "typeorm";
import { typeorm } from "../../plugin/typeorm/index.js";
import { upgrade, type UpgradeOptions } from "../../src/action/upgrade.js";
import type { AthanorError } from "../../src/error/athanor-error.js";
import type { Operations } from "../../src/operation/operations.js";
import { mysqlServer, withMysqlDatabase } from "./connection-mysql.js";
import { productOf } from "./mysql-product.js";
import { withPostgresDatabase } from "./postgres.js";
import { catchRejection } from "./catch-error.js";

/** What revision `aaaa` does on its way up. */
export type Body = (op: Operations) => Promise<unknown>;

export const makesTable: Body = (op) => op.execute("CREATE TABLE one (id integer)");

/** Revision `aaaa`, the only one. */
export function revisionOf(upgradeBody: Body) {
  return {
    revision: "aaaa",
    downRevision: null,
    upgrade: async (op: Operations): Promise<void> => void (await upgradeBody(op)),
    downgrade: async (op: Operations): Promise<void> => op.execute("DROP TABLE one"),
  };
}

/** A database of the test's own, as its administrator and as others reach it. */
export type Server = {
  readonly options: DataSourceOptions & { readonly type: string; readonly port: number };
  readonly administer: (sql: string) => Promise<readonly Readonly<Record<string, unknown>>[]>;
};

export function sourceOf({ options }: Server, changed: object = {}): DataSource {
  return new DataSource({ ...options, ...changed } as DataSourceOptions);
}

/** The error of an upgrade by a data source that differs from the administrator's in this. */
export function failedUpgrade(
  server: Server,
  changed: object,
  body: Body = makesTable,
  run: Partial<UpgradeOptions> = {},
): Promise<AthanorError> {
  const dataSource = sourceOf(server, changed);
  const options = { dataSource, modules: [revisionOf(body)], ...run };
  return catchRejection(() => upgrade(options));
}

/** Runs the body with an empty database of PostgreSQL. */
export function onPostgres(body: (server: Server) => Promise<void>): Promise<void> {
  return withPostgresDatabase(({ user: username, ...place }) =>
    serve({ type: "postgres", username, ...place }, body),
  );
}

/** The same of MariaDB or MySQL. */
export function onMysql(body: (server: Server) => Promise<void>): Promise<void> {
  return withMysqlDatabase(async (_, database) => {
    const { user: username, ...place } = mysqlServer;
    await serve({ type: await productOf(), username, database, ...place }, body);
  });
}

async function serve(
  options: Server["options"],
  body: (server: Server) => Promise<void>,
): Promise<void> {
  const database = typeorm(new DataSource(options));
  const connection = await database.connect();
  try {
    await body({ options, administer: (sql) => connection.query(sql) });
  } finally {
    await connection.close();
    await database.close();
  }
}
