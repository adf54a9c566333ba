import pg from "pg";
import type { Connection, Row } from "../../src/plugin/connection.js";
import { postgresServer } from "./postgres.js";

/**
 * Connections that share the sessions of a pool as behind PgBouncer in transaction mode: each transaction, and each
 * statement outside of one, runs on whichever session is free.
 */
export async function withPooledConnections<Result>(
  body: (connect: () => Connection) => Promise<Result>,
): Promise<Result> {
  const pool = new pg.Pool({ ...(await postgresServer()), database: "postgres" });
  try {
    return await body(() => pooledConnection(pool));
  } finally {
    await pool.end();
  }
}

function pooledConnection(pool: pg.Pool): Connection {
  let held: pg.PoolClient | undefined;
  const query = async (sql: string, parameters: readonly unknown[] = []): Promise<readonly Row[]> =>
    (await (held ?? pool).query(sql, [...parameters])).rows as Row[];
  const end = async (sql: string): Promise<void> => {
    await query(sql);
    held?.release();
    held = undefined;
  };
  return {
    dialect: "postgres",
    query,
    begin: async (sql) => {
      held = await pool.connect();
      await query(sql);
    },
    commit: () => end("COMMIT"),
    rollback: () => end("ROLLBACK"),
    open: async () => pooledConnection(pool),
    manager: () => {
      throw new Error("This connection has no entity manager.");
    },
    url: "postgres://pooled",
    close: async () => (held === undefined ? undefined : end("ROLLBACK")),
  };
}
