import type { Capabilities, Dialect } from "../../src/plugin/dialect.js";
import { arrange } from "./arrange.js";
import { batches } from "./backfill.js";
import { canonicalize } from "./canonicalize/canonicalize.js";
import { compile } from "./compile/compile.js";
import { sessionState } from "./session-state.js";
import { fault } from "./fault.js";
import { hazards } from "./hazards.js";
import { inspect } from "./inspect/inspect.js";
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

const capabilities: Capabilities = {
  transactionalDdl: true,
  enumTypes: false,
  schemas: false,
  sequences: false,
  materializedViews: false,
  tableComments: false,
  columnComments: false,
  exclusionConstraints: false,
  deferrableConstraints: true,
  namedPrimaryKeys: true,
  batchesTableChanges: true,
  dropsByName: ["dropTable"],
};

/** SQLite 3.26 and newer, through whatever driver the connection uses. */
export const sqlite: Dialect = {
  name: "sqlite",
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
    state: sessionState,
    resumption,
    fault,
  },
  store: versionStore,
  orm,
};
