import type { Connection, Row } from "../../../src/plugin/connection.js";
import type { Condition } from "./place.js";

/** The rows of `select` under any of the conditions: one query. */
export function readRows(
  connection: Connection,
  select: string,
  conditions: readonly Condition[],
): Promise<readonly Row[]> {
  const sql = conditions.map((condition) => `${select} ${condition.sql}`).join("\nUNION ALL\n");
  return connection.query(
    sql,
    conditions.flatMap(({ parameters }) => parameters),
  );
}

/** One table's rows out of all. */
export function tableKey(database: string, table: string): string {
  return JSON.stringify([database, table]);
}
