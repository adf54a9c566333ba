import { AthanorError } from "../../src/error/athanor-error.js";
import type { OrmFile } from "../../src/plugin/orm.js";
import { toDriverFailure } from "./driver-failure.js";
import type { OrmOptions } from "./orm.js";
import { addressOf } from "./address.js";
import { messageOf } from "../../src/error/thrown.js";
import { isSecretName, masked, maskSecrets } from "../../src/error/mask.js";

/** `CANNOT_CONNECT` in the driver's own words. */
export function toConnectionFailure(
  thrown: unknown,
  options: OrmOptions,
  file: OrmFile | undefined,
): unknown {
  const error = withoutSecrets(thrown, options);
  const failure = toDriverFailure(error, options.type);
  if (failure instanceof AthanorError) return failure;
  const address = addressOf(options, file);
  return new AthanorError({
    code: "CANNOT_CONNECT",
    message: `Cannot connect to "${address}": ${wordsOf(error)}`,
    suggestions: suggestionsFor(error, address),
    facts: { address, driverCode: codeOf(error) },
    cause: error,
  });
}

/** Node gives several failed addresses of one host as an error without words of its own. */
function wordsOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === "") {
    return error.errors.map(wordsOf).join("; ");
  }
  if (!(error instanceof Error)) return messageOf(error);
  return error.message === "" ? (codeOf(error) ?? error.name) : error.message;
}

function codeOf(error: unknown): string | undefined {
  const inner: unknown =
    typeof error === "object" && error !== null ? Reflect.get(error, "driverError") : undefined;
  if (inner instanceof Error && inner !== error) return codeOf(inner);
  const code: unknown =
    typeof error === "object" && error !== null ? Reflect.get(error, "code") : undefined;
  return typeof code === "string" ? code : undefined;
}

const tls = {
  unknown:
    "Give the data source the authority that signed the server's certificate: ssl: { ca: ... }",
  required: "The server wants TLS: add ssl: { ca: ... } to the data source, or ssl: true",
  refused: "The server has no TLS: take `ssl` (and sslmode in the URL) out of the data source",
};
const full =
  "Free connections, or raise max_connections of the server, or the limit of this user; Athanor needs two";
const account = "Correct username and password of the data source";
const unreachable = "See whether the database server can be reached from this machine";
const starting = "Wait until the server takes connections, then run the command again";

/** What to do about a connection that was refused, by the driver's code. */
const suggestions: Readonly<Record<string, string>> = {
  ECONNREFUSED: "Start the database server, or correct host and port of the data source",
  ENOTFOUND: "Correct the host of the data source",
  EAI_AGAIN: "Correct the host of the data source, or see whether names resolve on this machine",
  ENOENT: "Start the database server, or correct the socket's path in the data source",
  ETIMEDOUT: unreachable,
  EHOSTUNREACH: unreachable,
  ENETUNREACH: unreachable,
  ECONNRESET:
    "See whether a database server, and the right one, listens on host and port of the data source",
  PROTOCOL_CONNECTION_LOST:
    "See whether a database server, and the right one, listens on host and port of the data source",
  "28P01": account,
  "28000": "Correct the username of the data source, or let the server's pg_hba.conf admit it",
  "42501": "Let an administrator run: GRANT CONNECT ON DATABASE ... TO this role",
  "53300": full,
  "57P03": starting,
  "57P01": starting,
  ER_ACCESS_DENIED_ERROR: account,
  ER_ACCESS_DENIED_NO_PASSWORD_ERROR: account,
  ER_DBACCESS_DENIED_ERROR: "Grant the user its rights on that database",
  ER_HOST_NOT_PRIVILEGED: "Let an administrator make a user that may connect from this machine",
  ER_HOST_IS_BLOCKED: "Let an administrator run: FLUSH HOSTS",
  ER_CON_COUNT_ERROR: full,
  ER_TOO_MANY_USER_CONNECTIONS: full,
  ER_USER_LIMIT_REACHED: full,
  ER_SERVER_SHUTDOWN: starting,
  ER_SECURE_TRANSPORT_REQUIRED: tls.required,
  HANDSHAKE_NO_SSL_SUPPORT: tls.refused,
  SELF_SIGNED_CERT_IN_CHAIN: tls.unknown,
  DEPTH_ZERO_SELF_SIGNED_CERT: tls.unknown,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: tls.unknown,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: tls.unknown,
  ERR_TLS_CERT_ALTNAME_INVALID:
    "Connect by the name that the server's certificate is for, or have it made for this one",
  CERT_HAS_EXPIRED: "Let an administrator renew the server's certificate",
  SQLITE_CANTOPEN: "See whether the folder exists and may be written to",
  SQLITE_NOTADB: 'Correct "database" of the data source: that file is no SQLite database',
  SQLITE_CORRUPT: "The file is damaged: put a backup in its place",
  SQLITE_FULL: "Make room on the disk",
  EACCES: "See whether the folder may be written to",
  EROFS: "The disk is mounted read-only: mount it writable, or name another file",
};

/** The same by the driver's words: some refusals have no code, others one that says too little. */
const worded: readonly (readonly [RegExp, string])[] = [
  [/no pg_hba\.conf entry.*(?:no encryption|SSL off)|insecure transport/i, tls.required],
  [/does not support SSL|not support secure connection/i, tls.refused],
  [/self.signed certificate|unable to verify the first certificate/i, tls.unknown],
  [/too many (?:clients|connections)|connection slots are reserved/i, full],
  [/password must be a string|no password supplied/i, account],
];

function suggestionsFor(error: unknown, address: string): string[] {
  const code = codeOf(error);
  if (code === "3D000") return [`createdb ${databaseName(address)}`];
  if (code === "ER_BAD_DB_ERROR") return [`CREATE DATABASE ${databaseName(address)}`];
  const words = wordsOf(error);
  const [, byWords] = worded.find(([pattern]) => pattern.test(words)) ?? [];
  const known = byWords ?? (code === undefined ? undefined : suggestions[code]);
  return [known ?? "Correct the connection options of the data source"];
}

function databaseName(address: string): string {
  return (
    address
      .replace(/[?#].*$/, "")
      .split("/")
      .at(-1) ?? ""
  );
}

/**
 * The error without the passwords of the data source: drivers put whole addresses, and parts of them, into their words.
 * What is not an error is given back.
 */
function withoutSecrets(error: unknown, options: OrmOptions): unknown {
  return maskError(error, secretsIn(options), new Set());
}

/** All texts that the options call a secret, and the passwords of their addresses, as they are written and as they are meant. */
function secretsIn(options: OrmOptions): readonly string[] {
  const found = new Set<string>();
  collect(options, found, 0);
  // A short word would be masked wherever it stands; whoever has such a password has none.
  return [...found].filter((secret) => secret.length > 3).sort((a, b) => b.length - a.length);
}

function collect(value: unknown, found: Set<string>, depth: number): void {
  if (typeof value === "string") return collectPassword(value, found);
  if (typeof value !== "object" || value === null || depth > 4) return;
  for (const [key, held] of Object.entries(value)) {
    if (typeof held === "string" && isSecretName(key)) found.add(held);
    collect(held, found, depth + 1);
  }
}

function collectPassword(text: string, found: Set<string>): void {
  const [, password] = /^[a-z][a-z0-9+.-]*:\/\/[^\s:@/?#]*:(\S*)@/i.exec(text) ?? [];
  if (password === undefined || password === "") return;
  found.add(password);
  try {
    found.add(decodeURIComponent(password));
  } catch {
    // It was never encoded.
  }
}

function maskAll(text: string, secrets: readonly string[]): string {
  return secrets.reduce((rest, secret) => rest.replaceAll(secret, masked), maskSecrets(text));
}

/** The driver's own error is left as it is: its caller may hold it. */
function maskError(error: unknown, secrets: readonly string[], seen: Set<unknown>): unknown {
  if (!(error instanceof Error) || seen.has(error)) return error;
  seen.add(error);
  const copy = Object.create(error) as Error & { errors?: unknown };
  const define = (key: string, value: unknown): void =>
    void Object.defineProperty(copy, key, { value, configurable: true, enumerable: false });
  define("message", maskAll(error.message, secrets));
  define("stack", maskAll(error.stack ?? "", secrets));
  if (error.cause !== undefined) define("cause", maskError(error.cause, secrets, seen));
  if (error instanceof AggregateError) {
    define(
      "errors",
      error.errors.map((each) => maskError(each, secrets, seen)),
    );
  }
  return copy;
}
