import { AthanorError, hasCode } from "../error/athanor-error.js";
import { messageOf } from "../error/thrown.js";
import type { Fault } from "../plugin/session.js";
import type { OwnTables } from "../plugin/version-store.js";
import { createSession } from "./create-session.js";
import { databaseFailure, faultIn, commitFailureCode } from "./database-failure.js";
import { holdLock } from "./lock/hold-lock.js";
import { ownTablesOf } from "./own-tables.js";
import type { RunTarget } from "./run-request.js";
import type { Session } from "./session.js";
import { forgetJournals, noteLog, readRows, type LogFacts, ensureTables } from "./version-rows.js";

export type StampRequest = RunTarget & {
  /** The rows that shall be, given those that are. Called once the lock is held. */
  readonly rows: (present: readonly string[]) => readonly string[];
};

export type StampResult = {
  readonly database: string;
  /** The version rows before. */
  readonly from: readonly string[];
  /** The version rows now, sorted. */
  readonly to: readonly string[];
};

/** Sets the version rows without running anything. Creates the version table where it is missing. */
export function stamp(request: StampRequest): Promise<StampResult> {
  return transact(request, async (session) => {
    const from = await readRows(request);
    const to = [...request.rows(from)].sort();
    const removes = from.filter((row) => !to.includes(row));
    const inserts = to.filter((row) => !from.includes(row));
    await forgetJournals(session);
    session.record.versionChanges.add(removes, inserts);
    for (const revision of inserts.length > 0 ? inserts : removes)
      noteLog(session, stampFacts(revision));
    return { database: request.database, from, to };
  });
}

export type EnsureVersionResult = { readonly database: string; readonly created: boolean };

/** Creates the version table, the log and the journal where they are missing. */
export function ensureVersion(target: RunTarget): Promise<EnsureVersionResult> {
  const tables = ownTablesOf(target.versionTable);
  return transact(target, async (_, created) => ({ database: target.database, created }), tables);
}

/** What the log says of a stamp: nothing was run. */
export function stampFacts(revision: string): LogFacts {
  const nothing = { durationMilliseconds: 0, checksum: "", statements: 0 };
  return { revision, direction: "stamp", outcome: "done", ...nothing };
}

/** Runs the body in one transaction, with Athanor's own tables made (those that a run needs, or the given), under the database's lock. Throws what was refused, with everything rolled back. */
async function transact<Result>(
  target: RunTarget,
  body: (session: Session, tablesCreated: boolean) => Promise<Result>,
  tables?: OwnTables,
): Promise<Result> {
  return holdLock(target, async (guard, server) => {
    const session = createSession({ target, server, guard, dryRun: false });
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
  const isCommit = hasCode(error, commitFailureCode);
  return isCommit ? undefined : faultIn(target, error);
}

function explained(session: Session, error: unknown): unknown {
  if (faultOf(session, error) === undefined) return error;
  const refusal = error instanceof AthanorError ? error.cause : error;
  const standing = "The version rows are as they were.";
  return databaseFailure(session.target, refusal, { standing });
}
