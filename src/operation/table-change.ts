import type { Operation, OperationMap } from "./operation.js";

const tableChangeKinds = [
  "addColumn",
  "dropColumn",
  "alterColumn",
  "renameColumn",
  "createConstraint",
  "dropConstraint",
  "renameConstraint",
  "validateConstraint",
  "createIndex",
  "dropIndex",
  "renameIndex",
  "alterTableComment",
  "alterTableOptions",
] as const satisfies readonly (keyof OperationMap)[];

/** A change inside one table that exists already: what a `batchAlterTable` may hold. */
export type TableChange = OperationMap[(typeof tableChangeKinds)[number]];

export function isTableChange(operation: Operation): operation is TableChange {
  return tableChangeKinds.some((kind) => kind === operation.kind);
}
