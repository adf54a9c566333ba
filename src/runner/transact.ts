import { AthanorError } from "../error/athanor-error.js";
import type { Fault } from "../plugin/session.js";
import { databaseFailure, faultIn } from "./database-failure.js";
import { holdLock } from "./hold-lock.js";
import type { OwnTables } from "../plugin/version-store.js";
import type { RunTarget } from "./run-request.js";
import { ensureTables, writeRows } from "./version-rows.js";
import { createSession, type Session } from "./session.js";
import { commitFailureCode } from "./transaction.js";
import { messageOf } from "../error/thrown.js";

/** Runs the body in one transaction, with Athanor's own tables made (those that a run needs, or the given), under the database's lock. Throws what was refused, with everything rolled back. */
export async function transact<Result>(
  target: RunTarget,
  body: (session: Session, tablesCreated: boolean) => Promise<Result>,
  tables?: OwnTables,
): Promise<Result> {
  return holdLock(target, async (guard, server) => {
    const session = createSession({
      target,
      server,
      guard,
      dryRun: false,
      beforeCommit: writeRows,
    });
    try {
      const { transactionalDdl } = target.dialect.capabilities;
      // Where making a table commits, what follows would stand outside the transaction.
      const before = !transactionalDdl && (await ensureTables(session, tables));
      await session.transaction.begin();
      const created = (transactionalDdl && (await ensureTables(session, tables))) || before;
      const result = await body(session, created);
      await session.commit();
      return result;
    } catch (error) {
      await rollBack(session, error);
      throw explained(session, error);
    }
  });
}

async function rollBack(session: Session, error: unknown): Promise<void> {
  try {
    await session.rollback();
  } catch (second) {
    // What its session left open, the server rolls back by itself.
    if (faultOf(session, error) !== undefined) return;
    throw new AthanorError({
      code: "ROLLBACK_FAILED",
      message: `${messageOf(error)} Rolling back failed too: ${messageOf(second)}`,
      suggestions: ["athanor current"],
      cause: error,
    });
  }
}

/** Of a commit that was never answered nobody knows what became of it. */
function faultOf({ target }: Session, error: unknown): Fault | undefined {
  const isCommit = error instanceof AthanorError && error.code === commitFailureCode;
  return isCommit ? undefined : faultIn(target, error);
}

function explained(session: Session, error: unknown): unknown {
  if (faultOf(session, error) === undefined) return error;
  const refusal = error instanceof AthanorError ? error.cause : error;
  const standing = "The version rows are as they were.";
  return databaseFailure(session.target, refusal, { standing });
}
