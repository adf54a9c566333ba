import type { Connection } from "../../src/plugin/connection.js";
import type { QualifiedName } from "../../src/schema/name.js";
import { versionStoreOf } from "../sql/version-store.js";
import { quoteName } from "./quote-name.js";

/** The version rows and the log beside them. */
export const versionStore = versionStoreOf({
  quoteName,
  placeholder: () => "?",
  serial: "id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY",
  exists: tableExists,
});

async function tableExists(
  connection: Connection,
  { schema, name }: QualifiedName,
): Promise<boolean> {
  const sql =
    "SELECT 1 AS found FROM information_schema.TABLES WHERE TABLE_SCHEMA = COALESCE(?, DATABASE()) AND TABLE_NAME = ?";
  return (await connection.query(sql, [schema ?? null, name])).length > 0;
}
