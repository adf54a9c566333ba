import { stat, unlink } from "node:fs/promises";
import type { Connection } from "../../src/plugin/connection.js";
import { quoteString } from "../sql/quote.js";

/** A file beside the database whose write lock only one connection at a time can hold. */
export type LockFile = {
  /** Takes the lock, or throws what SQLite says where another holds it. */
  readonly take: () => Promise<void>;
  /** Removes the file and frees the lock. */
  readonly free: () => Promise<void>;
};

/**
 * The lock is a write transaction, never committed, on an empty database: the operating system ends it when the process
 * does, however that happens.
 *
 * Its holder removes the file before letting go. Who waited then holds the lock of a file that no longer has the name,
 * while a third may have made a new one: so a lock counts only if the name still means the file that it was taken on.
 */
export function createLockFile(connection: Connection, path: string): LockFile {
  let attached: string | undefined;
  const detach = async (): Promise<void> => {
    attached = undefined;
    await connection.query("DETACH DATABASE athanor_lock");
  };
  const attach = async (): Promise<void> => {
    const before = await identify(path);
    await connection.query(`ATTACH DATABASE ${quoteString(path)} AS athanor_lock`);
    // The file was made just now, by whomever: only a name that is known from before can be compared.
    if (before === undefined) return detach();
    attached = before;
  };
  return {
    take: async () => {
      for (;;) {
        while (attached === undefined) await attach();
        // A journal would be one more file, found by its name.
        await connection.query("PRAGMA athanor_lock.journal_mode = MEMORY");
        await connection.query("BEGIN");
        try {
          await connection.query("PRAGMA athanor_lock.user_version = 1");
        } catch (error) {
          await connection.query("ROLLBACK");
          throw error;
        }
        if ((await identify(path)) === attached) return;
        await connection.query("ROLLBACK");
        await detach();
      }
    },
    free: async () => {
      await remove(path);
      await connection.query("ROLLBACK");
    },
  };
}

/** What tells one file from another that had its name, or its place on the disk, before. */
async function identify(path: string): Promise<string | undefined> {
  try {
    const { dev, ino, birthtimeNs } = await stat(path, { bigint: true });
    return [dev, ino, birthtimeNs].join(" ");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Some systems keep a file that is open: the next holder removes it, or it stays, empty. */
async function remove(path: string): Promise<void> {
  try {
    await unlink(path);
  } catch (error) {
    const kept = ["ENOENT", "EBUSY", "EPERM", "EACCES"];
    if (!kept.includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
  }
}
