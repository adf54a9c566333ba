import { AthanorError } from "../../src/error/athanor-error.js";
import type { DialectCatalog } from "../../src/plugin/catalog.js";
import { since, versionNumber } from "../sql/since.js";
import { explaining } from "./fault.js";

/** 3.26 of December 2018: the first that renames a table without breaking those that refer to it. */
const isSupported = since("3.26");

/**
 * The library that speaks to the file.
 *
 * @throws AthanorError `UNSUPPORTED_SERVER`, `DATABASE_UNREADABLE`, `DATABASE_UNREACHABLE`
 */
export const readServer: DialectCatalog["server"] = async (connection) => {
  // Counting the catalog reads the file's header: a file that is no database shows itself here.
  const [row] = await explaining(connection, () =>
    connection.query(
      "SELECT sqlite_version() AS version, (SELECT count(*) FROM sqlite_master) AS entries, (SELECT file FROM pragma_database_list WHERE name = 'main') AS file",
    ),
  );
  const versionText = String(row?.["version"]);
  const version = versionNumber(versionText);
  if (!isSupported({ version })) throw tooOld(versionText);
  const file = String(row?.["file"] ?? "");
  return { version, versionText, database: file === "" ? ":memory:" : file, defaultSchema: "main" };
};

function tooOld(versionText: string): AthanorError {
  return new AthanorError({
    code: "UNSUPPORTED_SERVER",
    message: `SQLite ${versionText} is too old: 3.26 or newer is needed to change tables without losing what refers to them.`,
    suggestions: ["Install a newer better-sqlite3 or sqlite3."],
    facts: { version: versionText },
  });
}
