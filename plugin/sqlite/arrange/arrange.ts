import type { Operation } from "../../../src/operation/operation.js";
import { foldConstraints } from "./fold-constraints.js";
import { groupChanges } from "./group-changes.js";

/**
 * Generated operations as SQLite wants them: constraints that come or go together with their table are part of it, and
 * all changes that may need a table to be made anew stand in one batch for each table.
 */
export function arrange(operations: readonly Operation[]): readonly Operation[] {
  return groupChanges(foldConstraints(operations));
}
