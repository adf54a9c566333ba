import type { Server } from "../plugin/dialect.js";
import { compact } from "../schema/compact.js";
import type { RunTarget } from "./run-request.js";

/**
 * Runs the body while nobody else upgrades the same database, schema and version table.
 *
 * The lock is held on a connection of its own, so that nothing a revision does can free it.
 */
export async function holdLock<Result>(
  target: RunTarget,
  server: Server,
  body: () => Promise<Result>,
): Promise<Result> {
  const connection = await target.connection.open();
  try {
    const free = await target.dialect.lock({
      connection,
      key: lockKey(target, server),
      timeoutMilliseconds: target.lockTimeoutMilliseconds,
      onWait: (holder) => {
        const { database } = target;
        target.onProgress?.(compact({ kind: "waiting" as const, database, holder }));
      },
    });
    try {
      return await body();
    } finally {
      await free();
    }
  } finally {
    await connection.close();
  }
}

function lockKey({ versionTable }: RunTarget, server: Server): string {
  const schema = versionTable.schema ?? server.defaultSchema ?? null;
  return JSON.stringify([server.database ?? null, schema, versionTable.name]);
}
