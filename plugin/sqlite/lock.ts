import { setTimeout as sleep } from "node:timers/promises";
import { AthanorError } from "../../src/error/athanor-error.js";
import type { Connection } from "../../src/plugin/connection.js";
import type { Lock, LockRequest } from "../../src/plugin/lock.js";
import { explain, isLocked, isReadOnly } from "./fault.js";
import { createLockFile } from "./lock-file.js";

/** How long to sleep between two attempts, in milliseconds. */
const pause = 50;

/**
 * SQLite knows no advisory lock, and a write lock lasts one transaction only, while an upgrade may take several. So the
 * lock is that of a file beside the user's, `<file>-athanor-lock`, taken on a second connection. Readers and writers of
 * the user's database are not held up by it, and the operating system frees it when the process dies.
 *
 * Then the write lock of the database itself is waited for, so that the lock is not given while another program uses
 * the database. Databases in memory have no second user and need no lock.
 */
export const lock: Lock = async (request) => {
  const file = await fileOf(request.connection);
  if (file === undefined) return async () => undefined;
  const deadline = createDeadline(request);
  const second = await request.connection.open();
  const lockFile = createLockFile(second, `${file}-athanor-lock`);
  const release = (): Promise<void> => lockFile.free().finally(() => second.close());
  try {
    await second.query("PRAGMA busy_timeout = 0");
    await deadline.retry(lockFile.take);
  } catch (error) {
    await second.close();
    const refusal = await writeRefusal(request.connection);
    throw explain(refusal ?? error, request.connection.url);
  }
  try {
    // The caller's own transaction may be the writer.
    if (request.connection.surrounded !== true) await waitForWriters(request.connection, deadline);
  } catch (error) {
    await release();
    throw explain(error, request.connection.url);
  }
  return release;
};

/** Of a lock file that a read-only connection may not make, SQLite says only that it cannot be opened. */
async function writeRefusal(connection: Connection): Promise<unknown> {
  const [row] = await connection.query("PRAGMA user_version");
  await connection.query("BEGIN");
  try {
    await connection.query(`PRAGMA user_version = ${Number(row?.["user_version"] ?? 0)}`);
    return undefined;
  } catch (error) {
    return isReadOnly(error) ? error : undefined;
  } finally {
    await connection.query("ROLLBACK");
  }
}

async function fileOf(connection: Connection): Promise<string | undefined> {
  const rows = await connection.query("PRAGMA database_list");
  const file = rows.find((row) => row["name"] === "main")?.["file"];
  return typeof file === "string" && file !== "" ? file : undefined;
}

/** Waits without keeping the process busy, which the driver's own waiting may do. */
async function waitForWriters(connection: Connection, deadline: Deadline): Promise<void> {
  const [row] = await connection.query("PRAGMA busy_timeout");
  await connection.query("PRAGMA busy_timeout = 0");
  try {
    await deadline.retry(() => connection.query("BEGIN IMMEDIATE"));
    await connection.query("ROLLBACK");
  } finally {
    await connection.query(`PRAGMA busy_timeout = ${Number(row?.["timeout"] ?? 0)}`);
  }
}

type Deadline = {
  /** Tries again while another holds the lock. Throws `LOCK_TIMEOUT`. */
  readonly retry: (attempt: () => Promise<unknown>) => Promise<void>;
};

function createDeadline(request: LockRequest): Deadline {
  const attempts = Math.ceil(request.timeoutMilliseconds / pause);
  let left = attempts;
  let notified = false;
  const wait = async (cause: unknown): Promise<void> => {
    if (!isLocked(cause)) throw cause;
    if (!notified) request.onWait(undefined);
    notified = true;
    if (left <= 0) throw timeout(request, cause);
    left -= 1;
    const { signal } = request;
    await sleep(pause, undefined, signal === undefined ? {} : { signal });
  };
  return {
    retry: async (attempt) => {
      for (;;) {
        try {
          await attempt();
          return;
        } catch (error) {
          await wait(error);
        }
      }
    },
  };
}

function timeout({ connection, timeoutMilliseconds }: LockRequest, cause: unknown): AthanorError {
  return new AthanorError({
    code: "LOCK_TIMEOUT",
    message: `The database ${connection.url} is still locked by another process after ${timeoutMilliseconds / 1000} s.`,
    suggestions: [
      "Wait until the other process has finished, or stop it.",
      "Set a longer `lock.timeout` in env.ts.",
    ],
    facts: { url: connection.url, timeoutMilliseconds },
    cause,
  });
}
