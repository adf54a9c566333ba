import type { Dialect, Capabilities } from "../../src/plugin/dialect.js";
import { lockRowsOf } from "../sql/lock-rows.js";
import { arrange } from "./arrange.js";
import { batches } from "./backfill.js";
import { canonicalize } from "./canonicalize/canonicalize.js";
import { compile } from "./compile/compile.js";
import { advice } from "./failure.js";
import { sessionState } from "./session-state.js";
import { fault } from "./fault.js";
import { hazards } from "./hazards.js";
import { inspect } from "./inspect/inspect.js";
import { limits, keepAlive } from "./session-settings.js";
import { literal } from "./literal.js";
import { lock } from "./lock.js";
import { orm } from "./orm.js";
import { quoteName } from "./quote-name.js";
import { resumption } from "./resumption.js";
import { rowCheck } from "./row-check.js";
import { readServer } from "./server.js";
import { transactions } from "./transactions.js";
import { triggersOn } from "./triggers-on.js";
import { versionStore } from "./version-store.js";
import { watch } from "./watch.js";

/** Databases of one server stand for schemas. Every DDL statement commits what is open. */
const capabilities: Capabilities = {
  transactionalDdl: false,
  enumTypes: false,
  schemas: true,
  sequences: false,
  materializedViews: false,
  tableComments: true,
  columnComments: true,
  exclusionConstraints: false,
  deferrableConstraints: false,
  namedPrimaryKeys: false,
  batchesTableChanges: true,
  dropsByName: ["dropTable"],
  identifierLimit: { length: 64, unit: "characters" },
};

/** MySQL 8.0.16 and newer, MariaDB 10.5 and newer. */
export const mysql: Dialect = {
  name: "mysql",
  capabilities,
  catalog: {
    server: readServer,
    inspect,
    canonicalize,
    readRows: (connection, table) => connection.query(`SELECT * FROM ${quoteName(table)}`),
    triggersOn,
  },
  ddl: { arrange, compile, hazards, literal, quoteName },
  rows: { batches, rowCheck },
  session: {
    transactions,
    lock,
    lockRows: lockRowsOf({
      quoteName,
      placeholder: () => "?",
      now: "ROUND(UNIX_TIMESTAMP(SYSDATE(3)) * 1000)",
    }),
    keepAlive,
    state: sessionState,
    limits,
    watch,
    resumption,
    fault,
    advice,
  },
  store: versionStore,
  orm,
};
