import type { Capabilities } from "../../src/plugin/dialect.js";

export const capabilities: Capabilities = {
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
