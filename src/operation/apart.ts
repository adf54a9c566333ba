import { nameText } from "../schema/name.js";
import { isPluginOperation, type AnyOperation } from "./plugin-operation.js";

/**
 * What an operation does that no transaction can hold, where others can be held by one; `undefined` for most. It commits on
 * its way, so what stands beside it in a revision would be half done when the process is killed.
 */
export function apartText(operation: AnyOperation): string | undefined {
  if (isPluginOperation(operation)) return undefined;
  if (operation.kind === "backfill" && operation.batchSize !== undefined) {
    const columns = Object.keys(operation.set).join(", ");
    return `fill ${nameText(operation.table)}.${columns} in batches`;
  }
  const isIndex = operation.kind === "createIndex" || operation.kind === "dropIndex";
  if (!isIndex || operation.concurrently !== true) return undefined;
  const verb = operation.kind === "createIndex" ? "create" : "drop";
  return `${verb} index ${operation.index.name} concurrently`;
}
