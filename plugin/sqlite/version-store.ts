import { expectByCheck } from "../sql/expect-rows.js";
import type { VersionStore } from "../../src/plugin/version-store.js";
import { createJournalStatement } from "../sql/journal-store.js";
import { versionStoreOf } from "../sql/version-store.js";
import { foldCase, quoteName } from "./quote-name.js";
import { quoteIdentifier } from "../sql/quote.js";

const names = { quoteName, placeholder: (): string => "?" };

const exists: VersionStore["exists"] = async (connection, { schema, name }) => {
  const catalog = `${quoteIdentifier(schema ?? "main")}.sqlite_master`;
  const sql = `SELECT 1 AS found FROM ${catalog} WHERE type = 'table' AND lower(name) = ?`;
  return (await connection.query(sql, [foldCase(name)])).length > 0;
};

/** The version rows and the log beside them, in the database's own file. */
export const versionStore = versionStoreOf({
  ...names,
  exists,
  serial: "id integer PRIMARY KEY AUTOINCREMENT NOT NULL",
  versionTables:
    "SELECT m.name FROM main.sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND c.name = 'version_num' ORDER BY 1",
  // No statement asks a table that may be missing: the journal is made where it is.
  expect: (tables, revisions) => [
    ...(tables.journal === undefined
      ? []
      : [createJournalStatement({ ...names, exists }, tables.journal)]),
    ...expectByCheck({ quoteName, drop: "DROP TABLE temp.athanor_begins" }, tables, revisions),
  ],
});
