import type { Connection, Row } from "../../src/plugin/connection.js";
import { createEntityManager } from "./entity-manager.js";
import type { OrmDataSource, OrmQueryRunner } from "./orm.js";

export type ConnectionRequest = {
  readonly dialect: string;
  readonly url: string;
  readonly dataSource: OrmDataSource;
  readonly runner: OrmQueryRunner;
  readonly open: () => Promise<Connection>;
  /** Throws what made TypeORM reject the entities: without them there is no entity manager. */
  readonly requireEntities: () => void;
  readonly release: () => Promise<void>;
};

/** A connection over one query runner of TypeORM. */
export function createConnection(request: ConnectionRequest): Connection {
  const { dataSource, runner, requireEntities, release, ...facts } = request;
  const run = (sql: string, parameters?: readonly unknown[]): Promise<readonly Row[]> =>
    query(runner, asRows(dataSource, sql), parameters);
  let begun = false;
  const leave = (): void => {
    begun = false;
    Object.assign(runner, { isTransactionActive: false, transactionDepth: 0 });
  };
  const rollback = async (): Promise<void> => {
    try {
      await run("ROLLBACK");
    } finally {
      leave();
    }
  };
  return {
    ...facts,
    query: run,
    begin: async (statement) => {
      await run(statement);
      begun = true;
      // TypeORM then nests its own transactions in this one, by savepoints.
      Object.assign(runner, { isTransactionActive: true, transactionDepth: 1 });
    },
    commit: async () => {
      await run("COMMIT");
      leave();
    },
    rollback,
    manager: (around) => {
      requireEntities();
      return createEntityManager(dataSource, runner, around);
    },
    close: async () => {
      if (begun && !runner.isReleased) await rollback();
      await release();
    },
  };
}

async function query(
  runner: OrmQueryRunner,
  sql: string,
  parameters: readonly unknown[] | undefined,
): Promise<readonly Row[]> {
  const { records } = await runner.query(sql, parameters && [...parameters], true);
  return records ?? [];
}

/** Through the sqlite3 package, TypeORM gives no rows for a text that begins with one of these words. */
function asRows(dataSource: OrmDataSource, sql: string): string {
  const returns = /^(?:INSERT|UPDATE|DELETE) [^]*\bRETURNING\b/i;
  return dataSource.options.type === "sqlite" && returns.test(sql) ? ` ${sql}` : sql;
}
