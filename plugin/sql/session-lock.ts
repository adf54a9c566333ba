import { setTimeout as sleep } from "node:timers/promises";
import { AthanorError } from "../../src/error/athanor-error.js";
import type { LockRequest } from "../../src/plugin/lock.js";

/** A lock that the server frees by itself when the session that holds it ends, however it ends. */
export type SessionLock = {
  /** Takes it if it is free, without waiting. */
  readonly attempt: () => Promise<Attempt>;
  readonly free: () => Promise<unknown>;
  /** Who holds it, as far as the server tells. */
  readonly holder: () => Promise<string | undefined>;
  /** What may stand between and hand sessions out, and how to go round it. */
  readonly pooler: { readonly name: string; readonly detour: string };
};

export type Attempt = { readonly held: boolean; readonly session: string | undefined };

const firstPause = 20;
const longestPause = 500;

/** Throws `LOCK_TIMEOUT`, `POOLED_SESSIONS`. */
export async function takeSessionLock(request: LockRequest, lock: SessionLock): Promise<void> {
  if (!(await tryLock(request, lock))) await waitForLock(request, lock);
}

// Asking again and again, rather than waiting in the server, keeps the wait bounded whatever limits the user has set,
// and holds no snapshot that would keep the server from cleaning up.
async function waitForLock(request: LockRequest, lock: SessionLock): Promise<void> {
  const { timeoutMilliseconds, signal } = request;
  const holder = await lock.holder();
  request.onWait(holder);
  const deadline = performance.now() + timeoutMilliseconds;
  let pause = firstPause;
  while (performance.now() < deadline) {
    const rest = Math.min(pause, Math.max(1, deadline - performance.now()));
    await sleep(rest, undefined, signal === undefined ? {} : { signal });
    if (await tryLock(request, lock)) return;
    pause = Math.min(pause * 2, longestPause);
  }
  throw lockTimeout(request, (await lock.holder()) ?? holder);
}

async function tryLock({ worker }: LockRequest, lock: SessionLock): Promise<boolean> {
  const { held, session } = await lock.attempt();
  if (worker === undefined || session !== worker) return held;
  if (held) await lock.free();
  throw pooled(lock);
}

/** Two connections that are open at once never have one session, unless somebody in between hands sessions out. */
function pooled({ pooler }: SessionLock): AthanorError {
  return new AthanorError({
    code: "POOLED_SESSIONS",
    message: `Two connections of this run share one session of the server: ${pooler.name} stands in between, and a lock held by a session protects nothing there.`,
    suggestions: [pooler.detour, 'lock: { kind: "row" } in env.ts'],
  });
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
