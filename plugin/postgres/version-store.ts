import type { Connection } from "../../src/plugin/connection.js";
import type { QualifiedName } from "../../src/schema/name.js";
import { versionStoreOf } from "../sql/version-store.js";
import { quoteName } from "./quote-name.js";

export const versionStore = versionStoreOf({
  quoteName,
  placeholder: (position) => `$${position}`,
  serial: "id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
  exists: tableExists,
});

async function tableExists(connection: Connection, table: QualifiedName): Promise<boolean> {
  const [row] = await connection.query("SELECT to_regclass($1) IS NOT NULL AS found", [
    quoteName(table),
  ]);
  return row?.["found"] === true;
}
