import type { DatabaseError, Fault } from "../../src/plugin/session.js";
import { faultOf, lostConnection, type KnownFault } from "../sql/fault.js";

const waitForServer = "See that the server is up and takes connections";

/** https://www.postgresql.org/docs/current/errcodes-appendix.html */
const known: readonly KnownFault[] = [
  {
    codes: ["57P05"],
    code: "CONNECTION_LOST",
    message: "The session was idle for longer than idle_session_timeout allows",
    suggestions: ["Let an administrator run: ALTER ROLE <role> SET idle_session_timeout = 0"],
  },
  {
    codes: ["25P03"],
    code: "CONNECTION_LOST",
    message:
      "The session paused inside its transaction for longer than idle_in_transaction_session_timeout allows",
    suggestions: [
      "Let an administrator run: ALTER ROLE <role> SET idle_in_transaction_session_timeout = 0",
    ],
  },
  {
    codes: ["25P04"],
    code: "CONNECTION_LOST",
    message: "The transaction lasted longer than transaction_timeout allows",
    suggestions: [
      "Let an administrator run: ALTER ROLE <role> SET transaction_timeout = 0",
      "Give each revision a transaction of its own: --transaction each",
    ],
  },
  {
    codes: ["57P01", "57P02", "57P03", "57P04", "08000", "08001", "08003", "08006", "08P01"],
    code: "CONNECTION_LOST",
    message: "The server was stopped or restarted, or an administrator ended the session",
    suggestions: [waitForServer],
  },
  {
    codes: ["25006"],
    code: "DATABASE_READONLY",
    message: "The server takes no changes: it is a replica, or the transaction was made read-only",
    suggestions: ["Connect to the primary server, with a role that may write"],
  },
  {
    codes: ["57014"],
    words: /statement timeout/,
    code: "STATEMENT_TIMEOUT",
    message:
      "statement_timeout ended it: the one that is set for this role, database or server, unless statementTimeout in env.ts or --statement-timeout says otherwise",
    suggestions: [
      "Give statements more time (--statement-timeout 30m, or ALTER ROLE <role> SET statement_timeout = 0)",
    ],
  },
  {
    codes: ["57014"],
    code: "STATEMENT_CANCELLED",
    message: "Somebody else cancelled it (pg_cancel_backend)",
    suggestions: ["Ask who cancelled it, and why"],
  },
  {
    codes: ["53100"],
    code: "DATABASE_FULL",
    message: "The server has no room left on its disk",
    suggestions: ["Make room on the server's disk"],
  },
  {
    codes: ["53200"],
    words: /out of shared memory/,
    code: "OUT_OF_LOCKS",
    message:
      "One transaction holds more locks than the server has room for: one for each table, index and sequence",
    suggestions: [
      "Run each revision in a transaction of its own (--transaction each), and split a revision that makes hundreds of tables",
      "Raise max_locks_per_transaction, and restart the server",
    ],
  },
  {
    codes: ["53200"],
    code: "OUT_OF_MEMORY",
    message: "The server has no memory left for it",
    suggestions: ["Give the server more memory, or wait until it has less to do"],
  },
  {
    codes: ["53300"],
    code: "TOO_MANY_CONNECTIONS",
    message: "The server gives out no more connections",
    suggestions: [
      "Free connections, or raise max_connections, or the CONNECTION LIMIT of the role or database",
    ],
  },
  {
    codes: ["58030", "XX001", "XX002"],
    code: "DATABASE_DAMAGED",
    message: "The server cannot read or write its own files",
    suggestions: ["Look into the server's log and at its disk"],
  },
  {
    codes: ["42501"],
    words: /^permission denied for (?:table|view|materialized view|sequence|relation) (.+)$/,
    code: "MISSING_RIGHT",
    message: "The role lacks a right on it",
    suggestions: ["Let its owner run: GRANT ALL ON $1 TO <role>"],
  },
  {
    codes: ["42501"],
    words: /^query would be affected by row-level security policy for table (.+)$/,
    code: "MISSING_RIGHT",
    message:
      "Policies hide rows of the table from this role, and Athanor neither counts nor changes rows that it cannot see",
    suggestions: [
      "Run it as a role with BYPASSRLS, or as the owner after: ALTER TABLE $1 NO FORCE ROW LEVEL SECURITY",
    ],
  },
  {
    codes: ["42501"],
    words: /^permission denied for schema (.+)$/,
    code: "MISSING_RIGHT",
    message: "The role lacks USAGE, or CREATE, on this schema",
    suggestions: ["Let its owner run: GRANT USAGE, CREATE ON SCHEMA $1 TO <role>"],
  },
  {
    codes: ["42501"],
    words: /^permission denied for database (.+)$/,
    code: "MISSING_RIGHT",
    message: "The role lacks CREATE on this database",
    suggestions: ["Let its owner run: GRANT CREATE ON DATABASE $1 TO <role>"],
  },
  {
    codes: ["42501"],
    words: /^must be owner of (\S+(?: view)?) (.+)$/,
    code: "MISSING_RIGHT",
    message: "The role lacks a right: what is altered or dropped takes its owner",
    suggestions: ["Connect as the owner of $1 $2, or let an administrator change the owner"],
  },
  {
    codes: ["42501"],
    code: "MISSING_RIGHT",
    message:
      "The role lacks a right: what is altered or dropped takes its owner, what is created takes CREATE on the schema, schemas and extensions take CREATE on the database",
    suggestions: ["Give the role that right, or connect as one that has it"],
  },
  ...lostConnection,
];

/** What a refusal means for which no revision is to blame. */
export function fault(error: DatabaseError): Fault | undefined {
  return faultOf(known, error);
}
