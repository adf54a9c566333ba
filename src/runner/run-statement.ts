import { AthanorError } from "../error/athanor-error.js";
import type { Row } from "../plugin/connection.js";
import type { Statement } from "../plugin/statement.js";
import { compact } from "../schema/compact.js";
import { readDatabaseError } from "./database-error.js";
import { runOutside, timed, type Session } from "./session.js";

/** Runs what one operation compiled to. Several statements are one change: outside a transaction they get one of their own. */
export async function runStatements(
  session: Session,
  statements: readonly Statement[],
): Promise<void> {
  if (!needsOwnTransaction(session, statements)) return runInOrder(session, statements);
  const { connection, dialect } = session.target;
  const kept = session.ledger.keptStatements();
  await connection.begin(dialect.transactions.begin);
  try {
    await runInOrder(session, statements);
    await dialect.transactions.verify(connection);
    await connection.commit();
  } catch (error) {
    session.ledger.keepOnly(kept);
    await connection.rollback();
    throw error;
  }
}

/** Runs one statement and gives its rows. Throws `STATEMENT_FAILED`, or the code of the statement's guard. */
export async function runStatement(
  session: Session,
  statement: Statement,
): Promise<readonly Row[]> {
  checkInterrupted(session);
  const { sql } = statement;
  session.tell({ kind: "statementStarted", sql });
  const { result, milliseconds } = await timed(() => ask(session, statement));
  const executed = { sql, milliseconds, rows: result.length };
  session.tell({ kind: "statementFinished", ...executed });
  session.ledger.recordStatement(executed, session.durable());
  return result;
}

/** Sends a statement to the database and gives its rows; a refusal becomes `STATEMENT_FAILED` with the database's own words. */
export async function ask(session: Session, statement: Statement): Promise<readonly Row[]> {
  const { sql, parameters } = statement;
  try {
    return await session.target.connection.query(sql, parameters);
  } catch (cause) {
    const database = readDatabaseError(cause);
    const advice = session.target.dialect.advice?.(database.code ?? "");
    throw new AthanorError({
      code: "STATEMENT_FAILED",
      message: advice === undefined ? database.message : `${database.message}. ${advice}`,
      facts: compact({ sql, parameters, ...withoutUndefined(database) }),
      cause,
    });
  }
}

/** Sends statements that are Athanor's own: they are neither told nor counted. */
export async function askAll(session: Session, statements: readonly Statement[]): Promise<void> {
  for (const statement of statements) await ask(session, statement);
}

function withoutUndefined(error: ReturnType<typeof readDatabaseError>) {
  return compact({
    databaseMessage: error.message,
    databaseCode: error.code,
    detail: error.detail,
    hint: error.hint,
    position: error.position,
  });
}

async function runInOrder(session: Session, statements: readonly Statement[]): Promise<void> {
  for (const statement of statements) {
    if (statement.guard !== undefined) await askGuard(session, statement, statement.guard);
    else if (statement.transactional === false) {
      await runOutside(session, async () => void (await runStatement(session, statement)));
    } else await runStatement(session, statement);
  }
}

async function askGuard(
  session: Session,
  statement: Statement,
  guard: NonNullable<Statement["guard"]>,
): Promise<void> {
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

function checkInterrupted(session: Session): void {
  if (session.target.signal?.aborted !== true) return;
  throw new AthanorError({
    code: "INTERRUPTED",
    message: "The run was interrupted before its next statement.",
    suggestions: ["athanor current"],
  });
}
