import type { Connection } from "../../src/plugin/connection.js";
import type { QualifiedName } from "../../src/schema/name.js";
import { expectByCheck } from "../sql/expect-rows.js";
import { versionStoreOf } from "../sql/version-store.js";
import { quoteName } from "./quote-name.js";

/** The version rows, the log and the journal beside them. Identifiers that differ in case are two. */
export const versionStore = versionStoreOf({
  quoteName,
  placeholder: () => "?",
  serial: "id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY",
  longText: "longtext",
  tableOptions: " ENGINE=InnoDB DEFAULT CHARACTER SET=utf8mb4 COLLATE=utf8mb4_bin",
  exists: tableExists,
  versionTables:
    "SELECT TABLE_NAME AS name FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND COLUMN_NAME = 'version_num' ORDER BY 1",
  expect: (tables, revisions) =>
    expectByCheck({ quoteName, drop: "DROP TEMPORARY TABLE athanor_begins" }, tables, revisions),
});

async function tableExists(
  connection: Connection,
  { schema, name }: QualifiedName,
): Promise<boolean> {
  const database = schema === undefined ? "DATABASE()" : "?";
  const sql = `SELECT 1 AS found FROM information_schema.TABLES WHERE TABLE_SCHEMA = ${database} AND TABLE_NAME = ?`;
  const parameters = schema === undefined ? [name] : [schema, name];
  return (await connection.query(sql, parameters)).length > 0;
}
