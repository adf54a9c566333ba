/** One row of a result, by column name. */
export type Row = Readonly<Record<string, unknown>>;

/** Stands around a statement: calls `run`, which carries it out, or gives its answer otherwise. */
export type Around = (
  statement: { readonly sql: string; readonly parameters?: readonly unknown[] },
  run: () => Promise<unknown>,
) => Promise<unknown>;

/**
 * One open connection to one database: everything Athanor does to a database goes through it, one statement at a time.
 *
 * Opening it never synchronizes, drops, migrates or creates extensions, whatever the user's options say.
 */
export type Connection = {
  /** Name of the dialect that speaks to this database: `"postgres"`, `"sqlite"`, `"mysql"`. */
  readonly dialect: string;
  /** Runs one statement and gives its rows. Placeholders are the driver's own (`$1`, `?`). */
  readonly query: (sql: string, parameters?: readonly unknown[]) => Promise<readonly Row[]>;
  /**
   * Begins a transaction with the dialect's own statement (`BEGIN`, `BEGIN IMMEDIATE`), and makes the ORM's
   * entity manager take part in it instead of opening its own.
   */
  readonly begin: (statement: string) => Promise<void>;
  readonly commit: () => Promise<void>;
  readonly rollback: () => Promise<void>;
  /** It stands beside a connection on which a transaction of the caller's is open, and would wait for that for ever. Default false. */
  readonly surrounded?: boolean;
  /** A further connection to the same database, for locks and for work beside a transaction. */
  readonly open: () => Promise<Connection>;
  /** The ORM's own entity manager on this connection, inside the running transaction. Each of its statements goes through `around`. */
  readonly manager: (around: Around) => unknown;
  /** The database's address for people, password masked: `postgres://app:***@db/shop`. */
  readonly url: string;
  readonly close: () => Promise<void>;
};
