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
  server: Server,
  body: (guard: Guard) => Promise<Result>,
): Promise<Result> {
  const connection = await target.connection.open();
  try {
    const { guard, free } = await takeLock(target, server, connection);
    return await body(guard).finally(() => ifConnected(free));
  } finally {
    await ifConnected(connection.close);
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
