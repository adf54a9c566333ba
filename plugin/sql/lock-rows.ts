import type { LockRows } from "../../src/plugin/lock.js";
import type { QualifiedName } from "../../src/schema/name.js";

/** What the lock's row needs to know of a dialect. */
export type LockRowsSpeech = {
  readonly quoteName: (name: QualifiedName) => string;
  /** The placeholder of the parameter with this number, from 1: `$1`, or `?`. */
  readonly placeholder: (position: number) => string;
  /** The server's clock at this very moment, not at the beginning of the transaction, in milliseconds since 1970. */
  readonly now: string;
};

/** The lock's row, in SQL that the dialects share. */
export function lockRowsOf({ quoteName, placeholder, now }: LockRowsSpeech): LockRows {
  const [first, second, third, fourth] = [1, 2, 3, 4].map(placeholder);
  return {
    create: (table) => [
      {
        sql: `CREATE TABLE IF NOT EXISTS ${quoteName(table)} (id integer NOT NULL PRIMARY KEY, owner varchar(64) NOT NULL, holder varchar(255) NOT NULL, acquired_at bigint NOT NULL, expires_at bigint NOT NULL)`,
      },
      {
        sql: `INSERT INTO ${quoteName(table)} (id, owner, holder, acquired_at, expires_at) SELECT 1, '', '', 0, 0 WHERE NOT EXISTS (SELECT 1 FROM ${quoteName(table)})`,
      },
    ],
    take: (table, { owner, holder, leaseMilliseconds }) => ({
      sql: `UPDATE ${quoteName(table)} SET owner = ${first}, holder = ${second}, acquired_at = ${now}, expires_at = ${now} + ${third} WHERE id = 1 AND (owner = '' OR owner = ${fourth} OR expires_at < ${now})`,
      parameters: [owner, holder, leaseMilliseconds, owner],
    }),
    extend: (table, { owner, leaseMilliseconds }) => ({
      sql: `UPDATE ${quoteName(table)} SET expires_at = ${now} + ${first} WHERE id = 1 AND owner = ${second}`,
      parameters: [leaseMilliseconds, owner],
    }),
    free: (table, owner) => ({
      sql: `UPDATE ${quoteName(table)} SET owner = '' WHERE id = 1 AND owner = ${first}`,
      parameters: [owner],
    }),
    read: (table) => ({
      sql: `SELECT owner, holder, acquired_at, expires_at - ${now} AS expires_in FROM ${quoteName(table)} WHERE id = 1`,
    }),
  };
}
