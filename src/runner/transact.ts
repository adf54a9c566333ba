import { AthanorError } from "../error/athanor-error.js";
import { holdLock } from "./hold-lock.js";
import type { RunTarget } from "./run-request.js";
import { ensureTables, writeRows } from "./version-rows.js";
import { createSession, type Session } from "./session.js";

/** Runs the body in one transaction, with Athanor's own tables made, under the database's lock. Throws what was refused, with everything rolled back. */
export async function transact<Result>(
  target: RunTarget,
  body: (session: Session, tablesCreated: boolean) => Promise<Result>,
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
      const before = !transactionalDdl && (await ensureTables(session));
      await session.transaction.begin();
      const created = (transactionalDdl && (await ensureTables(session))) || before;
      const result = await body(session, created);
      await session.commit();
      return result;
    } catch (error) {
      await rollBack(session, error);
      throw error;
    }
  });
}

async function rollBack(session: Session, error: unknown): Promise<void> {
  try {
    await session.rollback();
  } catch (second) {
    throw new AthanorError({
      code: "ROLLBACK_FAILED",
      message: `${textOf(error)} Rolling back failed too: ${textOf(second)}`,
      suggestions: ["athanor current"],
      cause: error,
    });
  }
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
