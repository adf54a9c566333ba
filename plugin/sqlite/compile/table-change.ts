import type { Operation, OperationMap } from "../../../src/operation/operation.js";

const kinds = [
  "addColumn",
  "dropColumn",
  "alterColumn",
  "renameColumn",
  "createConstraint",
  "dropConstraint",
  "renameConstraint",
  "createIndex",
  "dropIndex",
  "renameIndex",
  "alterTableOptions",
] as const satisfies readonly (keyof OperationMap)[];

/** A change inside one table that SQLite can carry out, if need be by making the table anew. */
export type TableChange = OperationMap[(typeof kinds)[number]];

export function isTableChange(operation: Operation): operation is TableChange {
  return kinds.some((kind) => kind === operation.kind);
}
