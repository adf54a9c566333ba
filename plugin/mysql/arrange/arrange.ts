import type { DialectDdl } from "../../../src/plugin/ddl.js";
import { foldIntoTables } from "./fold-into-tables.js";
import { groupChanges } from "./group-changes.js";

/** A new table comes with its indexes, and the changes of a table come together: one ALTER TABLE. */
export const arrange: DialectDdl["arrange"] = (operations) =>
  groupChanges(foldIntoTables(operations));
