import { AthanorError, errorOf } from "../../src/error/athanor-error.js";
import type { ErrorCode } from "../../src/error/codes.js";
import type { Connection } from "../../src/plugin/connection.js";
import { messageOf } from "../../src/error/thrown.js";
import type { DatabaseError, Fault } from "../../src/plugin/session.js";

/** What a failure of SQLite itself means to the user: https://sqlite.org/rescode.html */
type Meaning = {
  readonly code: ErrorCode;
  readonly pattern: RegExp;
  readonly message: (url: string) => string;
  readonly suggestions: readonly string[];
};

const readOnly = /SQLITE_READONLY|readonly database/;

const meanings: readonly Meaning[] = [
  {
    code: "DATABASE_LOCKED",
    pattern: /SQLITE_BUSY|SQLITE_LOCKED|database (?:table )?is locked/,
    message: (url) =>
      `The database ${url} is locked by another process: only one may write to it at a time.`,
    suggestions: [
      "Wait until the other process has finished, or stop it.",
      "Let the driver wait longer: `timeout` of the data source (`busyTimeout` with sqlite3), in milliseconds.",
    ],
  },
  {
    code: "DATABASE_READONLY",
    pattern: readOnly,
    message: (url) => `The database ${url} is read-only: it cannot be changed.`,
    suggestions: [
      "Make the file and its folder writable for this user.",
      "Take `readonly: true` out of the data source, if it is there.",
    ],
  },
  {
    code: "DATABASE_UNREADABLE",
    pattern: /SQLITE_NOTADB|file is not a database|SQLITE_CORRUPT|disk image is malformed/,
    message: (url) =>
      `The file ${url} is not a SQLite database that can be read: it is encrypted, damaged, or something else.`,
    suggestions: ["Check the path, and the encryption key if there is one."],
  },
  {
    code: "DATABASE_UNREACHABLE",
    pattern: /SQLITE_CANTOPEN|unable to open database/,
    message: (url) =>
      `The database ${url} cannot be opened: its folder does not exist or may not be read.`,
    suggestions: ["Create the folder, or correct the path."],
  },
  {
    code: "DATABASE_FULL",
    pattern: /SQLITE_FULL|disk is full/,
    message: (url) => `There is no room for the database ${url}: the disk is full.`,
    suggestions: ["Make room on the disk; or raise `PRAGMA max_page_count`, where it is set."],
  },
  {
    code: "DATABASE_DAMAGED",
    pattern: /SQLITE_IOERR|disk I\/O error/,
    message: (url) => `The system could not read or write the file of the database ${url}.`,
    suggestions: ["Look at the disk, and at its mount if it is a network's."],
  },
];

/** Runs the body; failures of the file itself (locked, read-only, not a database) become errors that say what to do. */
export async function explaining<Result>(
  connection: Connection,
  body: () => Promise<Result>,
): Promise<Result> {
  try {
    return await body();
  } catch (cause) {
    throw explain(cause, connection.url);
  }
}

/** The error in Athanor's words where it is a failure of the file itself; else the error as it is. */
export function explain(cause: unknown, url: string): unknown {
  if (cause instanceof AthanorError) return cause;
  const meaning = meaningOf(describe(cause));
  if (meaning === undefined) return cause;
  const { code, message, suggestions } = meaning;
  return errorOf(code, { message: message(url), suggestions, facts: { url }, cause });
}

/** What a refusal means for which no revision is to blame. */
export function fault({ message, code = "" }: DatabaseError, url: string): Fault | undefined {
  const meaning = meaningOf(`${message} ${code}`);
  return meaning && { ...meaning, message: meaning.message(url) };
}

function meaningOf(text: string): Meaning | undefined {
  return meanings.find(({ pattern }) => pattern.test(text));
}

export function isLocked(error: unknown): boolean {
  return /SQLITE_BUSY|SQLITE_LOCKED|database (?:table )?is locked/.test(describe(error));
}

export function isReadOnly(error: unknown): boolean {
  return readOnly.test(describe(error));
}

/** The message and the code, of the error and of the driver's error it may wrap. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return messageOf(error);
  const { message, code, driverError, cause } = error as Error & {
    readonly code?: unknown;
    readonly driverError?: unknown;
  };
  const inner = driverError ?? cause;
  const rest = inner === undefined || inner === error ? "" : describe(inner);
  return `${message} ${String(code ?? "")} ${rest}`;
}
