import type { Connection } from "../plugin/connection.js";
import type { Server } from "../plugin/dialect.js";
import { compact } from "../schema/compact.js";
import { guardOfSession, type Guard } from "./guard.js";
import { interruptedBy } from "./interrupt.js";
import { takeRowLock } from "./row-lock.js";
import type { RunTarget } from "./run-request.js";

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

/** A second connection, while the first is asked what it leads to. */
async function openBeside(target: RunTarget) {
  const opening = target.connection.open();
  try {
    const server = await target.dialect.server(target.connection);
    return { connection: await opening, server };
  } catch (error) {
    await opening.then((opened) => ifConnected(opened.close)).catch(() => undefined);
    throw error;
  }
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
    const free = await target.dialect.lock({
      connection,
      key: lockKey(target, server),
      timeoutMilliseconds: target.lockTimeoutMilliseconds,
      ...compact({ worker: server.session, signal }),
      onWait,
    });
    return { guard: guardOfSession(connection, () => target.dialect.server(connection)), free };
  } catch (error) {
    throw signal?.aborted === true
      ? interruptedBy(signal, "while it waited for another; it has changed nothing")
      : error;
  }
}

function lockKey({ versionTable }: RunTarget, server: Server): string {
  const schema = versionTable.schema ?? server.defaultSchema ?? null;
  return JSON.stringify([server.database ?? null, schema, versionTable.name]);
}
