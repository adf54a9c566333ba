import { code, type Texts } from "./code.js";

/** Of databases that are a file: which one. */
type Placed = { readonly url?: string };

/** What is the server's, the network's or the operator's doing: no revision is wrong. */
export const databaseCodes = {
  CANNOT_CONNECT: code<{
    readonly address: string;
    readonly driverCode?: string | undefined;
    readonly timeoutMilliseconds?: number;
  }>(
    "No connection could be opened, within `connectTimeout` where the server was still starting.",
    "See that the server is up, and that host, port, user and password in the data source are right.",
  ),
  CONNECTION_LOST: code(
    "The connection ended during the run: the server restarted, an administrator or a limit ended the session, or the network failed.",
    "See that the server is up, then run the command again: it goes on where it stopped.",
  ),
  DATABASE_DAMAGED: code<Placed>(
    "The database cannot read or write its own files.",
    "Look at the disk and into the server's log.",
  ),
  DATABASE_FAILED: code(
    "The database refused something that Athanor itself asked, outside of a revision.",
    "Read the database's own words. If they do not explain it, report it as a defect.",
  ),
  DATABASE_FULL: code<Placed>(
    "The disk is full, or a size limit is reached.",
    "Make room, then run the command again.",
  ),
  DATABASE_LOCKED: code<Placed>(
    "Another process has the database's file locked.",
    "Wait until it has finished, or let the driver wait longer.",
  ),
  DATABASE_READONLY: code<Placed>(
    "The database takes no changes: it is a replica, or it or its file is read-only.",
    "Connect to the primary server with a role that may write. Where the database is a file, make it and its folder writable.",
  ),
  DATABASE_UNREACHABLE: code<Placed>(
    "The database's file cannot be opened: its folder does not exist or may not be read.",
    "Create the folder, or correct the path.",
  ),
  DATABASE_UNREADABLE: code<Placed>(
    "The file is not a database that can be read: it is encrypted, damaged, or something else.",
    "Check the path, and the encryption key if there is one.",
  ),
  MISSING_RIGHT: code<{ readonly table?: string; readonly schema?: string }>(
    "The database user lacks a right that the statement needs.",
    "Let the owner or an administrator grant it, as the message says, or connect as another user.",
  ),
  OUT_OF_LOCKS: code(
    "One transaction holds more locks than the server has room for.",
    "Use `--transaction each`, split the revision, or raise the server's limit, which the message names.",
  ),
  OUT_OF_MEMORY: code(
    "The server has no memory left for the statement.",
    "Give the server more memory, or wait until it has less to do.",
  ),
  STATEMENT_CANCELLED: code(
    "Somebody else cancelled the statement on the server.",
    "Ask who ended it and why, then run the command again.",
  ),
  STATEMENT_TIMEOUT: code(
    "A statement lasted longer than `statementTimeout`, or a limit of the server, allows.",
    "Give statements more time with `--statement-timeout`, or have the limit of the server raised.",
  ),
  STATEMENT_TOO_LARGE: code(
    "A statement is longer than the server accepts.",
    "Raise the server's limit, which the message names, or insert fewer rows at once.",
  ),
  TEXT_NOT_UTF8: code<{ readonly places: Texts }>(
    "The database takes any bytes for text, and a text in its catalog is not UTF-8.",
    "Write those texts in UTF-8, or load the database into one with an encoding.",
  ),
  TOO_MANY_CONNECTIONS: code(
    "The server gives out no more connections. A run needs two.",
    "Free connections, or raise the limit of the server, role or database.",
  ),
  UNSUPPORTED_SERVER: code<{ readonly version: string }>(
    "The database server is older than Athanor supports.",
    "Upgrade it; the message says from which version on.",
  ),
};
