import { createHash } from "node:crypto";
import type { Connection } from "../../src/plugin/connection.js";
import type { Lock } from "../../src/plugin/lock.js";
import { takeSessionLock, type SessionLock } from "../sql/session-lock.js";
import { numberOf, textOf } from "./row.js";

/**
 * `GET_LOCK`: the server frees it by itself when the session ends, however it ends. Such a name belongs to the whole
 * server and holds 64 characters, so the key is hashed.
 */
export const lock: Lock = async (request) => {
  const { connection, key } = request;
  const held = sessionLock(connection, lockName(key));
  await takeSessionLock(request, held);
  return async () => {
    await held.free();
  };
};

export function lockName(key: string): string {
  return `athanor_${createHash("sha256").update(key).digest("hex").slice(0, 56)}`;
}

function sessionLock(connection: Connection, name: string): SessionLock {
  return {
    attempt: async () => {
      const [row = {}] = await connection.query(
        "SELECT GET_LOCK(?, 0) AS held, CONNECTION_ID() AS session",
        [name],
      );
      return { held: Number(row["held"]) === 1, session: textOf(row, "session") };
    },
    free: () => connection.query("SELECT RELEASE_LOCK(?)", [name]),
    holder: () => holderOf(connection, name),
    pooler: {
      name: "a proxy (ProxySQL with multiplexing)",
      detour: "Connect to the server itself",
    },
  };
}

/** Other users' sessions are seen with the right PROCESS only: then the number alone is known. */
async function holderOf(connection: Connection, name: string): Promise<string | undefined> {
  const [row = {}] = await connection.query("SELECT IS_USED_LOCK(?) AS holder", [name]);
  const id = numberOf(row, "holder");
  if (id === undefined) return undefined;
  const [process] = await connection.query(
    "SELECT USER AS user, HOST AS host, TIME AS seconds FROM information_schema.PROCESSLIST WHERE ID = ?",
    [id],
  );
  if (process === undefined) return `session ${id}`;
  const seconds = textOf(process, "seconds") ?? "0";
  return `session ${id} of ${textOf(process, "user") ?? "?"} from ${textOf(process, "host") ?? "?"}, ${seconds} s in its present state`;
}
