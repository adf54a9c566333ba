import type { Operation } from "../../../src/operation/operation.js";
import * as table from "../../../src/operation/table-change.js";

const lacking = ["validateConstraint", "alterTableComment"] as const;

/** A change inside one table that SQLite can carry out, if need be by making the table anew. */
export type TableChange = Exclude<table.TableChange, { readonly kind: (typeof lacking)[number] }>;

export function isTableChange(operation: Operation): operation is TableChange {
  return table.isTableChange(operation) && !lacking.some((kind) => kind === operation.kind);
}
