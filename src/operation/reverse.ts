import { AthanorError } from "../error/athanor-error.js";
import type { Constraint } from "../schema/constraint.js";
import { compact } from "../schema/compact.js";
import { nameText } from "../schema/name.js";
import type { Locking } from "./locking.js";
import { lockingOf } from "./locking.js";
import type { ByKind, Operation, OperationMap } from "./operation.js";
import { dispatch } from "./operation.js";
import { describe } from "./describe.js";
import type { AnyOperation, Kinds, PluginOperation } from "./plugin-operation.js";
import { behaviourOf, isPluginOperation, noKinds } from "./plugin-operation.js";
import { isTableChange } from "./table-change.js";

/**
 * The operation that undoes another: the downgrade is derived, never written twice.
 *
 * `reverse(reverse(operation))` is the operation again. `ifExists` and `ifNotExists` become each other. What has
 * nothing to undo (`validateConstraint`) becomes a `batchAlterTable` without operations. So does an extension that was
 * created `ifNotExists`: it may have been there before, and others may use it by now.
 *
 * @throws AthanorError `IRREVERSIBLE_OPERATION` for `execute` without `reverse`, and for rows without a value.
 * @example reverse({ kind: "addColumn", table, column }) // { kind: "dropColumn", table, column }
 */
export function reverse(operation: Operation): Operation;
export function reverse(operation: AnyOperation, kinds?: Kinds): AnyOperation;
export function reverse(operation: AnyOperation, kinds: Kinds = noKinds): AnyOperation {
  if (isPluginOperation(operation)) return reversePlugins(operation, kinds);
  const back = dispatch(reverses, operation);
  return isTableChange(operation) ? withLocking(back, operation) : back;
}

function reversePlugins(operation: PluginOperation, kinds: Kinds): AnyOperation {
  const back = behaviourOf(operation, kinds).reverse?.(operation);
  if (back !== undefined) return back;
  throw irreversible(`"${describe(operation, kinds)}" cannot be reversed.`, operation);
}

/** What was asked of the way there holds on the way back. */
function withLocking(back: Operation, asked: Locking): Operation {
  return isTableChange(back) ? { ...back, ...lockingOf(asked) } : back;
}

/** The way back over several operations: last first, without those that have nothing to undo. */
export function reverseAll(operations: readonly Operation[]): readonly Operation[];
export function reverseAll(
  operations: readonly AnyOperation[],
  kinds?: Kinds,
): readonly AnyOperation[];
export function reverseAll(
  operations: readonly AnyOperation[],
  kinds: Kinds = noKinds,
): readonly AnyOperation[] {
  return operations
    .toReversed()
    .map((each) => reverse(each, kinds))
    .filter(doesSomething);
}

function doesSomething(operation: AnyOperation): boolean {
  return operation.kind !== "batchAlterTable" || operation.operations.length > 0;
}

const reverses: ByKind<[], Operation> = {
  createTable: ({ table, ifNotExists }) => ({ kind: "dropTable", table, ...ifThere(ifNotExists) }),
  dropTable: ({ table, ifExists }) => ({ kind: "createTable", table, ...ifMissing(ifExists) }),
  renameTable: swapEnds,
  alterTableComment: ({ kind, table, from, to }) => ({
    kind,
    table,
    ...compact({ from: to, to: from }),
  }),
  alterTableOptions: swapEnds,
  addColumn: ({ table, column, ifNotExists }) => ({
    kind: "dropColumn",
    table,
    column,
    ...ifThere(ifNotExists),
  }),
  dropColumn: ({ table, column, ifExists }) => ({
    kind: "addColumn",
    table,
    column,
    ...ifMissing(ifExists),
  }),
  alterColumn: ({ kind, table, from, to, using, reverseUsing, renamed }) => ({
    kind,
    table,
    from: to,
    to: from,
    ...compact({ using: reverseUsing, reverseUsing: using, renamed: renamed && invert(renamed) }),
  }),
  renameColumn: swapEnds,
  createConstraint: ({ table, constraint }) => ({ kind: "dropConstraint", table, constraint }),
  dropConstraint: ({ table, constraint }) => ({ kind: "createConstraint", table, constraint }),
  renameConstraint: reverseRenameConstraint,
  validateConstraint: ({ table }) => ({ kind: "batchAlterTable", table, operations: [] }),
  createIndex: ({ table, index, concurrently, ifNotExists }) => ({
    kind: "dropIndex",
    table,
    index,
    ...compact({ concurrently }),
    ...ifThere(ifNotExists),
  }),
  dropIndex: ({ table, index, concurrently, ifExists }) => ({
    kind: "createIndex",
    table,
    index,
    ...compact({ concurrently }),
    ...ifMissing(ifExists),
  }),
  renameIndex: swapEnds,
  createEnum: ({ enum: type, ifNotExists }) => ({
    kind: "dropEnum",
    enum: type,
    ...ifThere(ifNotExists),
  }),
  dropEnum: ({ enum: type, ifExists }) => ({
    kind: "createEnum",
    enum: type,
    ...ifMissing(ifExists),
  }),
  alterEnum: ({ kind, from, to, renamed, rewrite }) => ({
    kind,
    from: to,
    to: from,
    ...compact({ renamed: renamed && invert(renamed), rewrite }),
  }),
  renameEnum: swapEnds,
  alterSequence: swapEnds,
  renameSequence: swapEnds,
  createSequence: ({ sequence, ifNotExists }) => ({
    kind: "dropSequence",
    sequence,
    ...ifThere(ifNotExists),
  }),
  dropSequence: ({ sequence, ifExists }) => ({
    kind: "createSequence",
    sequence,
    ...ifMissing(ifExists),
  }),
  createView: ({ view, ifNotExists, aside }) => ({
    kind: "dropView",
    view,
    ...ifThere(ifNotExists),
    ...compact({ aside }),
  }),
  dropView: ({ view, ifExists, aside }) => ({
    kind: "createView",
    view,
    ...ifMissing(ifExists),
    ...compact({ aside }),
  }),
  createSchema: ({ name, ifNotExists }) => ({ kind: "dropSchema", name, ...ifThere(ifNotExists) }),
  dropSchema: ({ name, ifExists }) => ({ kind: "createSchema", name, ...ifMissing(ifExists) }),
  createExtension: reverseCreateExtension,
  dropExtension: ({ extension, ifExists }) => ({
    kind: "createExtension",
    extension,
    ...ifMissing(ifExists),
  }),
  execute: reverseExecute,
  bulkInsert: (operation) => ({ ...withValues(operation), kind: "deleteRows" }),
  deleteRows: (operation) => ({ ...operation, kind: "bulkInsert" }),
  backfill: reverseBackfill,
  batchAlterTable: reverseBatch,
};

function ifThere(ifExists: boolean | undefined): { readonly ifExists?: boolean } {
  return compact({ ifExists });
}

function ifMissing(ifNotExists: boolean | undefined): { readonly ifNotExists?: boolean } {
  return compact({ ifNotExists });
}

function swapEnds<Change extends { readonly from: unknown; readonly to: unknown }>(
  operation: Change,
): Change {
  return { ...operation, from: operation.to, to: operation.from };
}

function reverseRenameConstraint(operation: OperationMap["renameConstraint"]): Operation {
  const { kind, table, constraint, to } = operation;
  if (constraint.name === undefined) {
    throw irreversible(
      `Naming a constraint of "${nameText(table)}" "${to}" cannot be reversed: it had no name before.`,
      operation,
    );
  }
  const renamed: Constraint = { ...constraint, name: to };
  return { kind, table, constraint: renamed, to: constraint.name };
}

function invert(renamed: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(renamed).map(([from, to]) => [to, from]));
}

/** Only where the revision made it for certain does the way back drop it: with `ifNotExists` it may have been there. */
function reverseCreateExtension(operation: OperationMap["createExtension"]): Operation {
  const { extension, ifNotExists } = operation;
  return ifNotExists === true
    ? { kind: "batchAlterTable", table: { name: extension.name }, operations: [] }
    : { kind: "dropExtension", extension };
}

function reverseExecute(operation: OperationMap["execute"]): Operation {
  const { kind, sql, parameters, reverse: back } = operation;
  if (back === undefined) {
    throw irreversible(
      `The statement "${sql}" cannot be reversed: what undoes it is not known.`,
      operation,
    );
  }
  return { kind, ...back, reverse: compact({ sql, parameters }) };
}

/** A row is found again by its values; one that takes the default of every column has none. */
function withValues(operation: OperationMap["bulkInsert"]): OperationMap["bulkInsert"] {
  const { table, rows } = operation;
  if (rows.every((row) => Object.values(row).some((value) => value !== undefined)))
    return operation;
  throw irreversible(
    `Inserting a row without values into "${nameText(table)}" cannot be reversed: by what to find it is not known.`,
    operation,
  );
}

/** Values that no row had before lead back to those the rows had; of any other rows the values stay. */
function reverseBackfill(operation: OperationMap["backfill"]): Operation {
  const { table, set, where, reversible } = operation;
  return reversible === true && typeof where === "object"
    ? { ...operation, set: where, where: set }
    : { kind: "batchAlterTable", table, operations: [] };
}

/** A batch that renames its table starts back from the new name. */
function reverseBatch({ kind, table, operations }: OperationMap["batchAlterTable"]): Operation {
  const renamed = operations.findLast((inner) => inner.kind === "renameTable");
  return { kind, table: renamed?.to ?? table, operations: reverseAll(operations) };
}

function irreversible(message: string, operation: AnyOperation): AthanorError {
  return new AthanorError({
    code: "IRREVERSIBLE_OPERATION",
    message,
    suggestions: ["Write this part of the downgrade by hand."],
    facts: { operation },
  });
}
