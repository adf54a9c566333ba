import type { Connection } from "../../src/plugin/connection.js";
import type { QualifiedName } from "../../src/schema/name.js";
import { versionStoreOf } from "../sql/version-store.js";
import { expectRows } from "./expect-rows.js";
import { quoteName } from "./quote-name.js";

export const versionStore = versionStoreOf({
  quoteName,
  placeholder: (position) => `$${position}`,
  serial: "id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
  exists: tableExists,
  versionTables: `
SELECT c.relname::text AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace AND a.attname = 'version_num' AND NOT a.attisdropped
  AND has_table_privilege(c.oid, 'SELECT')
ORDER BY 1`,
  expect: expectRows,
});

async function tableExists(connection: Connection, table: QualifiedName): Promise<boolean> {
  const [row] = await connection.query("SELECT to_regclass($1) IS NOT NULL AS found", [
    quoteName(table),
  ]);
  return row?.["found"] === true;
}
