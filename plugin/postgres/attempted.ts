import type { Connection } from "../../src/plugin/connection.js";

const savepoint = "athanor_try";

/** Runs what may fail: where it does, the open transaction goes on as if it had not been tried. */
export async function attempted<Result>(
  connection: Connection,
  body: () => Promise<Result>,
): Promise<Result> {
  await connection.query(`SAVEPOINT ${savepoint}`);
  let result: Result;
  try {
    result = await body();
  } catch (error) {
    await undo(connection, savepoint);
    throw error;
  }
  await connection.query(`RELEASE SAVEPOINT ${savepoint}`);
  return result;
}

/** Takes back what was done since the savepoint. */
export async function undo(connection: Connection, name: string): Promise<void> {
  await connection.query(`ROLLBACK TO SAVEPOINT ${name}`);
  await connection.query(`RELEASE SAVEPOINT ${name}`);
}
