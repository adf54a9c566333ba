import type { Dialect } from "../../../src/plugin/dialect.js";
import { foldIntoTables } from "./fold-into-tables.js";
import { groupChanges } from "./group-changes.js";

/** A new table comes with its indexes, and the changes of a table come together: one ALTER TABLE. */
export const arrange: Dialect["arrange"] = (operations) => groupChanges(foldIntoTables(operations));
