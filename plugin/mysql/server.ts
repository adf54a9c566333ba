import { AthanorError } from "../../src/error/athanor-error.js";
import type { DialectCatalog, Server } from "../../src/plugin/catalog.js";
import { since, versionNumber } from "../sql/since.js";
import { modernName } from "./collation.js";
import { requiredText, textOf } from "./row.js";

/** Older servers lack CHECK constraints or the way to read them and expressions as defaults. */
const supported = [since("mysql 8.0.16"), since("mariadb 10.5")];

const names: Readonly<Record<string, string>> = { mysql: "MySQL", mariadb: "MariaDB" };

/**
 * The version's own text tells MariaDB from MySQL: `10.11.6-MariaDB-log`, `8.0.36`.
 *
 * @throws AthanorError `UNSUPPORTED_SERVER`
 */
export const readServer: DialectCatalog["server"] = async (connection) => {
  const [row = {}] = await connection.query(
    "SELECT VERSION() AS version, DATABASE() AS current_database, @@collation_database AS collation, CONNECTION_ID() AS session",
  );
  const versionText = requiredText(row, "version");
  const database = textOf(row, "current_database");
  const product = /mariadb/i.test(versionText) ? "mariadb" : "mysql";
  // Behind some proxies MariaDB calls itself 5.5.5-10.11.6-MariaDB, for clients that know no major version of two digits.
  const version = versionNumber(versionText.replace(/^5\.5\.5-(?=\d)/, ""));
  if (!supported.some((isSupported) => isSupported({ product, version })))
    throw tooOld(product, versionText);
  const collation = modernName(requiredText(row, "collation"));
  const session = requiredText(row, "session");
  return { product, version, versionText, database, collation, defaultSchema: database, session };
};

/** Offline it is not known. */
export function isMariaDb(server: Pick<Server, "product"> | undefined): boolean {
  return server?.product === "mariadb";
}

function tooOld(product: string, versionText: string): AthanorError {
  return new AthanorError({
    code: "UNSUPPORTED_SERVER",
    message: `${names[product] ?? product} ${versionText} is too old: Athanor speaks to MySQL 8.0.16 and MariaDB 10.5, and newer.`,
    facts: { version: versionText },
  });
}
