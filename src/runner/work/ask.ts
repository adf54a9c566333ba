import { AthanorError } from "../../error/athanor-error.js";
import { interruptedBy } from "../../error/interrupted.js";
import type { Row } from "../../plugin/connection.js";
import type { Statement } from "../../plugin/ddl.js";
import type { Sight, Blocker, DatabaseError } from "../../plugin/session.js";
import { compact } from "../../schema/compact.js";
import {
  blockersText,
  readDatabaseError,
  joinSentences,
  lockFailureCode,
} from "../database-failure.js";
import type { Session } from "../session.js";

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

/** Sends statements that are Athanor's own: they are neither reported nor counted. */
export async function askAll(session: Session, statements: readonly Statement[]): Promise<void> {
  for (const statement of statements) await ask(session, statement);
}

/**
 * What the database refused, in its own words: `STATEMENT_FAILED`, or `LOCK_NOT_AVAILABLE` with those who were last seen to
 * hold the lock.
 */
export function statementFailure(
  { target: { dialect, connection } }: Session,
  { sql, parameters }: Statement,
  cause: unknown,
  blockers: readonly Blocker[] = [],
): AthanorError {
  const database = readDatabaseError(cause);
  const code = database.code ?? "";
  const isLock = dialect.session.limits?.isLockFailure(code) === true;
  const held = isLock && blockers.length > 0 ? `It is held by ${blockersText(blockers)}` : "";
  const fault = dialect.session.fault?.(database, connection.url);
  const advice = fault?.message ?? dialect.session.advice?.(code) ?? "";
  return new AthanorError({
    code: isLock ? lockFailureCode : "STATEMENT_FAILED",
    message: joinSentences([database.message, held, advice]),
    facts: compact({
      sql,
      parameters,
      ...factsOf(database),
      fault: fault?.code,
      blockers: isLock ? blockers : undefined,
    }),
    cause,
  });
}

function factsOf({ message, code, detail, hint, position }: DatabaseError) {
  return compact({ databaseMessage: message, databaseCode: code, detail, hint, position });
}

/** The items in lists of a hundred at most: a statement takes only so many parameters. */
export function inHundreds<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  const size = 100;
  const starts = Array.from({ length: Math.ceil(items.length / size) }, (_, part) => part * size);
  return starts.map((start) => items.slice(start, start + size));
}
