import type { Operation } from "../operation/operation.js";
import type { Wanted } from "../plugin/source.js";
import { nameKey, sameName } from "../schema/name.js";
import type { DatabaseAccess } from "../project/database-access.js";

/**
 * The operations with those indexes made and dropped while others write for which the entities ask for it, where the
 * database can. A table that is new has nobody who would wait.
 *
 * Such a statement commits by itself, before its revision is recorded: it must be fit to be run again.
 */
export function askConcurrency(
  operations: readonly Operation[],
  { concurrentIndexes = [] }: Pick<Wanted, "concurrentIndexes">,
  { dialect }: Pick<DatabaseAccess, "dialect">,
): readonly Operation[] {
  if (concurrentIndexes.length === 0 || dialect.capabilities.concurrentIndexes !== true)
    return operations;
  const fresh = new Set(operations.flatMap(createdKey));
  return operations.map((operation) => {
    if (operation.kind !== "createIndex" && operation.kind !== "dropIndex") return operation;
    const { table, index } = operation;
    const asked = concurrentIndexes.some(
      (wanted) => wanted.name === index.name && sameName(wanted.table, table),
    );
    if (!asked || fresh.has(nameKey(table))) return operation;
    return operation.kind === "createIndex"
      ? { ...operation, concurrently: true, ifNotExists: true }
      : { ...operation, concurrently: true, ifExists: true };
  });
}

function createdKey(operation: Operation): readonly string[] {
  if (operation.kind === "createTable") return [nameKey(operation.table)];
  return operation.kind === "createView" ? [nameKey(operation.view)] : [];
}
