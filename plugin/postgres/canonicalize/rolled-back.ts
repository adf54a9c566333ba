import type { Connection } from "../../../src/plugin/connection.js";
import { attempted, undo } from "../attempted.js";
import { serverErrorOf } from "../server-error.js";

const savepoint = "athanor_scratch";

/** Runs `body` in a transaction that is rolled back, or in a savepoint where a transaction is open. */
export async function rolledBack<Result>(
  connection: Connection,
  body: () => Promise<Result>,
): Promise<Result> {
  const nested = await isNested(connection);
  if (!nested) await connection.begin("BEGIN");
  try {
    return await body();
  } finally {
    if (nested) await undo(connection, savepoint);
    else await connection.rollback();
  }
}

/** Runs `body` and takes back all it did, inside an open transaction. */
export async function undone<Result>(
  connection: Connection,
  body: () => Promise<Result>,
): Promise<Result> {
  await connection.query("SAVEPOINT athanor_step");
  try {
    return await body();
  } finally {
    await undo(connection, "athanor_step");
  }
}

/** Runs one statement that may fail: the open transaction goes on as if it had not been tried. */
export async function attempt(
  connection: Connection,
  sql: string,
): Promise<{ readonly error: unknown } | undefined> {
  try {
    await attempted(connection, () => connection.query(sql));
    return undefined;
  } catch (error) {
    return { error };
  }
}

// The server tells by the error whether a transaction is open; there is no function that does.
async function isNested(connection: Connection): Promise<boolean> {
  try {
    await connection.query(`SAVEPOINT ${savepoint}`);
    return true;
  } catch (error) {
    const noTransaction = "25P01";
    if (serverErrorOf(error).code === noTransaction) return false;
    throw error;
  }
}
