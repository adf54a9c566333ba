import { AthanorError } from "../../error/athanor-error.js";
import type { Sight } from "../../plugin/session.js";
import type { Session } from "../session.js";

const longestPause = 1000;

/** The first look comes before the limit would end the waiting, and none comes where a statement is done at once. */
function pauseOf({ target }: Session): number {
  const limit = target.limits?.lockMilliseconds ?? 0;
  return limit === 0 ? longestPause : Math.min(longestPause, Math.max(10, limit / 3));
}

/** What was last seen of a statement. */
export type Watched = { readonly lastSight: () => Sight | undefined };

/**
 * Runs a statement, looking at it from beside as long as it lasts: tells who holds what it waits for, and how far the
 * server says that it is. Where the run is interrupted meanwhile, the server is asked to end it.
 */
export async function watchStatement<Result>(
  session: Session,
  sql: string,
  body: (watched: Watched) => Promise<Result>,
): Promise<Result> {
  const { server, target } = session;
  const { watch } = target.dialect.session;
  if (watch === undefined || server.session === undefined) {
    return body({ lastSight: () => undefined });
  }
  const { session: number } = server;
  let last: Sight | undefined;
  let looking: Promise<void> = Promise.resolve();
  const look = async (): Promise<void> => {
    last = await watch.look(session.guard.observer, number);
    tellSight(session, sql, last);
    timer.refresh();
  };
  // What is seen is reported; that nothing could be seen is no reason to fail.
  const ignore = (): undefined => undefined;
  const timer = setTimeout(() => (looking = look().catch(ignore)), pauseOf(session));
  const cancellation = createCancellation(() => watch.cancel(session.guard.observer, number));
  target.signal?.addEventListener("abort", cancellation.begin);
  const deadline = createDeadline(session, () => watch.cancel(session.guard.observer, number));
  try {
    return await body({ lastSight: () => last }).catch((error: unknown) => {
      throw deadline.hasPassed() ? lasted(session, sql, error) : error;
    });
  } finally {
    target.signal?.removeEventListener("abort", cancellation.begin);
    clearTimeout(timer);
    await cancellation.end();
    await deadline.end();
    await looking;
    clearTimeout(timer);
  }
}

const cancelPeriod = 500;

/** Asks the server to end a statement until it has ended: one that is still on its way to the server is not found there. */
function createCancellation(cancel: () => Promise<void>) {
  let hasEnded = false;
  let timer: NodeJS.Timeout | undefined;
  let cancelling: Promise<void> = Promise.resolve();
  const begin = (): void => {
    cancelling = cancel()
      .catch(() => undefined)
      .then(() => {
        if (!hasEnded) timer = setTimeout(begin, cancelPeriod);
      });
  };
  return {
    begin,
    // One on its way must not meet the next statement.
    end: async (): Promise<void> => {
      hasEnded = true;
      clearTimeout(timer);
      await cancelling;
    },
  };
}

/** Cancels what lasts too long where the server does not do so by itself. What was done in time all the same is done. */
function createDeadline({ server, target }: Session, cancel: () => Promise<void>) {
  const limit = target.limits?.statementMilliseconds ?? 0;
  const isOurs = target.dialect.session.limits?.endsQueriesOnly?.(server) === true && limit > 0;
  let cancelling: Promise<void> | undefined;
  const pass = (): void => {
    cancelling = cancel().catch(() => undefined);
  };
  const timer = isOurs ? setTimeout(pass, limit) : undefined;
  return {
    hasPassed: () => cancelling !== undefined,
    // A cancellation on its way must not meet the next statement.
    end: async (): Promise<void> => {
      clearTimeout(timer);
      await cancelling;
    },
  };
}

function lasted({ target }: Session, sql: string, error: unknown): AthanorError {
  const { facts = {}, cause = error } = error instanceof AthanorError ? error : {};
  const limit = target.limits?.statementMilliseconds ?? 0;
  return new AthanorError({
    code: "STATEMENT_FAILED",
    message: `It lasted longer than the ${limit / 1000} s that statementTimeout allows, and was ended`,
    facts: { sql, ...facts },
    cause,
  });
}

function tellSight(session: Session, sql: string, { blockers, progress }: Sight): void {
  if (blockers.length > 0) session.tell({ kind: "statementBlocked", sql, blockers });
  if (progress !== undefined) session.tell({ kind: "statementProgress", sql, ...progress });
}
