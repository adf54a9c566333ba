import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import type { Connection } from "../../src/plugin/connection.js";
import type { OrmFile } from "../../src/plugin/orm.js";
import type { OrmDriver } from "./orm.js";

/**
 * Attaches the files that entities live in beside the main one, under the names that TypeORM gives them, as it does
 * itself after connecting. `described` is the driver whose metadata is built: it knows the files.
 */
export async function attachDatabases(
  described: OrmDriver,
  connection: Pick<Connection, "query">,
  { databases, attach }: OrmFile,
): Promise<void> {
  const files = Object.values(described.attachedDatabases ?? {});
  if (files.length === 0) return;
  const present = new Set((await databases(connection)).map(({ name }) => name));
  for (const { attachHandle, attachFilepathAbsolute } of files) {
    if (present.has(attachHandle)) continue;
    await mkdir(dirname(attachFilepathAbsolute), { recursive: true });
    await connection.query(attach(attachFilepathAbsolute, attachHandle));
  }
}
