import { AthanorError } from "../error/athanor-error.js";
import type { Schema } from "../schema/schema.js";
import * as catalog from "./apply-catalog.js";
import * as column from "./apply-column.js";
import * as constraint from "./apply-constraint.js";
import * as table from "./apply-table.js";
import type { ByKind, Operation } from "./operation.js";
import { dispatch } from "./operation.js";
import type { AnyOperation, Kinds } from "./plugin-operation.js";
import { behaviourOf, isPluginOperation, noKinds } from "./plugin-operation.js";

/**
 * The schema as it is after the operation. Pure: nothing is changed in place.
 *
 * What a database does by itself is done here too: names follow a rename, and what spans a dropped column goes
 * with it. Statements and rows (`execute`, `bulkInsert`, `deleteRows`) change nothing that is known here.
 *
 * @throws AthanorError `UNKNOWN_TABLE`, `UNKNOWN_COLUMN`, ... where the named thing is missing.
 * @example applyOperation(schema, { kind: "dropTable", table }).tables
 */
export function applyOperation(
  schema: Schema,
  operation: AnyOperation,
  kinds: Kinds = noKinds,
): Schema {
  if (!isPluginOperation(operation)) return dispatch(applies, operation, schema);
  return behaviourOf(operation, kinds).apply?.(schema, operation) ?? schema;
}

/** The same; what the schema does not know stays unknown. */
export function applyIfKnown(schema: Schema, operation: AnyOperation, kinds?: Kinds): Schema {
  try {
    return applyOperation(schema, operation, kinds);
  } catch (error) {
    if (error instanceof AthanorError && error.code.startsWith("UNKNOWN_")) return schema;
    throw error;
  }
}

/** Operations one after the other, each with the schema just before it and just after it. */
export function* followOperations(
  operations: Iterable<AnyOperation>,
  start: Schema,
  kinds?: Kinds,
): Generator<FollowedOperation, void, undefined> {
  let before = start;
  for (const operation of operations) {
    const after = applyIfKnown(before, operation, kinds);
    yield { operation, before, after };
    before = after;
  }
}

export type FollowedOperation = {
  readonly operation: AnyOperation;
  readonly before: Schema;
  readonly after: Schema;
};

export function applyAll(
  schema: Schema,
  operations: readonly AnyOperation[],
  kinds: Kinds = noKinds,
): Schema {
  return operations.reduce((state, each) => applyOperation(state, each, kinds), schema);
}

type Apply<Change> = (schema: Schema, operation: Change) => Schema;

function on<Change>(apply: Apply<Change>): (operation: Change, schema: Schema) => Schema {
  return (operation, schema) => apply(schema, operation);
}

const unchanged = (_operation: Operation, schema: Schema): Schema => schema;

const applies: ByKind<[schema: Schema], Schema> = {
  createTable: on(table.applyCreateTable),
  dropTable: on(table.applyDropTable),
  renameTable: on(table.applyRenameTable),
  alterTableComment: on(table.applyComment),
  alterTableOptions: on(table.applyOptions),
  addColumn: on(column.applyAddColumn),
  dropColumn: on(column.applyDropColumn),
  alterColumn: on(column.applyAlterColumn),
  renameColumn: on(column.applyRenameColumn),
  createConstraint: on(constraint.applyCreateConstraint),
  dropConstraint: on(constraint.applyDropConstraint),
  renameConstraint: on(constraint.applyRenameConstraint),
  validateConstraint: on(constraint.applyValidateConstraint),
  createIndex: on(constraint.applyCreateIndex),
  dropIndex: on(constraint.applyDropIndex),
  renameIndex: on(constraint.applyRenameIndex),
  createEnum: on(catalog.applyCreateEnum),
  dropEnum: on(catalog.applyDropEnum),
  alterEnum: on(catalog.applyAlterEnum),
  renameEnum: on(catalog.applyRenameEnum),
  createSequence: on(catalog.applyCreateSequence),
  alterSequence: on(catalog.applyAlterSequence),
  dropSequence: on(catalog.applyDropSequence),
  renameSequence: on(catalog.applyRenameSequence),
  createView: on(catalog.applyCreateView),
  dropView: on(catalog.applyDropView),
  createSchema: on(catalog.applyCreateSchema),
  dropSchema: on(catalog.applyDropSchema),
  createExtension: on(catalog.applyCreateExtension),
  dropExtension: on(catalog.applyDropExtension),
  execute: unchanged,
  bulkInsert: unchanged,
  deleteRows: unchanged,
  backfill: unchanged,
  batchAlterTable: ({ operations }, schema) => applyAll(schema, operations),
};
