import { AthanorError } from "../../src/error/athanor-error.js";
import type { DialectCatalog, Server } from "../../src/plugin/catalog.js";
import { modernName } from "./collation.js";
import { requiredText, textOf } from "./row.js";

/** Older servers lack CHECK constraints or the way to read them and expressions as defaults. */
const oldest: Readonly<Record<string, number>> = { mysql: 80016, mariadb: 100500 };

const names: Readonly<Record<string, string>> = { mysql: "MySQL", mariadb: "MariaDB" };

/**
 * MariaDB and MySQL are told apart by the version's own text: `10.11.6-MariaDB-log`, `8.0.36`.
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
  const [major = 0, minor = 0, patch = 0] = versionText
    .replace(/^5\.5\.5-(?=\d)/, "")
    .split(".")
    .map((part) => Number.parseInt(part, 10));
  const version = major * 10000 + minor * 100 + patch;
  if (version < (oldest[product] ?? 0)) throw tooOld(product, versionText);
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
