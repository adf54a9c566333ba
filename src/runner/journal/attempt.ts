import { AthanorError, hasCode, retell } from "../../error/athanor-error.js";
import type { JournalEntry } from "../../plugin/version-store.js";
import type { StatementEffect } from "../../plugin/session.js";
import { readDatabaseError } from "../database-failure.js";
import { retryLocks } from "../wait/retry.js";
import { inDoubt } from "./reader.js";
import type { JournalParts } from "./parts.js";

/** Runs a statement that commits by itself between its two lines. */
export async function attempt<Answer>(
  parts: JournalParts,
  line: JournalEntry,
  run: () => Promise<Answer>,
): Promise<Answer> {
  await parts.writer.start(line);
  const answer = await untilFree(parts, run).catch(async (error: unknown) => {
    await forget(parts, line);
    const { transactionalDdl } = parts.init.session.target.dialect.capabilities;
    throw transactionalDdl ? outside(error) : error;
  });
  await finish(parts, line);
  return answer;
}

/** What no transaction holds may have been half done (an index that is not valid) where others are whole or not at all. */
function outside(error: unknown): unknown {
  if (!(error instanceof AthanorError)) return error;
  return retell(error, { facts: { ...error.facts, outside: true } });
}

/** Runs a statement whose first attempt nobody saw the end of. */
export async function attemptAgain<Answer>(
  parts: JournalParts,
  line: JournalEntry,
  effect: StatementEffect,
  run: () => Promise<Answer>,
  nothing: Answer,
): Promise<Answer> {
  const { begun, trust } = parts.init;
  if (effect === "unknown" && !trust) throw inDoubt(begun, line);
  await parts.writer.leave();
  const answer = effect === "unknown" ? nothing : await runUnlessDone(parts, line, run, nothing);
  await finish(parts, line);
  return answer;
}

async function runUnlessDone<Answer>(
  parts: JournalParts,
  line: JournalEntry,
  run: () => Promise<Answer>,
  nothing: Answer,
): Promise<Answer> {
  const { connection, dialect } = parts.init.session.target;
  const outcome = await dialect.session.resumption?.outcomeOf?.(connection, line.subject);
  if (outcome === "done") return nothing;
  try {
    return await untilFree(parts, run);
  } catch (error) {
    // Interrupted, or kept waiting, perhaps by the first attempt itself: as much in doubt as before.
    if (!isRefusal(error)) throw error;
    const refusal = readDatabaseError(error.cause);
    const isDone =
      outcome === undefined && dialect.session.resumption?.isDone(line.subject, refusal);
    if (isDone === true) return nothing;
    await forget(parts, line);
    throw error;
  }
}

/** Outside a transaction a statement that could not get a lock is tried again by itself. */
export function untilFree<Answer>(
  { init }: JournalParts,
  run: () => Promise<Answer>,
): Promise<Answer> {
  return retryLocks(init.session, run, async () => true);
}

function isRefusal(error: unknown): error is AthanorError {
  return hasCode(error, "STATEMENT_FAILED");
}

async function finish({ writer, cursor }: JournalParts, line: JournalEntry): Promise<void> {
  await writer.finish(line);
  cursor.settled(line);
}

/**
 * A refused statement has changed nothing. Where this cannot be written either, the connection is gone, nobody knows what
 * became of the statement, and the line must stay.
 */
async function forget({ writer, cursor }: JournalParts, line: JournalEntry): Promise<void> {
  const struck = writer.strike({ ...line, position: cursor.pending() });
  await struck.then(cursor.strike, () => undefined);
}
