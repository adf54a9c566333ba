import { AthanorError, retell } from "../../error/athanor-error.js";
import { interruptedBy } from "../../error/interrupted.js";
import type { Server } from "../../plugin/catalog.js";
import type { Connection } from "../../plugin/connection.js";
import { compact } from "../../schema/compact.js";
import { databaseFailure, faultIn, readDatabaseError } from "../database-failure.js";
import { checkInterrupted } from "../wait/interrupt.js";
import { takeRowLock } from "./row-lock.js";
import type { RunTarget } from "../run-request.js";
import type { Guard } from "../session.js";

/**
 * Runs the body while nobody else upgrades the same database, schema and version table.
 *
 * The lock is held on a connection of its own, so that nothing a revision does can free it.
 */
export async function holdLock<Result>(
  target: RunTarget,
  body: (guard: Guard, server: Server) => Promise<Result>,
): Promise<Result> {
  const { connection, server } = await openBeside(target);
  try {
    const { guard, free } = await takeLock(target, server, connection);
    return await body(guard, server).finally(() => ifConnected(free));
  } finally {
    await ifConnected(connection.close);
  }
}

/**
 * A second connection, and what the first one leads to. It is asked last: a pooler that hands out sessions by transaction
 * then gives the lock's first question the same session, by which it is recognised.
 */
async function openBeside(target: RunTarget) {
  checkInterrupted(target.signal);
  const connection = await openSecond(target);
  try {
    return { connection, server: await target.dialect.catalog.server(target.connection) };
  } catch (error) {
    await ifConnected(connection.close);
    throw error;
  }
}

/** It is idle as long as the run lasts, and must not be ended for that. */
async function openSecond({ connection, dialect, lease }: RunTarget): Promise<Connection> {
  const second = await connection.open().catch((error: unknown) => {
    throw error instanceof AthanorError ? withoutSecond(error) : error;
  });
  if (lease === undefined) await dialect.session.keepAlive?.(second);
  return second;
}

function withoutSecond(error: AthanorError): AthanorError {
  return retell(error, {
    message: `${error.message} A run needs two connections: it works on one, and holds its lock on the other. It had only one, and has changed nothing.`,
    suggestions: [
      "Give this user two connections or more; behind a pooler, two sessions or more",
      ...error.suggestions,
    ],
  });
}

/** With its connection a lock is gone as well; what the run has done, or why it failed, is what matters then. */
async function ifConnected(work: () => Promise<void>): Promise<void> {
  await work().catch(() => undefined);
}

async function takeLock(target: RunTarget, server: Server, connection: Connection) {
  const { database, signal, lease } = target;
  const onWait = (holder: string | undefined): void =>
    target.onProgress?.(compact({ kind: "waiting" as const, database, holder }));
  try {
    if (lease !== undefined) return await takeRowLock(target, connection, lease, onWait);
    const free = await target.dialect.session.lock({
      connection,
      key: lockKey(target, server),
      timeoutMilliseconds: target.lockTimeoutMilliseconds,
      ...compact({ worker: server.session, signal }),
      onWait,
    });
    return {
      guard: guardOfSession(connection, () => target.dialect.catalog.server(connection)),
      free,
    };
  } catch (error) {
    if (signal?.aborted === true)
      throw interruptedBy(signal, "while it waited for another; it has changed nothing");
    if (error instanceof AthanorError || faultIn(target, error) === undefined) throw error;
    throw databaseFailure(target, error, {
      standing: "The run was about to take its lock, and has changed nothing.",
    });
  }
}

function lockKey({ versionTable }: RunTarget, server: Server): string {
  const schema = versionTable.schema ?? server.defaultSchema ?? null;
  return JSON.stringify([server.database ?? null, schema, versionTable.name]);
}

/** A lock that lasts as long as its session: `ask` puts any question to that session, which fails once it is gone. */
function guardOfSession(observer: Connection, ask: () => Promise<unknown>): Guard {
  return {
    observer,
    check: () => undefined,
    confirm: async () => {
      try {
        await ask();
      } catch (cause) {
        throw sessionLost(cause);
      }
    },
  };
}

function sessionLost(cause: unknown): AthanorError {
  return new AthanorError({
    code: "LOCK_LOST",
    message: `The connection that holds this run's lock has ended (${readDatabaseError(cause).message}): another run may have begun. Nothing may be committed without the lock.`,
    suggestions: ["athanor current"],
    cause,
  });
}
