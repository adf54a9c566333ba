import { versionStoreOf } from "../sql/version-store.js";
import { foldCase, quoteName } from "./quote-name.js";
import { quoteIdentifier } from "../sql/quote.js";

/** The version rows and the log beside them, in the database's own file. */
export const versionStore = versionStoreOf({
  quoteName,
  placeholder: () => "?",
  serial: "id integer PRIMARY KEY AUTOINCREMENT NOT NULL",
  exists: async (connection, { schema, name }) => {
    const catalog = `${quoteIdentifier(schema ?? "main")}.sqlite_master`;
    const sql = `SELECT 1 AS found FROM ${catalog} WHERE type = 'table' AND lower(name) = ?`;
    return (await connection.query(sql, [foldCase(name)])).length > 0;
  },
});
