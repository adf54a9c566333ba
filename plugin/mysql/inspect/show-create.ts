import type { Connection } from "../../../src/plugin/connection.js";
import { quoteName } from "../quote-name.js";
import { requiredText } from "../row.js";
import type { Relation } from "./relation.js";

/** The statement that makes each of the tables, by table. */
export async function showCreate(
  connection: Connection,
  relations: readonly Relation[],
): Promise<ReadonlyMap<string, string>> {
  const shown = new Map<string, string>();
  for (const { key, name } of relations) {
    const [row = {}] = await connection.query(`SHOW CREATE TABLE ${quoteName(name)}`);
    shown.set(key, requiredText(row, "Create Table"));
  }
  return shown;
}
