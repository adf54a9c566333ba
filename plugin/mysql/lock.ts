import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { AthanorError } from "../../src/error/athanor-error.js";
import type { Connection } from "../../src/plugin/connection.js";
import type { Lock, LockRequest } from "../../src/plugin/dialect.js";
import { numberOf, textOf } from "./row.js";

const firstPause = 20;
const longestPause = 500;

/**
 * `GET_LOCK`: the server frees it by itself when the session ends, however it ends. Such a name belongs to the whole
 * server and holds 64 characters, so the key is hashed.
 */
export const lock: Lock = async (request) => {
  const { connection, key } = request;
  const name = lockName(key);
  // Idle as long as the upgrade lasts: the server must not end the session for that.
  await connection.query("SET SESSION wait_timeout = 2147483");
  if (!(await tryLock(request, name))) await waitForLock(request, name);
  return async () => {
    await connection.query("SELECT RELEASE_LOCK(?)", [name]);
    await connection.query("SET SESSION wait_timeout = DEFAULT");
  };
};

export function lockName(key: string): string {
  return `athanor_${createHash("sha256").update(key).digest("hex").slice(0, 56)}`;
}

// Asking again and again, rather than waiting in the server, keeps the wait bounded whatever limits the user has set.
async function waitForLock(request: LockRequest, name: string): Promise<void> {
  const { connection, timeoutMilliseconds, signal } = request;
  let holder = await holderOf(connection, name);
  request.onWait(holder);
  const deadline = performance.now() + timeoutMilliseconds;
  let pause = firstPause;
  while (performance.now() < deadline) {
    const rest = Math.min(pause, Math.max(1, deadline - performance.now()));
    await sleep(rest, undefined, signal === undefined ? {} : { signal });
    if (await tryLock(request, name)) return;
    pause = Math.min(pause * 2, longestPause);
  }
  holder = (await holderOf(connection, name)) ?? holder;
  throw lockTimeout(request, holder);
}

async function tryLock({ connection, worker }: LockRequest, name: string): Promise<boolean> {
  const [row = {}] = await connection.query(
    "SELECT GET_LOCK(?, 0) AS held, CONNECTION_ID() AS session",
    [name],
  );
  const held = Number(row["held"]) === 1;
  if (worker === undefined || textOf(row, "session") !== worker) return held;
  if (held) await connection.query("SELECT RELEASE_LOCK(?)", [name]);
  throw pooled();
}

/** Two connections that are open at once never have one session, unless somebody in between hands sessions out. */
function pooled(): AthanorError {
  return new AthanorError({
    code: "POOLED_SESSIONS",
    message:
      "Two connections of this run share one session of the server: a proxy (ProxySQL with multiplexing) stands in between, and a lock held by a session protects nothing there.",
    suggestions: ["Connect to the server itself", 'lock: { kind: "row" } in env.ts'],
  });
}

/** Other users' sessions are seen with the right PROCESS only: then the number alone is known. */
async function holderOf(connection: Connection, name: string): Promise<string | undefined> {
  const [row = {}] = await connection.query("SELECT IS_USED_LOCK(?) AS holder", [name]);
  const id = numberOf(row, "holder");
  if (id === undefined) return undefined;
  const [process] = await connection.query(
    "SELECT USER AS user, HOST AS host, TIME AS seconds FROM information_schema.PROCESSLIST WHERE ID = ?",
    [id],
  );
  if (process === undefined) return `session ${id}`;
  const seconds = textOf(process, "seconds") ?? "0";
  return `session ${id} of ${textOf(process, "user") ?? "?"} from ${textOf(process, "host") ?? "?"}, ${seconds} s in its present state`;
}

function lockTimeout(request: LockRequest, holder: string | undefined): AthanorError {
  const seconds = request.timeoutMilliseconds / 1000;
  const by = holder ?? "another session";
  return new AthanorError({
    code: "LOCK_TIMEOUT",
    message: `Another upgrade of this database holds the lock: ${by}. It was not freed within ${seconds} s.`,
    suggestions: ["wait for it to end and run the command again"],
    facts: { key: request.key, holder, timeoutMilliseconds: request.timeoutMilliseconds },
  });
}
