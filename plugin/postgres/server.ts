import type { Connection } from "../../src/plugin/connection.js";
import type { Server } from "../../src/plugin/catalog.js";
import { AthanorError } from "../../src/error/athanor-error.js";
import { since } from "../sql/since.js";
import { requiredText, textOf } from "./row.js";

/** Older servers lack what the catalogs are asked for. */
const isSupported = since("12");

export async function readServer(connection: Connection): Promise<Server> {
  const [row = {}] = await connection.query(serverQuery);
  const version = Number(row["version"]);
  const versionText = requiredText(row, "version_text");
  if (!isSupported({ version })) throw tooOld(versionText);
  return {
    version,
    versionText,
    database: textOf(row, "database"),
    defaultSchema: textOf(row, "default_schema"),
    session: requiredText(row, "session"),
  };
}

function tooOld(versionText: string): AthanorError {
  return new AthanorError({
    code: "UNSUPPORTED_SERVER",
    message: `PostgreSQL ${versionText} is too old: Athanor speaks to PostgreSQL 12 and newer.`,
    facts: { version: versionText },
  });
}

const serverQuery = `
SELECT current_setting('server_version_num')::int AS version, current_setting('server_version') AS version_text,
  current_database()::text AS database, current_schema()::text AS default_schema, pg_backend_pid()::text AS session`;
