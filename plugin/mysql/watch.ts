import type { Row, Connection } from "../../src/plugin/connection.js";
import type { StatementProgress, Watch, Blocker } from "../../src/plugin/session.js";
import { compact } from "../../src/schema/compact.js";
import { textOf, requiredText } from "./row.js";

/** MariaDB tells in its list of processes how far an ALTER TABLE is; MySQL does not. */
export const watch: Watch = {
  look: async (connection, session) => {
    const id = Number(session);
    const [row] = await connection.query(
      "SELECT * FROM information_schema.PROCESSLIST WHERE ID = ?",
      [id],
    );
    if (row === undefined) return { blockers: [] };
    const seen = { isMariaDb: "PROGRESS" in row, state: textOf(row, "STATE") ?? "" };
    const blockers = await blockersOf(connection, id, seen);
    return compact({ blockers, progress: progressOf(row) });
  },
  cancel: async (connection, session) => {
    await connection.query(`KILL QUERY ${Number(session)}`);
  },
};

function progressOf(row: Row): StatementProgress | undefined {
  const done = Number(row["PROGRESS"] ?? 0);
  if (!(done > 0)) return undefined;
  return { phase: textOf(row, "STATE") ?? "", done: Math.floor(done), total: 100 };
}

/**
 * Who holds a table or rows that a session waits for. MySQL tells of tables in `performance_schema.metadata_locks`, MariaDB
 * with its plugin METADATA_LOCK_INFO only. What the server or the user's rights do not tell is left out.
 */
async function blockersOf(
  connection: Connection,
  session: number,
  { isMariaDb, state }: { readonly isMariaDb: boolean; readonly state: string },
): Promise<readonly Blocker[]> {
  const waitsForTable = /metadata lock/i.test(state);
  const query = (isMariaDb ? onMariaDb : onMySql)[waitsForTable ? "table" : "rows"];
  try {
    return (await connection.query(query, [session])).map(blockerOf);
  } catch {
    return [];
  }
}

function blockerOf(row: Row): Blocker {
  const statement = textOf(row, "statement");
  return compact({
    process: requiredText(row, "process"),
    user: textOf(row, "account"),
    statement: statement === "" ? undefined : statement,
    since: textOf(row, "since"),
  });
}

// The server gives a transaction's beginning in the session's time zone.
const since =
  "DATE_FORMAT(UTC_TIMESTAMP() - INTERVAL TIMESTAMPDIFF(SECOND, MIN(x.trx_started), NOW()) SECOND, '%Y-%m-%dT%H:%i:%sZ')";

const mySqlBlocker = `CAST(t.PROCESSLIST_ID AS CHAR) AS process, MIN(t.PROCESSLIST_USER) AS account,
  MIN(LEFT(COALESCE(t.PROCESSLIST_INFO, s.SQL_TEXT), 200)) AS statement, ${since} AS since`;

const mySqlSessions = `JOIN performance_schema.threads t ON t.THREAD_ID = b.THREAD
LEFT JOIN performance_schema.events_statements_current s ON s.THREAD_ID = b.THREAD
LEFT JOIN information_schema.INNODB_TRX x ON x.trx_mysql_thread_id = t.PROCESSLIST_ID`;

const onMySql = {
  table: `SELECT ${mySqlBlocker}
FROM (
  SELECT DISTINCT held.OWNER_THREAD_ID AS THREAD
  FROM performance_schema.threads me
  JOIN performance_schema.metadata_locks wanted
    ON wanted.OWNER_THREAD_ID = me.THREAD_ID AND wanted.LOCK_STATUS = 'PENDING'
  JOIN performance_schema.metadata_locks held
    ON held.LOCK_STATUS = 'GRANTED' AND held.OWNER_THREAD_ID <> wanted.OWNER_THREAD_ID
    AND held.OBJECT_TYPE = wanted.OBJECT_TYPE AND held.OBJECT_SCHEMA <=> wanted.OBJECT_SCHEMA
    AND held.OBJECT_NAME <=> wanted.OBJECT_NAME
  WHERE me.PROCESSLIST_ID = ?
) b
${mySqlSessions}
GROUP BY t.PROCESSLIST_ID ORDER BY t.PROCESSLIST_ID`,
  rows: `SELECT ${mySqlBlocker}
FROM (
  SELECT DISTINCT waits.BLOCKING_THREAD_ID AS THREAD
  FROM performance_schema.threads me
  JOIN performance_schema.data_lock_waits waits ON waits.REQUESTING_THREAD_ID = me.THREAD_ID
  WHERE me.PROCESSLIST_ID = ?
) b
${mySqlSessions}
GROUP BY t.PROCESSLIST_ID ORDER BY t.PROCESSLIST_ID`,
};

const mariaDbBlocker = `CAST(p.ID AS CHAR) AS process, MIN(p.USER) AS account, MIN(LEFT(p.INFO, 200)) AS statement, ${since} AS since`;

const mariaDbSessions = `JOIN information_schema.PROCESSLIST p ON p.ID = b.THREAD
LEFT JOIN information_schema.INNODB_TRX x ON x.trx_mysql_thread_id = p.ID`;

const onMariaDb = {
  // The table that is waited for is one that the session has a weaker lock on already.
  table: `SELECT ${mariaDbBlocker}
FROM (
  SELECT DISTINCT held.THREAD_ID AS THREAD
  FROM information_schema.METADATA_LOCK_INFO mine
  JOIN information_schema.METADATA_LOCK_INFO held
    ON held.THREAD_ID <> mine.THREAD_ID AND held.LOCK_TYPE = mine.LOCK_TYPE
    AND held.TABLE_SCHEMA = mine.TABLE_SCHEMA AND held.TABLE_NAME = mine.TABLE_NAME
  WHERE mine.THREAD_ID = ? AND mine.LOCK_TYPE = 'Table metadata lock'
) b
${mariaDbSessions}
GROUP BY p.ID ORDER BY p.ID`,
  rows: `SELECT ${mariaDbBlocker}
FROM (
  SELECT DISTINCT theirs.trx_mysql_thread_id AS THREAD
  FROM information_schema.INNODB_TRX me
  JOIN information_schema.INNODB_LOCK_WAITS waits ON waits.requesting_trx_id = me.trx_id
  JOIN information_schema.INNODB_TRX theirs ON theirs.trx_id = waits.blocking_trx_id
  WHERE me.trx_mysql_thread_id = ?
) b
${mariaDbSessions}
GROUP BY p.ID ORDER BY p.ID`,
};
