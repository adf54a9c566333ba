import type { Constraint } from "../schema/constraint.js";
import type { Index } from "../schema/index-definition.js";
import type { QualifiedName } from "../schema/name.js";
import { findTable } from "../schema/schema.js";
import type { Schema } from "../schema/schema.js";
import type { Table } from "../schema/table.js";
import { constraintsOf } from "../schema/table.js";
import { without } from "../schema/without.js";
import { changeNamed, positionOf } from "./apply-list.js";
import { changeTable } from "./apply-table.js";
import type { OperationMap } from "./operation.js";
import { unknown } from "./unknown.js";

export function applyCreateConstraint(
  schema: Schema,
  operation: OperationMap["createConstraint"],
): Schema {
  return changeTable(schema, operation.table, (table) =>
    withConstraints(table, [...constraintsOf(table), operation.constraint]),
  );
}

export function applyDropConstraint(
  schema: Schema,
  operation: OperationMap["dropConstraint"],
): Schema {
  const { constraint, ifExists = false } = operation;
  return changeTable(schema, operation.table, (table) => {
    const held = constraintsOf(table);
    const at = positionOf(held, constraint);
    if (at >= 0) return withConstraints(table, held.toSpliced(at, 1));
    if (standsAsIndex(table, constraint)) {
      return { ...table, indexes: table.indexes.filter(({ name }) => name !== constraint.name) };
    }
    if (ifExists) return table;
    throw unknown("constraint", constraint.name ?? constraint.kind, table);
  });
}

export function applyRenameConstraint(
  schema: Schema,
  operation: OperationMap["renameConstraint"],
): Schema {
  const { table, constraint, to } = operation;
  const owner = findTable(schema, table);
  if (owner !== undefined && standsAsIndex(owner, constraint)) {
    return applyRenameIndex(schema, {
      kind: "renameIndex",
      table,
      from: constraint.name ?? "",
      to,
    });
  }
  return changeConstraint(schema, table, constraint, (held) => ({ ...held, name: to }));
}

export function applyValidateConstraint(
  schema: Schema,
  operation: OperationMap["validateConstraint"],
): Schema {
  return changeConstraint(schema, operation.table, operation, (held) => {
    if (held.kind === "check") return without(held, "notValid");
    return held.kind === "foreignKey" ? without(held, "notValid") : held;
  });
}

export function applyCreateIndex(schema: Schema, operation: OperationMap["createIndex"]): Schema {
  const { index, ifNotExists = false } = operation;
  return changeIndexes(schema, operation.table, (indexes) => {
    const at = positionOf(indexes, index);
    if (at < 0) return [...indexes, index];
    return ifNotExists ? indexes : indexes.with(at, index);
  });
}

export function applyDropIndex(schema: Schema, operation: OperationMap["dropIndex"]): Schema {
  const { table, index, ifExists = false } = operation;
  return changeIndexes(schema, table, (indexes) => {
    const at = positionOf(indexes, index);
    if (at < 0 && !ifExists) throw unknown("index", index.name, table);
    return at < 0 ? indexes : indexes.toSpliced(at, 1);
  });
}

export function applyRenameIndex(schema: Schema, operation: OperationMap["renameIndex"]): Schema {
  const { table, from, to } = operation;
  return changeIndexes(schema, table, (indexes) => {
    const at = positionOf(indexes, { name: from });
    const held = indexes[at];
    if (held === undefined) throw unknown("index", from, table);
    return indexes.with(at, { ...held, name: to });
  });
}

/** Is the unique constraint held as the unique index that it is (MySQL)? */
function standsAsIndex(table: Table, constraint: Constraint): boolean {
  if (constraint.kind !== "unique" || positionOf(constraintsOf(table), constraint) >= 0)
    return false;
  return positionOf(table.indexes, constraint) >= 0;
}

function changeConstraint(
  schema: Schema,
  owner: QualifiedName,
  wanted: { readonly name?: string },
  change: (constraint: Constraint) => Constraint,
): Schema {
  return changeTable(schema, owner, (table) => {
    const held = constraintsOf(table);
    const at = positionOf(held, wanted);
    const found = held[at];
    if (found === undefined) throw unknown("constraint", wanted.name ?? "", table);
    return withConstraints(table, held.with(at, change(found)));
  });
}

/** Indexes hang on tables and on materialized views alike. */
function changeIndexes(
  schema: Schema,
  owner: QualifiedName,
  change: (indexes: readonly Index[]) => readonly Index[],
): Schema {
  const changed = <Owner extends { readonly indexes: readonly Index[] }>(held: Owner): Owner => ({
    ...held,
    indexes: change(held.indexes),
  });
  const isView = findTable(schema, owner) === undefined && schema.views.length > 0;
  return isView
    ? { ...schema, views: changeNamed("view", schema.views, owner, changed) }
    : changeTable(schema, owner, changed);
}

/** The table with these constraints in place of its own; the last primary key is the one that counts. */
function withConstraints(table: Table, constraints: readonly Constraint[]): Table {
  const primaryKey = constraints.findLast((held) => held.kind === "primaryKey");
  return {
    ...without(table, "primaryKey"),
    ...(primaryKey && { primaryKey }),
    uniques: constraints.filter((held) => held.kind === "unique"),
    checks: constraints.filter((held) => held.kind === "check"),
    exclusions: constraints.filter((held) => held.kind === "exclude"),
    foreignKeys: constraints.filter((held) => held.kind === "foreignKey"),
  };
}
