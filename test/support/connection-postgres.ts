import pg from "pg";
import type { Connection, Row } from "../../src/plugin/connection.js";
import { postgresServer } from "./postgres.js";

/** A connection over `pg` alone, without an ORM. */
export async function connectPostgres(options: pg.ClientConfig): Promise<Connection> {
  const client = new pg.Client(options);
  // That a connection was cut, whoever asks next is told.
  client.on("error", () => undefined);
  await client.connect();
  const query = async (sql: string, parameters: readonly unknown[] = []): Promise<readonly Row[]> =>
    (await client.query(sql, [...parameters])).rows as Row[];
  const run = async (sql: string): Promise<void> => void (await query(sql));
  return {
    dialect: "postgres",
    query,
    begin: run,
    commit: () => run("COMMIT"),
    rollback: () => run("ROLLBACK"),
    open: () => connectPostgres(options),
    manager: () => {
      throw new Error("This connection has no entity manager.");
    },
    url: `postgres://${options.user}:***@${options.host}:${options.port}/${options.database}`,
    close: () => client.end(),
  };
}

/** Connects to the server's own database, emptied: many times faster than a database of its own. */
export async function withPostgresConnection<Result>(
  body: (connection: Connection) => Promise<Result>,
): Promise<Result> {
  const connection = await connectPostgres({ ...(await postgresServer()), database: "postgres" });
  try {
    await connection.query(emptyDatabase);
    return await body(connection);
  } finally {
    await connection.close();
  }
}

const emptyDatabase = `
DO $$
DECLARE thing text;
BEGIN
  SET LOCAL client_min_messages = warning;
  FOR thing IN SELECT quote_ident(extname) FROM pg_extension WHERE extname <> 'plpgsql' LOOP
    EXECUTE 'DROP EXTENSION ' || thing || ' CASCADE';
  END LOOP;
  FOR thing IN SELECT quote_ident(nspname) FROM pg_namespace
    WHERE nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema' LOOP
    EXECUTE 'DROP SCHEMA ' || thing || ' CASCADE';
  END LOOP;
  CREATE SCHEMA public;
END $$`;
