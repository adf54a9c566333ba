import { fault } from "../../../plugin/postgres/fault.js";
import { describeFaults, type Fault, type Mistake } from "../../support/faults.js";

/** What the server says, by SQLSTATE, and what it means. */
const faults: readonly Fault[] = [
  [
    "57P01",
    "terminating connection due to administrator command",
    "CONNECTION_LOST",
    /server is up/,
  ],
  [
    "57P02",
    "terminating connection because of crash of another server process",
    "CONNECTION_LOST",
    /server is up/,
  ],
  ["57P03", "the database system is starting up", "CONNECTION_LOST", /takes connections/],
  [
    "57P05",
    "terminating connection due to idle-session timeout",
    "CONNECTION_LOST",
    /SET idle_session_timeout = 0/,
  ],
  [
    "25P03",
    "terminating connection due to idle-in-transaction timeout",
    "CONNECTION_LOST",
    /SET idle_in_transaction_session_timeout = 0/,
  ],
  [
    "25P04",
    "terminating connection due to transaction timeout",
    "CONNECTION_LOST",
    /SET transaction_timeout = 0/,
  ],
  ["ECONNRESET", "read ECONNRESET", "CONNECTION_LOST", /server is up/],
  ["", "Connection terminated unexpectedly", "CONNECTION_LOST", /server is up/],
  [
    "",
    "Query runner already released. Cannot run queries anymore.",
    "CONNECTION_LOST",
    /server is up/,
  ],
  [
    "25006",
    "cannot execute CREATE TABLE in a read-only transaction",
    "DATABASE_READONLY",
    /primary server/,
  ],
  [
    "57014",
    "canceling statement due to statement timeout",
    "STATEMENT_TIMEOUT",
    /--statement-timeout 30m/,
  ],
  ["57014", "canceling statement due to user request", "STATEMENT_CANCELLED", /who cancelled it/],
  [
    "53100",
    'could not extend file "base/5/16384": No space left on device',
    "DATABASE_FULL",
    /Make room/,
  ],
  ["53200", "out of memory", "OUT_OF_MEMORY", /more memory/],
  ["53300", "sorry, too many clients already", "TOO_MANY_CONNECTIONS", /max_connections/],
  [
    "XX001",
    'invalid page in block 0 of relation "base/5/16384"',
    "DATABASE_DAMAGED",
    /server's log/,
  ],
  ["42501", "permission denied for table users", "MISSING_RIGHT", /GRANT ALL ON users TO <role>/],
  [
    "42501",
    "permission denied for schema app",
    "MISSING_RIGHT",
    /GRANT USAGE, CREATE ON SCHEMA app/,
  ],
  [
    "42501",
    "permission denied for database shop",
    "MISSING_RIGHT",
    /GRANT CREATE ON DATABASE shop/,
  ],
  [
    "42501",
    "must be owner of materialized view sales",
    "MISSING_RIGHT",
    /owner of materialized view sales/,
  ],
  [
    "42501",
    'permission denied to create extension "hstore"',
    "MISSING_RIGHT",
    /Give the role that right/,
  ],
];

const mistakes: readonly Mistake[] = [
  ["42P01", 'relation "users" does not exist'],
  ["23505", "duplicate key value violates unique constraint"],
  ["22P02", "invalid input syntax for type integer"],
  ["42601", "syntax error at or near"],
];

describeFaults("PostgreSQL", { fault, faults, mistakes });
