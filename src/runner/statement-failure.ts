import { AthanorError } from "../error/athanor-error.js";
import type { Statement } from "../plugin/ddl.js";
import type { Blocker, DatabaseError } from "../plugin/session.js";
import { compact } from "../schema/compact.js";
import { blockersText } from "./blocker-wording.js";
import { readDatabaseError } from "./database-error.js";
import { joinSentences } from "./database-failure.js";
import { lockFailureCode } from "./retry.js";
import type { Session } from "./session.js";

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
