import type { Capabilities, Dialect } from "../../src/plugin/dialect.js";
import type { Transactions } from "../../src/plugin/session.js";
import { lockRowsOf } from "../sql/lock-rows.js";
import { arrange } from "./arrange.js";
import { batches } from "./backfill.js";
import { canonicalize } from "./canonicalize/canonicalize.js";
import { compile } from "./compile/compile.js";
import { sessionState } from "./session-state.js";
import { identifierLimit } from "./identifier.js";
import { fault } from "./fault.js";
import { hazards } from "./hazards.js";
import { inspect } from "./inspect/inspect.js";
import { literal } from "./literal.js";
import { lock } from "./lock.js";
import { lockRoom } from "./lock-room.js";
import { orm } from "./orm.js";
import { quoteName } from "./quote-name.js";
import { resumption } from "./resumption.js";
import { rowCheck } from "./row-check.js";
import { readings } from "./value/readings.js";
import { trial } from "./value/trial.js";
import { readServer } from "./server.js";
import { sessionSettings, limits, keepAlive } from "./session-settings.js";
import { triggersOn } from "./triggers-on.js";
import { versionStore } from "./version-store.js";
import { watch } from "./watch.js";

const capabilities: Capabilities = {
  transactionalDdl: true,
  enumTypes: true,
  schemas: true,
  sequences: true,
  materializedViews: true,
  tableComments: true,
  columnComments: true,
  exclusionConstraints: true,
  deferrableConstraints: true,
  namedPrimaryKeys: true,
  concurrentIndexes: true,
  batchesTableChanges: false,
  dropsByName: ["dropTable", "dropColumn", "dropIndex", "dropConstraint"],
  identifierLimit: { length: identifierLimit, unit: "bytes" },
};

const transactions: Transactions = {
  begin: "BEGIN",
  commit: "COMMIT",
  rollback: "ROLLBACK",
  refused: "ROLLBACK TO SAVEPOINT nowhere",
  prepare: async () => async () => undefined,
  verify: async () => undefined,
};

const advices: Readonly<Record<string, string>> = {
  "55P04":
    "The value was added to its enum earlier in this transaction. Write `rewrite: true` into that op.alterEnum, or let each revision have a transaction of its own (`--transaction each`).",
  "25001":
    "No transaction may hold it: put the call into op.autocommit(async () => { ... }), which commits what went before it.",
  // From 15 on the server says so itself, under another code.
  "58P01":
    "A file is missing on the server: an extension must first be installed on the system where PostgreSQL is running.",
};

/** PostgreSQL, 12 and newer. */
export const postgres: Dialect = {
  name: "postgres",
  capabilities,
  catalog: {
    server: readServer,
    inspect,
    canonicalize,
    readRows: (connection, table) => connection.query(`SELECT * FROM ${quoteName(table)}`),
    triggersOn,
  },
  ddl: { arrange, compile, hazards, literal, quoteName },
  rows: { batches, rowCheck, trial, readings },
  session: {
    transactions,
    lock,
    lockRoom,
    lockRows: lockRowsOf({
      quoteName,
      placeholder: (position) => `$${position}`,
      now: "(extract(epoch FROM clock_timestamp()) * 1000)::bigint",
    }),
    keepAlive,
    state: sessionState,
    settings: sessionSettings,
    limits,
    watch,
    resumption,
    fault,
    advice: (code) => advices[code],
  },
  store: versionStore,
  orm,
};
