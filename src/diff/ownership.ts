import type { Constraint } from "../schema/constraint.js";
import type { Index } from "../schema/index-definition.js";
import { compact } from "../schema/compact.js";
import { nameOf } from "../schema/name.js";
import type { Schema } from "../schema/schema.js";
import type { Table } from "../schema/table.js";
import { constraintsOf } from "../schema/table.js";
import type { View } from "../schema/view.js";
import type { DiffObject } from "./diff-object.js";

/** Decides what may be dropped, and remembers what was not. */
export type Ownership = {
  readonly owns: (object: DiffObject) => boolean;
  /** The object as the database names it, before any rename. */
  readonly origin: (object: DiffObject) => DiffObject;
};

export function constraintObject(table: Table, constraint: Constraint): DiffObject {
  const named = compact({ name: constraint.name });
  return { kind: "constraint", table: nameOf(table), ...named, object: constraint };
}

export function indexObject(owner: Table | View, index: Index): DiffObject {
  return { kind: "index", table: nameOf(owner), name: index.name, object: index };
}

/**
 * Ownership goes by the names the database has now, so a thing that a rename has touched is asked for as it was.
 * `renamed` is `from` after the renames: the same tables and lists in the same order.
 */
export function ownership(
  owns: (object: DiffObject) => boolean,
  from: Schema,
  renamed: Schema,
): Ownership {
  const origins = new Map<unknown, DiffObject>();
  if (from !== renamed) {
    renamed.tables.forEach((table, at) => {
      const before = from.tables[at];
      if (before !== undefined && before !== table) recordOrigins(before, table, origins);
    });
  }
  const origin = (object: DiffObject): DiffObject => origins.get(object.object) ?? object;
  return { owns: (object) => owns(origin(object)), origin };
}

function recordOrigins(before: Table, after: Table, origins: Map<unknown, DiffObject>): void {
  origins.set(after, { kind: "table", name: nameOf(before), object: before });
  const constraints = constraintsOf(before);
  constraintsOf(after).forEach((constraint, at) => {
    const was = constraints[at];
    if (was !== undefined) origins.set(constraint, constraintObject(before, was));
  });
  after.indexes.forEach((index, at) => {
    const was = before.indexes[at];
    if (was !== undefined) origins.set(index, indexObject(before, was));
  });
}
