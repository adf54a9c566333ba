import type { DatabaseError, Fault } from "../../src/plugin/session.js";
import { faultOf, lostConnection, type KnownFault } from "../sql/fault.js";

/** By the name that the driver gives and by number: the same lists as those of the advice. */
const known: readonly KnownFault[] = [
  {
    codes: ["ER_CLIENT_INTERACTION_TIMEOUT", "4031"],
    code: "CONNECTION_LOST",
    message: "The session was idle for longer than wait_timeout allows",
    suggestions: ["Raise wait_timeout on the server"],
  },
  {
    codes: [
      ...[
        "ER_SERVER_SHUTDOWN",
        "1053",
        "ER_CONNECTION_KILLED",
        "1927",
        "ER_NEW_ABORTING_CONNECTION",
      ],
      ...["1184", "ER_ABORTING_CONNECTION", "1152", "ER_SERVER_ISNT_AVAILABLE", "3168"],
    ],
    code: "CONNECTION_LOST",
    message: "The server was stopped or restarted, or an administrator ended the session",
    suggestions: ["See that the server is up and takes connections"],
  },
  {
    codes: ["ER_NET_READ_INTERRUPTED", "1159", "ER_NET_WRITE_INTERRUPTED", "1161"],
    code: "CONNECTION_LOST",
    message: "The network was too slow for net_read_timeout or net_write_timeout",
    suggestions: ["Raise net_read_timeout and net_write_timeout on the server"],
  },
  {
    codes: ["ER_NET_PACKET_TOO_LARGE", "1153"],
    code: "STATEMENT_TOO_LARGE",
    message: "The statement is longer than max_allowed_packet",
    suggestions: ["Raise max_allowed_packet on the server"],
  },
  {
    codes: [
      ...["ER_OPTION_PREVENTS_STATEMENT", "1290", "ER_READ_ONLY_MODE", "1836"],
      ...["ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION", "1792"],
    ],
    words: /read.?only/i,
    code: "DATABASE_READONLY",
    message: "The server takes no changes: it is a replica, or read_only is on",
    suggestions: ["Connect to the primary server, or let an administrator set read_only off"],
  },
  {
    codes: ["ER_QUERY_TIMEOUT", "3024", "ER_STATEMENT_TIMEOUT", "1969"],
    code: "STATEMENT_TIMEOUT",
    message:
      "It lasted longer than statementTimeout allows, or the max_statement_time (MySQL: max_execution_time) of the server",
    suggestions: ["Give statements more time (--statement-timeout 30m)"],
  },
  {
    codes: ["ER_QUERY_INTERRUPTED", "1317"],
    code: "STATEMENT_CANCELLED",
    message: "Somebody else ended it (KILL QUERY)",
    suggestions: ["Ask who ended it, and why"],
  },
  {
    codes: ["ER_DISK_FULL", "1021", "ER_RECORD_FILE_FULL", "1114", "ER_ERROR_ON_WRITE", "1026"],
    code: "DATABASE_FULL",
    message: "The server has no room left for it",
    suggestions: ["Make room on the server's disk, or in its tablespace"],
  },
  {
    codes: [
      "ER_OUTOFMEMORY",
      "1037",
      "ER_OUT_OF_SORTMEMORY",
      "1038",
      "ER_OUT_OF_RESOURCES",
      "1041",
    ],
    code: "OUT_OF_MEMORY",
    message: "The server has no memory left for it",
    suggestions: ["Give the server more memory, or wait until it has less to do"],
  },
  {
    codes: [
      ...["ER_CON_COUNT_ERROR", "1040", "ER_TOO_MANY_USER_CONNECTIONS", "1203"],
      ...["ER_USER_LIMIT_REACHED", "1226"],
    ],
    code: "TOO_MANY_CONNECTIONS",
    message: "The server gives out no more connections",
    suggestions: [
      "Free connections, or raise max_connections, or max_user_connections of the user",
    ],
  },
  {
    codes: ["ER_TABLEACCESS_DENIED_ERROR", "1142", "ER_COLUMNACCESS_DENIED_ERROR", "1143"],
    words: /^(.+?) command denied to user (\S+) for (?:table|column) ([^\s]+)/,
    code: "MISSING_RIGHT",
    message:
      "The user lacks the right $1: changes of tables take CREATE, ALTER, DROP, INDEX and REFERENCES, views CREATE VIEW, triggers TRIGGER",
    suggestions: ["Let an administrator run: GRANT $1 ON $3 TO $2"],
  },
  {
    codes: ["ER_DBACCESS_DENIED_ERROR", "1044"],
    words: /for user (\S+) to database '?([^'\s]+)'?/,
    code: "MISSING_RIGHT",
    message: "The user lacks its rights on this database",
    suggestions: ["Let an administrator run: GRANT ALL ON `$2`.* TO $1"],
  },
  {
    codes: ["ER_SPECIFIC_ACCESS_DENIED_ERROR", "1227"],
    words: /of\)? the (.+?) privilege/,
    code: "MISSING_RIGHT",
    message: "The user lacks the right $1",
    suggestions: ["Let an administrator run: GRANT $1 ON *.* TO <user>"],
  },
  {
    codes: [
      ...["ER_DBACCESS_DENIED_ERROR", "1044", "ER_TABLEACCESS_DENIED_ERROR", "1142"],
      ...["ER_SPECIFIC_ACCESS_DENIED_ERROR", "1227", "ER_COLUMNACCESS_DENIED_ERROR", "1143"],
      ...["ER_PROCACCESS_DENIED_ERROR", "1370", "ER_ACCESS_DENIED_ERROR", "1045"],
    ],
    code: "MISSING_RIGHT",
    message:
      "The user lacks a right: changes of tables take CREATE, ALTER, DROP, INDEX and REFERENCES, views CREATE VIEW, those that run with another user's rights SET_ANY_DEFINER (SET USER on MariaDB), triggers TRIGGER",
    suggestions: ["Give the user that right, or connect as one that has it"],
  },
  ...lostConnection,
];

/** What a refusal means for which no revision is to blame. */
export function fault(error: DatabaseError): Fault | undefined {
  return faultOf(known, error);
}
