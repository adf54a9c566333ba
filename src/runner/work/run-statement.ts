import { performance } from "node:perf_hooks";
import { AthanorError, errorOf } from "../../error/athanor-error.js";
import type { Row } from "../../plugin/connection.js";
import type { Statement } from "../../plugin/ddl.js";
import { ask } from "./ask.js";
import { checkInterrupted } from "../wait/interrupt.js";
import { retryLocks } from "../wait/retry.js";
import type { RunTarget } from "../run-request.js";
import type { Session } from "../session.js";
import { watchStatement } from "../wait/watch-statement.js";

/** Runs what one operation compiled to. Several statements are one change: outside a transaction they get one of their own. */
export async function runStatements(
  session: Session,
  statements: readonly Statement[],
): Promise<void> {
  if (!needsOwnTransaction(session, statements)) return runInOrder(session, statements);
  return retryOutside(session, () => runTogether(session, statements));
}

async function runTogether(session: Session, statements: readonly Statement[]): Promise<void> {
  const { connection, dialect } = session.target;
  const body = async (): Promise<void> => {
    await runInOrder(session, statements);
    await dialect.session.transactions.verify(connection);
  };
  return session.journal?.together(body) ?? body();
}

/**
 * Runs one statement and gives its rows. Throws `STATEMENT_FAILED`, `LOCK_NOT_AVAILABLE`, or the code of the statement's
 * guard. Where no transaction is open it is tried again if it could not get a lock.
 */
export function runStatement(session: Session, statement: Statement): Promise<readonly Row[]> {
  const send = (): Promise<readonly Row[]> => sendStatement(session, statement);
  // It looks for what an earlier attempt has left, and finds nothing the second time.
  if (statement.repeatable === true) return retryOutside(session, send);
  return session.journal?.statement(statement, send, []) ?? retryOutside(session, send);
}

/** Where a transaction is open, all of it has to be tried again, which is not for a statement to do. */
function retryOutside<Result>(session: Session, body: () => Promise<Result>): Promise<Result> {
  return session.transaction.active() ? body() : retryLocks(session, body, async () => true);
}

async function sendStatement(session: Session, statement: Statement): Promise<readonly Row[]> {
  checkInterrupted(session.target.signal);
  session.guard.check();
  const { sql } = statement;
  session.tell({ kind: "statementStarted", sql });
  const { result, milliseconds } = await timed(() =>
    watchStatement(session, sql, ({ lastSight }) => ask(session, statement, lastSight)),
  );
  const executed = { sql, milliseconds, rows: result.length };
  session.tell({ kind: "statementFinished", ...executed });
  session.record.recordStatement(executed, session.durable());
  return result;
}

async function runInOrder(session: Session, statements: readonly Statement[]): Promise<void> {
  for (const statement of statements) {
    if (statement.transactional === false) {
      await runOutside(session, () =>
        withoutLockLimit(session.target, async () => void (await runStatement(session, statement))),
      );
    } else if (statement.guard === undefined) await runStatement(session, statement);
    else await askGuard(session, statement, statement.guard);
  }
}

async function askGuard(
  session: Session,
  statement: Statement,
  guard: NonNullable<Statement["guard"]>,
): Promise<void> {
  // What it asks about has been changed since by what is recorded.
  if (session.journal?.isReplaying() === true) return;
  const rows = await ask(session, statement);
  if (rows.length === 0) return;
  const { sql } = statement;
  throw errorOf(guard.code, { message: guard.message, facts: { sql, rows } });
}

function needsOwnTransaction(session: Session, statements: readonly Statement[]): boolean {
  const { capabilities } = session.target.dialect;
  if (session.transaction.active() || !capabilities.transactionalDdl) return false;
  return statements.length > 1 && statements.every(({ transactional }) => transactional !== false);
}

/** Commits what went before, runs the body with no transaction around it, and begins again. */
export async function runOutside(session: Session, body: () => Promise<void>): Promise<void> {
  if (session.journal !== undefined) return session.journal.outside(body);
  throw new AthanorError({
    code: "DRY_RUN_CANNOT_COMMIT",
    message:
      "This revision commits on its way (`op.autocommit`, or a statement that no transaction may hold): a dry run, which must be able to roll back, stops here.",
    suggestions: ["athanor upgrade --sql"],
  });
}

/** Runs the body and gives its result with the milliseconds it took. */
export async function timed<Result>(
  body: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly milliseconds: number }> {
  const start = performance.now();
  const result = await body();
  return { result, milliseconds: Math.round((performance.now() - start) * 1000) / 1000 };
}

/** Runs the author's own SQL in the session as the author has it, where the dialect had to change it for its own. */
export async function asAuthor<Result>(
  { target: { settled } }: Session,
  body: () => Promise<Result>,
): Promise<Result> {
  if (settled === undefined) return body();
  // In a transaction that has failed nothing can be set, and its end sets everything back.
  await settled.leave().catch(() => undefined);
  try {
    return await body();
  } finally {
    await settled.settle().catch(() => undefined);
  }
}

/**
 * Runs a body that waits for others without keeping anyone waiting, with no limit to its waiting: what no transaction
 * may hold (a concurrent build) leaves something half made where it is cut short.
 */
async function withoutLockLimit<Result>(
  { connection, dialect, limits = {} }: RunTarget,
  body: () => Promise<Result>,
): Promise<Result> {
  if (dialect.session.limits === undefined || limits.lockMilliseconds === undefined) return body();
  const restore = await dialect.session.limits.set(connection, { lockMilliseconds: 0 }, false);
  return body().finally(restore);
}
