import { setTimeout as sleep } from "node:timers/promises";
import { AthanorError } from "../../src/error/athanor-error.js";
import type { Connection } from "../../src/plugin/connection.js";
import type { Lock, LockRequest } from "../../src/plugin/dialect.js";
import { textOf } from "./row.js";

const firstPause = 20;
const longestPause = 500;

/** A session advisory lock: the server frees it by itself when the session ends, however it ends. */
export const lock: Lock = async (request) => {
  const { connection, key } = request;
  if (!(await tryLock(request))) await waitForLock(request);
  return async () => {
    await connection.query(unlockQuery, [key]);
  };
};

// Asking again and again, rather than waiting in the server, keeps the wait bounded whatever statement_timeout and
// lock_timeout the user has set, and holds no snapshot that would keep the server from cleaning up.
async function waitForLock(request: LockRequest): Promise<void> {
  const { connection, key, timeoutMilliseconds, signal } = request;
  let holder = await holderOf(connection, key);
  request.onWait(holder);
  const deadline = performance.now() + timeoutMilliseconds;
  let pause = firstPause;
  while (performance.now() < deadline) {
    const rest = Math.min(pause, Math.max(1, deadline - performance.now()));
    await sleep(rest, undefined, signal === undefined ? {} : { signal });
    if (await tryLock(request)) return;
    pause = Math.min(pause * 2, longestPause);
  }
  holder = (await holderOf(connection, key)) ?? holder;
  throw lockTimeout(request, holder);
}

async function tryLock({ connection, key, worker }: LockRequest): Promise<boolean> {
  const [row = {}] = await connection.query(tryQuery, [key]);
  const held = row["held"] === true;
  if (textOf(row, "session") !== worker || worker === undefined) return held;
  if (held) await connection.query(unlockQuery, [key]);
  throw pooled();
}

/** Two connections that are open at once never have one session, unless somebody in between hands sessions out. */
function pooled(): AthanorError {
  return new AthanorError({
    code: "POOLED_SESSIONS",
    message:
      "Two connections of this run share one session of the server: a pooler (PgBouncer in transaction mode) stands in between, and a lock held by a session protects nothing there.",
    suggestions: [
      "Connect to the server itself, or to a pool in session mode",
      'lock: { kind: "row" } in env.ts',
    ],
  });
}

const tryQuery =
  "SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS held, pg_backend_pid()::text AS session";
const unlockQuery = "SELECT pg_advisory_unlock(hashtextextended($1, 0))";

async function holderOf(connection: Connection, key: string): Promise<string | undefined> {
  const [row] = await connection.query(holderQuery, [key]);
  return row === undefined ? undefined : textOf(row, "holder");
}

function lockTimeout(request: LockRequest, holder: string | undefined): AthanorError {
  const seconds = request.timeoutMilliseconds / 1000;
  const by = holder === undefined ? "another session" : holder;
  return new AthanorError({
    code: "LOCK_TIMEOUT",
    message: `Another upgrade of this database holds the lock: ${by}. It was not freed within ${seconds} s.`,
    suggestions: ["wait for it to end and run the command again"],
    facts: { key: request.key, holder, timeoutMilliseconds: request.timeoutMilliseconds },
  });
}

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
