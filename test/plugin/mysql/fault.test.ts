import { fault } from "../../../plugin/mysql/fault.js";
import { describeFaults, type Fault, type Mistake } from "../../support/faults.js";

/** What the server or the driver says, by the driver's name or the number, and what it means. */
const faults: readonly Fault[] = [
  ["ER_SERVER_SHUTDOWN", "Server shutdown in progress", "CONNECTION_LOST", /server is up/],
  ["1927", "Connection was killed", "CONNECTION_LOST", /server is up/],
  [
    "PROTOCOL_CONNECTION_LOST",
    "Connection lost: The server closed the connection.",
    "CONNECTION_LOST",
    /server is up/,
  ],
  [
    "",
    "Can't add new command when connection is in closed state",
    "CONNECTION_LOST",
    /server is up/,
  ],
  [
    "ER_CLIENT_INTERACTION_TIMEOUT",
    "The client was disconnected by the server because of inactivity.",
    "CONNECTION_LOST",
    /wait_timeout/,
  ],
  [
    "ER_NET_PACKET_TOO_LARGE",
    "Got a packet bigger than 'max_allowed_packet' bytes",
    "STATEMENT_TOO_LARGE",
    /max_allowed_packet/,
  ],
  [
    "ER_OPTION_PREVENTS_STATEMENT",
    "The MariaDB server is running with the --read-only option so it cannot execute this statement",
    "DATABASE_READONLY",
    /primary server/,
  ],
  ["1836", "Running in read-only mode", "DATABASE_READONLY", /primary server/],
  [
    "ER_QUERY_INTERRUPTED",
    "Query execution was interrupted",
    "STATEMENT_CANCELLED",
    /who ended it/,
  ],
  [
    "ER_STATEMENT_TIMEOUT",
    "Query execution was interrupted (max_statement_time exceeded)",
    "STATEMENT_TIMEOUT",
    /--statement-timeout 30m/,
  ],
  ["ER_RECORD_FILE_FULL", "The table 'users' is full", "DATABASE_FULL", /Make room/],
  ["ER_OUTOFMEMORY", "Out of memory; restart server and try again", "OUT_OF_MEMORY", /more memory/],
  ["ER_CON_COUNT_ERROR", "Too many connections", "TOO_MANY_CONNECTIONS", /max_user_connections/],
  [
    "ER_TABLEACCESS_DENIED_ERROR",
    "ALTER command denied to user 'app'@'%' for table `shop`.`users`",
    "MISSING_RIGHT",
    /GRANT ALTER ON `shop`.`users` TO 'app'@'%'/,
  ],
  [
    "ER_DBACCESS_DENIED_ERROR",
    "Access denied for user 'app'@'%' to database 'shop'",
    "MISSING_RIGHT",
    /GRANT ALL ON `shop`\.\* TO 'app'@'%'/,
  ],
  [
    "ER_SPECIFIC_ACCESS_DENIED_ERROR",
    "Access denied; you need (at least one of) the SUPER privilege(s) for this operation",
    "MISSING_RIGHT",
    /Give the user that right|GRANT SUPER/,
  ],
];

const mistakes: readonly Mistake[] = [
  ["ER_NO_SUCH_TABLE", "Table 'shop.users' doesn't exist"],
  ["ER_DUP_ENTRY", "Duplicate entry '1' for key 'PRIMARY'"],
  [
    "ER_OPTION_PREVENTS_STATEMENT",
    "The MySQL server is running with the --secure-file-priv option",
  ],
  ["ER_PARSE_ERROR", "You have an error in your SQL syntax"],
];

describeFaults("MySQL or MariaDB", { fault, faults, mistakes });
