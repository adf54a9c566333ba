import { AthanorError } from "../error/athanor-error.js";
import type { Statement } from "../plugin/statement.js";
import type { Blocker } from "../plugin/watch.js";
import { compact } from "../schema/compact.js";
import { blockersText } from "./blocker-wording.js";
import { readDatabaseError, type DatabaseError } from "./database-error.js";
import { lockFailureCode } from "./retry.js";
import type { Session } from "./session.js";

/**
 * What the database refused, in its own words: `STATEMENT_FAILED`, or `LOCK_NOT_AVAILABLE` with those who were last seen to
 * hold the lock.
 */
export function statementFailure(
  { target: { dialect } }: Session,
  { sql, parameters }: Statement,
  cause: unknown,
  blockers: readonly Blocker[] = [],
): AthanorError {
  const database = readDatabaseError(cause);
  const code = database.code ?? "";
  const isLock = dialect.limits?.isLockFailure(code) === true;
  const held = isLock && blockers.length > 0 ? `It is held by ${blockersText(blockers)}` : "";
  const advice = dialect.advice?.(code) ?? "";
  return new AthanorError({
    code: isLock ? lockFailureCode : "STATEMENT_FAILED",
    message: joinSentences([database.message, held, advice]),
    facts: compact({
      sql,
      parameters,
      ...factsOf(database),
      blockers: isLock ? blockers : undefined,
    }),
    cause,
  });
}

/** Some messages of databases end with a full stop, most do not. */
function joinSentences(sentences: readonly string[]): string {
  const said = sentences.filter((sentence) => sentence !== "");
  return said
    .map((sentence, at) => (at < said.length - 1 ? sentence.replace(/\.$/, "") : sentence))
    .join(". ");
}

function factsOf({ message, code, detail, hint, position }: DatabaseError) {
  return compact({ databaseMessage: message, databaseCode: code, detail, hint, position });
}
