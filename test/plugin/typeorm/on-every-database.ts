import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DataSource } from "typeorm";
import type { DataSourceOptions } from "typeorm";
import { describeOnMysql, mysqlServer, withMysqlDatabase } from "../../support/connection-mysql.js";
import { withPostgresDatabase } from "../../support/postgres.js";
import { isOldLine } from "./wanted-of.js";
import type { Extra } from "./wanted-of.js";

/** Makes data sources that lead to one fresh database, and says what was done to it from outside. */
export type Place = {
  readonly make: (extra?: Extra) => DataSource;
};

type WithPlace = (body: (place: Place) => Promise<void>) => Promise<void>;

async function withFile(type: string, body: (place: Place) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "athanor-typeorm-"));
  try {
    await body({
      make: (extra = {}) =>
        new DataSource({ type, database: join(folder, "test.db"), ...extra } as DataSourceOptions),
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const withPostgres: WithPlace = (body) =>
  withPostgresDatabase(async ({ user, ...server }) => {
    await body({
      make: (extra = {}) =>
        new DataSource({ type: "postgres", username: user, ...server, ...extra }),
    });
  });

const withMysql =
  (type: "mysql" | "mariadb"): WithPlace =>
  (body) =>
    withMysqlDatabase((_, database) => {
      const { user: username, ...server } = mysqlServer;
      const place = { type, ...server, username, database };
      return body({ make: (extra = {}) => new DataSource({ ...place, ...extra }) });
    });

type TestDatabase = {
  readonly title: string;
  readonly within: WithPlace;
  /** `describe`, or one that skips where there is no server. */
  readonly suite: (title: string, body: () => void) => void;
};

/** Every driver that this line of TypeORM has for the databases of Athanor. */
export const databases: readonly TestDatabase[] = [
  { title: "postgres", within: withPostgres, suite: describe },
  { title: "mysql", within: withMysql("mysql"), suite: describeOnMysql },
  { title: "mariadb", within: withMysql("mariadb"), suite: describeOnMysql },
  { title: "better-sqlite3", within: (body) => withFile("better-sqlite3", body), suite: describe },
  ...(isOldLine
    ? [
        {
          title: "sqlite",
          within: (body) => withFile("sqlite", body),
          suite: describe,
        } satisfies TestDatabase,
      ]
    : []),
];
