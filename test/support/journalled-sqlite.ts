import { sqlite } from "../../plugin/sqlite/index.js";
import { effectOf } from "../../plugin/sql/statement-effect.js";
import type { Connection } from "../../src/plugin/connection.js";
import type { Dialect } from "../../src/plugin/dialect.js";

/** SQLite, treated as a database whose definitions take no part in transactions. */
export const journalledSqlite: Dialect = {
  ...sqlite,
  capabilities: { ...sqlite.capabilities, transactionalDdl: false },
  session: {
    ...sqlite.session,
    resumption: {
      effectOf,
      isDone: (_, { message }) => /already exists|no such|duplicate column/.test(message),
    },
  },
};

/**
 * A connection whose process dies before this change of the database, counted from 0: nothing is answered from then on.
 * Dying after a change is dying before the next, and questions change nothing.
 */
export function mortal(
  connection: Connection,
  death: number,
): Connection & { readonly isDead: () => boolean } {
  let changes = 0;
  let dead = false;
  const live = async <Result>(isChange: boolean, body: () => Promise<Result>): Promise<Result> => {
    dead ||= isChange && changes++ === death;
    if (dead) throw new Error("The process is dead.");
    return body();
  };
  return {
    ...connection,
    isDead: () => dead,
    query: (sql, parameters) =>
      live(!/^(SELECT|PRAGMA)/.test(sql), () => connection.query(sql, parameters)),
    begin: (statement) => live(false, () => connection.begin(statement)),
    commit: () => live(true, () => connection.commit()),
    rollback: () => live(false, () => connection.rollback()),
  };
}
