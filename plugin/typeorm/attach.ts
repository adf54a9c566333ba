import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import type { OrmDriver, OrmQueryRunner } from "./orm.js";

/**
 * Attaches the SQLite files that entities live in beside the main one, under the names that TypeORM gives them, as it does
 * itself after connecting. `described` is the driver whose metadata is built: it knows the files.
 */
export async function attachDatabases(described: OrmDriver, runner: OrmQueryRunner): Promise<void> {
  const files = Object.values(described.attachedDatabases ?? {});
  if (files.length === 0) return;
  const { records = [] } = await runner.query("PRAGMA database_list", undefined, true);
  const present = new Set(records.map(({ name }) => name));
  for (const { attachHandle, attachFilepathAbsolute } of files) {
    if (present.has(attachHandle)) continue;
    await mkdir(dirname(attachFilepathAbsolute), { recursive: true });
    const attach = `ATTACH ${quoted(attachFilepathAbsolute)} AS ${quoted(attachHandle)}`;
    await runner.query(attach, undefined, true);
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
