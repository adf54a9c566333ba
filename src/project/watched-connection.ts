import { AthanorError } from "../error/athanor-error.js";
import type { Connection } from "../plugin/connection.js";
import type { Dialect } from "../plugin/dialect.js";
import { databaseFailure } from "../runner/database-failure.js";
import { compact } from "../schema/compact.js";

/** A connection, and what it was refused. */
export type WatchedConnection = {
  readonly connection: Connection;
  /** What the database has refused as an error that says so; any other error as it is. */
  readonly explain: (dialect: Dialect, error: unknown) => unknown;
};

/** Remembers each refusal of a connection and of those opened from it, so that none is taken for a defect. */
export function watchConnection(connection: Connection): WatchedConnection {
  const refusals = new WeakMap<object, string>();
  const note = (error: unknown, sql: string): void => {
    if (typeof error === "object" && error !== null) refusals.set(error, sql);
  };
  return {
    connection: noting(connection, note),
    explain: (dialect, error) => {
      const refusal = refusalIn(error, refusals);
      if (refusal === undefined) return error;
      const sql = refusals.get(refusal) ?? "";
      return databaseFailure({ connection, dialect }, refusal, sql === "" ? {} : { sql });
    },
  };
}

type Note = (error: unknown, sql: string) => void;

function noting(connection: Connection, note: Note): Connection {
  const noted = async <Result>(sql: string, work: Promise<Result>): Promise<Result> => {
    try {
      return await work;
    } catch (error) {
      note(error, sql);
      throw error;
    }
  };
  return {
    ...compact({ surrounded: connection.surrounded }),
    dialect: connection.dialect,
    url: connection.url,
    query: (sql, parameters) => noted(sql, connection.query(sql, parameters)),
    begin: (statement) => noted(statement, connection.begin(statement)),
    commit: () => noted("", connection.commit()),
    rollback: () => noted("", connection.rollback()),
    open: async () => noting(await noted("", connection.open()), note),
    manager: (around) => connection.manager(around),
    close: () => connection.close(),
  };
}

/** The refusal that the error is, or was thrown because of. Errors of ours have said it in their own words. */
function refusalIn(error: unknown, refusals: WeakMap<object, string>): object | undefined {
  const seen = new Set<unknown>();
  let current = error;
  while (current instanceof Error && !seen.has(current)) {
    if (current instanceof AthanorError) return undefined;
    if (refusals.has(current)) return current;
    seen.add(current);
    current = current.cause;
  }
  return undefined;
}
