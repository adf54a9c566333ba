import { AthanorError } from "../../src/error/athanor-error.js";
import { toDriverFailure } from "./driver-failure.js";
import type { OrmOptions } from "./orm.js";
import { addressOf } from "./address.js";
import { withoutSecrets } from "./secret.js";

/** `CANNOT_CONNECT` in the driver's own words. */
export function toConnectionFailure(thrown: unknown, options: OrmOptions): unknown {
  const error = withoutSecrets(thrown, options);
  const failure = toDriverFailure(error, options.type);
  if (failure instanceof AthanorError) return failure;
  const address = addressOf(options);
  const code = codeOf(error);
  return new AthanorError({
    code: "CANNOT_CONNECT",
    message: `Cannot connect to "${address}": ${wordsOf(error)}`,
    suggestions: suggestionsFor(code, options),
    facts: { address, driverCode: code },
    cause: error,
  });
}

/** Node gives several failed addresses of one host as an error without words of its own. */
function wordsOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === "") {
    return error.errors.map(wordsOf).join("; ");
  }
  if (!(error instanceof Error)) return String(error);
  return error.message === "" ? (codeOf(error) ?? error.name) : error.message;
}

function codeOf(error: unknown): string | undefined {
  const code: unknown =
    typeof error === "object" && error !== null ? Reflect.get(error, "code") : undefined;
  return typeof code === "string" ? code : undefined;
}

const suggestions: Readonly<Record<string, string>> = {
  ECONNREFUSED: "Start the database server, or correct host and port of the data source",
  ENOTFOUND: "Correct the host of the data source",
  EAI_AGAIN: "Correct the host of the data source",
  ETIMEDOUT: "See whether the database server can be reached from this machine",
  "28P01": "Correct username and password of the data source",
  "28000": "Correct username and password of the data source",
  ER_ACCESS_DENIED_ERROR: "Correct username and password of the data source",
  ER_DBACCESS_DENIED_ERROR: "Grant the user its rights on that database",
  SQLITE_CANTOPEN: "See whether the folder exists and may be written to",
  SQLITE_NOTADB: 'Correct "database" of the data source: that file is no SQLite database',
  EACCES: "See whether the folder may be written to",
};

function suggestionsFor(code: string | undefined, options: OrmOptions): string[] {
  if (code === "3D000") return [`createdb ${databaseName(options)}`];
  if (code === "ER_BAD_DB_ERROR") return [`CREATE DATABASE ${databaseName(options)}`];
  const known = code === undefined ? undefined : suggestions[code];
  return [known ?? "Correct the connection options of the data source"];
}

function databaseName(options: OrmOptions): string {
  return (
    addressOf(options)
      .replace(/[?#].*$/, "")
      .split("/")
      .at(-1) ?? ""
  );
}
