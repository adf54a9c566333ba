import { AthanorError } from "../error/athanor-error.js";
import type { Row } from "../plugin/connection.js";
import type { Statement } from "../plugin/ddl.js";
import type { Sight } from "../plugin/session.js";
import { interruptedBy } from "../error/interrupted.js";
import { checkInterrupted } from "./interrupt.js";
import { withoutLockLimit } from "./limits.js";
import { retryLocks } from "./retry.js";
import { runOutside, timed, type Session } from "./session.js";
import { statementFailure } from "./statement-failure.js";
import { watchStatement } from "./watch-statement.js";

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
  session.ledger.recordStatement(executed, session.durable());
  return result;
}

/** Sends a statement to the database and gives its rows; a refusal becomes `STATEMENT_FAILED` with the database's own words. */
export async function ask(
  session: Session,
  statement: Statement,
  lastSight?: () => Sight | undefined,
): Promise<readonly Row[]> {
  const { sql, parameters } = statement;
  const { connection, signal } = session.target;
  try {
    return await connection.query(sql, parameters);
  } catch (cause) {
    if (signal?.aborted === true) throw interruptedBy(signal);
    throw statementFailure(session, statement, cause, lastSight?.()?.blockers);
  }
}

/** Sends statements that are Athanor's own: they are neither told nor counted. */
export async function askAll(session: Session, statements: readonly Statement[]): Promise<void> {
  for (const statement of statements) await ask(session, statement);
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
  throw new AthanorError({ ...guard, facts: { sql, rows } });
}

function needsOwnTransaction(session: Session, statements: readonly Statement[]): boolean {
  const { capabilities } = session.target.dialect;
  if (session.transaction.active() || !capabilities.transactionalDdl) return false;
  return statements.length > 1 && statements.every(({ transactional }) => transactional !== false);
}
