import type { Capabilities } from "../../src/plugin/dialect.js";

/** Databases of one server stand for schemas. Every DDL statement commits what is open. */
export const capabilities: Capabilities = {
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
