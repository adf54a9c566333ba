import pRetry from "p-retry";
import type { Options } from "p-retry";
import { hasCode } from "../../error/athanor-error.js";
import { interruptedBy } from "../../error/interrupted.js";
import { lockFailureCode } from "../database-failure.js";
import type { Session } from "../session.js";

const firstPause = 500;

const longestPause = 15_000;

/**
 * Runs the body again, after a pause that doubles each time, while it fails because it could not get a lock.
 * `mayRepeat` is asked before each repetition and undoes what must be undone first.
 *
 * Chance shifts the pauses, so that two that wait for each other do not meet again and again.
 */
export async function retryLocks<Result>(
  session: Session,
  body: () => Promise<Result>,
  mayRepeat: () => Promise<boolean>,
  repeated: "statement" | "transaction" = "statement",
): Promise<Result> {
  const { lockRetries = 0, signal, world } = session.target;
  if (lockRetries === 0) return body();
  const pause = new AbortController();
  const endPause = (): void => pause.abort();
  const options: Options = {
    retries: lockRetries,
    minTimeout: firstPause * (0.5 + world.random()),
    maxTimeout: longestPause,
    signal: pause.signal,
    shouldRetry: async ({ error, retriesLeft }) => {
      if (retriesLeft === 0 || !(await mayRepeat())) return false;
      tellRetry(session, error, { retriesLeft, repeated });
      // Heard between the attempts only: what is done when the signal comes is done.
      signal?.addEventListener("abort", endPause);
      return true;
    },
  };
  try {
    return resultOf(
      await pRetry(() => {
        signal?.removeEventListener("abort", endPause);
        return attempt(body);
      }, options),
    );
  } catch (error) {
    throw pause.signal.aborted && signal !== undefined ? interruptedBy(signal) : error;
  } finally {
    signal?.removeEventListener("abort", endPause);
  }
}

type Outcome<Result> = { readonly result: Result } | { readonly error: unknown };

/** Only what may be tried again is thrown: the library has rules of its own for some kinds of errors. */
async function attempt<Result>(body: () => Promise<Result>): Promise<Outcome<Result>> {
  try {
    return { result: await body() };
  } catch (error) {
    if (isLockFailure(error)) throw error;
    return { error };
  }
}

function resultOf<Result>(outcome: Outcome<Result>): Result {
  if ("error" in outcome) throw outcome.error;
  return outcome.result;
}

function isLockFailure(error: unknown): boolean {
  return hasCode(error, lockFailureCode);
}

function tellRetry(
  session: Session,
  error: Error,
  retry: { readonly retriesLeft: number; readonly repeated: "statement" | "transaction" },
): void {
  const blockers = hasCode(error, lockFailureCode) ? (error.facts.blockers ?? []) : [];
  session.tell({ kind: "retrying", blockers, ...retry });
}
