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
  // All keys stay below 767 bytes, the limit of COMPACT and REDUNDANT rows and of pages of 4 KB.
  keyText: "varchar(170)",
  tableOptions: " ENGINE=InnoDB DEFAULT CHARACTER SET=utf8mb4 COLLATE=utf8mb4_bin",
  exists: tableExists,
  versionTables:
    "SELECT TABLE_NAME AS name FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND COLUMN_NAME = 'version_num' ORDER BY 1",
  expect: (tables, revisions) =>
    expectByCheck({ quoteName, drop: "DROP TEMPORARY TABLE athanor_begins" }, tables, revisions),
});

/** The catalog keeps silent about tables that the user has no right on: then the table itself is asked, and refuses. */
async function tableExists(
  connection: Connection,
  { schema, name }: QualifiedName,
): Promise<boolean> {
  const database = schema === undefined ? "DATABASE()" : "?";
  const sql = `SELECT 1 AS found FROM information_schema.TABLES WHERE TABLE_SCHEMA = ${database} AND TABLE_NAME = ?`;
  const parameters = schema === undefined ? [name] : [schema, name];
  if ((await connection.query(sql, parameters)).length > 0) return true;
  try {
    await connection.query(
      `SELECT 1 FROM ${quoteName({ ...(schema && { schema }), name })} LIMIT 0`,
    );
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const numbers = [1146, 1049];
  return [error, Reflect.get(error, "driverError")].some(
    (layer) => layer instanceof Object && numbers.includes(Number(Reflect.get(layer, "errno"))),
  );
}
