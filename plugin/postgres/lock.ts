import type { Connection } from "../../src/plugin/connection.js";
import type { Lock } from "../../src/plugin/lock.js";
import { takeSessionLock, type SessionLock } from "../sql/session-lock.js";
import { textOf } from "./row.js";

/** A session advisory lock: the server frees it by itself when the session ends, however it ends. */
export const lock: Lock = async (request) => {
  const held = sessionLock(request.connection, request.key);
  await takeSessionLock(request, held);
  return async () => {
    await held.free();
  };
};

function sessionLock(connection: Connection, key: string): SessionLock {
  return {
    attempt: async () => {
      const [row = {}] = await connection.query(tryQuery, [key]);
      return { held: row["held"] === true, session: textOf(row, "session") };
    },
    free: () => connection.query("SELECT pg_advisory_unlock(hashtextextended($1, 0))", [key]),
    holder: async () => {
      const [row = {}] = await connection.query(holderQuery, [key]);
      return textOf(row, "holder");
    },
    pooler: {
      name: "a pooler (PgBouncer in transaction mode)",
      detour: "Connect to the server itself, or to a pool in session mode",
    },
  };
}

const tryQuery =
  "SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS held, pg_backend_pid()::text AS session";

// A 64-bit advisory lock shows as two halves: the high one in classid, the low one in objid, and 1 in objsubid.
const holderQuery = `
SELECT format('%s process %s%s%s since %s', coalesce(a.usename, '?'), a.pid,
    CASE WHEN a.application_name <> '' THEN ' (' || a.application_name || ')' ELSE '' END,
    coalesce(' from ' || host(a.client_addr), ''),
    to_char(coalesce(a.xact_start, a.state_change, a.backend_start) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')) AS holder
FROM pg_locks l
JOIN pg_stat_activity a ON a.pid = l.pid
WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 AND l.pid <> pg_backend_pid()
  AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
  AND ((l.classid::bigint << 32) | l.objid::bigint) = hashtextextended($1, 0)`;
