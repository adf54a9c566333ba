import type { Connection, Row, Around } from "../../src/plugin/connection.js";
import type { Loss } from "./loss.js";
import type { OrmDataSource, OrmQueryRunner } from "./orm.js";

export type ConnectionRequest = {
  readonly dialect: string;
  readonly url: string;
  readonly dataSource: OrmDataSource;
  readonly runner: OrmQueryRunner;
  /** The driver gives no rows for a text that begins with INSERT, UPDATE or DELETE. */
  readonly hidesReturnedRows: boolean;
  readonly surrounded: boolean;
  readonly open: () => Promise<Connection>;
  readonly loss: Loss;
  /** Throws what made TypeORM reject the entities: without them there is no entity manager. */
  readonly requireEntities: () => void;
  readonly release: () => Promise<void>;
};

/** A connection over one query runner of TypeORM. */
export function createConnection(request: ConnectionRequest): Connection {
  const { dataSource, runner, hidesReturnedRows, loss, requireEntities, release, ...facts } =
    request;
  const run = async (sql: string, parameters?: readonly unknown[]): Promise<readonly Row[]> => {
    try {
      return await query(runner, hidesReturnedRows ? asRows(sql) : sql, parameters);
    } catch (error) {
      throw loss.reason() ?? error;
    }
  };
  const { isOpen, ...transaction } = createTransaction(runner, run);
  return {
    ...facts,
    ...transaction,
    query: run,
    manager: (before) => {
      requireEntities();
      return createEntityManager(dataSource, runner, before);
    },
    close: async () => {
      loss.forget();
      if (isOpen() && !runner.isReleased) await transaction.rollback();
      await release();
    },
  };
}

type Transaction = Pick<Connection, "begin" | "commit" | "rollback"> & {
  readonly isOpen: () => boolean;
};

/** The transactions of a query runner, which knows of them; inside one of the caller's, savepoints of it. */
function createTransaction(runner: OrmQueryRunner, run: Connection["query"]): Transaction {
  let begun: Begun | undefined;
  const leave = (): void => {
    Object.assign(runner, begun?.before ?? noTransaction);
    begun = undefined;
  };
  const runAll = async (statements: readonly string[]): Promise<void> => {
    for (const statement of statements) await run(statement);
  };
  return {
    isOpen: () => begun !== undefined,
    begin: async (statement) => {
      const { isTransactionActive, transactionDepth } = runner;
      const words = isTransactionActive ? within : alone;
      await run(isTransactionActive ? "SAVEPOINT athanor" : statement);
      begun = { ...words, before: { isTransactionActive, transactionDepth } };
      // TypeORM then nests its own transactions in this one, by savepoints.
      Object.assign(runner, { isTransactionActive: true, transactionDepth: transactionDepth + 1 });
    },
    commit: async () => {
      await runAll(begun?.commit ?? alone.commit);
      leave();
    },
    rollback: () => runAll(begun?.rollback ?? alone.rollback).finally(leave),
  };
}

/** How a transaction ends, and where the runner stood when it began. */
type Begun = typeof alone & {
  readonly before: Pick<OrmQueryRunner, "isTransactionActive" | "transactionDepth">;
};

const noTransaction = { isTransactionActive: false, transactionDepth: 0 };

const alone: { readonly commit: readonly string[]; readonly rollback: readonly string[] } = {
  commit: ["COMMIT"],
  rollback: ["ROLLBACK"],
};

/** Inside a transaction of the caller's, which only the caller ends. */
const within: typeof alone = {
  commit: ["RELEASE SAVEPOINT athanor"],
  rollback: ["ROLLBACK TO SAVEPOINT athanor", "RELEASE SAVEPOINT athanor"],
};

export async function query(
  runner: OrmQueryRunner,
  sql: string,
  parameters: readonly unknown[] | undefined,
): Promise<readonly Row[]> {
  const { records } = await runner.query(sql, parameters && [...parameters], true);
  return records ?? [];
}

function asRows(sql: string): string {
  return /^(?:INSERT|UPDATE|DELETE) [^]*\bRETURNING\b/i.test(sql) ? ` ${sql}` : sql;
}

/** TypeORM's own EntityManager on this runner; each of its statements goes through `around`. */
function createEntityManager(
  dataSource: OrmDataSource,
  runner: OrmQueryRunner,
  around: Around,
): unknown {
  const surrounded: Readonly<Record<PropertyKey, unknown>> = {
    query: surround(around, runner, "query"),
    stream: surround(around, runner, "stream"),
  };
  const proxy: OrmQueryRunner = new Proxy(runner, {
    get: (target, key, receiver): unknown =>
      key === "manager" ? manager : (surrounded[key] ?? Reflect.get(target, key, receiver)),
  });
  const manager = dataSource.createEntityManager(proxy);
  return manager;
}

function surround(
  around: Around,
  runner: OrmQueryRunner,
  method: string,
): (...given: unknown[]) => Promise<unknown> {
  return (...given) => {
    const [sql, parameters] = given;
    const statement = {
      sql: String(sql),
      ...(Array.isArray(parameters) ? { parameters } : {}),
    };
    return around(statement, async () => {
      const call: unknown = Reflect.get(runner, method);
      if (typeof call !== "function") throw new TypeError(`This driver has no "${method}".`);
      return (await Reflect.apply(call, runner, given)) as unknown;
    });
  };
}
