import { spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import type { DataSourceOptions } from "typeorm";
import { mysqlServer, withMysqlDatabase } from "./connection-mysql.js";
import { productOf, type Product } from "./mysql-product.js";
import { withPostgresDatabase } from "./postgres.js";

/** A database that a product's own client can be pointed at. */
export type Place = {
  readonly options: DataSourceOptions;
  /** Feeds the client a script on its standard input. Answers what it said on standard error, and whether it succeeded. */
  readonly run: (sql: string) => Promise<{ readonly succeeded: boolean; readonly said: string }>;
};

/** A client as people have it, and how to lend it an empty database. */
export type SqlClient = {
  readonly command: string;
  /** Where it is, if not under its own name. */
  readonly program?: string;
  /** The one product that it speaks to. */
  readonly only?: Product;
  readonly within: (
    folder: string,
    name: string,
    use: (place: Place) => Promise<void>,
  ) => Promise<void>;
};

/** MySQL's own client; `MYSQL_CLIENT` names another than the one in the path. */
const mysqlClient = process.env["MYSQL_CLIENT"] ?? "mysql";

export const sqlClients: readonly SqlClient[] = [
  {
    command: "psql",
    within: (_, __, use) =>
      withPostgresDatabase(({ host, port, user, password, database }) => {
        const where = ["-h", host, "-p", String(port), "-U", user, "-d", database];
        const given = ["-X", "-q", "-v", "ON_ERROR_STOP=1", ...where];
        return use({
          options: { type: "postgres", host, port, username: user, password, database },
          run: (sql) => feed("psql", given, sql, { PGPASSWORD: password }),
        });
      }),
  },
  {
    command: "sqlite3",
    within: (folder, name, use) => {
      const database = join(folder, `${name}.db`);
      return use({
        options: { type: "better-sqlite3", database },
        run: (sql) => feed("sqlite3", ["-bail", database], sql),
      });
    },
  },
  { command: "mariadb", within: (_, __, use) => withServer("mariadb", use) },
  {
    command: "mysql",
    program: mysqlClient,
    only: "mysql",
    within: (_, __, use) => withServer(mysqlClient, use),
  },
];

function withServer(program: string, use: (place: Place) => Promise<void>): Promise<void> {
  return withMysqlDatabase(async (_, database) => {
    const { host, port, user: username, password } = mysqlServer;
    const given = ["-h", host, "-P", String(port), "-u", username, database];
    await use({
      options: { type: await productOf(), host, port, username, password, database },
      run: (sql) => feed(program, given, sql),
    });
  });
}

/** Is there such a client on this machine? */
export function isInstalled({ command, program = command }: SqlClient): boolean {
  return spawnSync(program, ["--version"]).status === 0;
}

function feed(
  command: string,
  given: readonly string[],
  sql: string,
  environment: Readonly<Record<string, string>> = {},
): ReturnType<Place["run"]> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, given, { env: { ...process.env, ...environment } });
    let said = "";
    child.stderr.on("data", (text: Buffer) => (said += text.toString()));
    child.stdout.resume();
    child.on("error", reject);
    child.on("close", (code) => resolve({ succeeded: code === 0, said }));
    // A client that stops at an error closes its end before it has read all.
    child.stdin.on("error", () => undefined);
    child.stdin.end(sql);
  });
}
