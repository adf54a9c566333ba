import { lockingOf } from "../operation/locking.js";
import type { ByKind, Operation, OperationKind } from "../operation/operation.js";
import { dispatch } from "../operation/operation.js";
import type { AnyOperation } from "../operation/plugin-operation.js";
import { isPluginOperation } from "../operation/plugin-operation.js";
import { writeChange, writeColumn } from "../operation/options/column-options.js";
import { writeConstraint } from "../operation/options/constraint-options.js";
import { writeTarget } from "../operation/options/constraint-target.js";
import { writeIndex } from "../operation/options/index-options.js";
import { writeSequence, writeSequenceChange } from "../operation/options/sequence-options.js";
import { writeTable, writeTableOptionsChange } from "../operation/options/table-options.js";
import { writeName } from "../operation/options/table-name.js";
import { writeView } from "../operation/options/view-options.js";
import { isTableChange } from "../operation/table-change.js";
import { compact } from "../schema/compact.js";
import type { ConstraintKind } from "../schema/constraint.js";
import type { Call } from "./call-layout.js";

/**
 * The call of `op` that asks for the operation, in its shortest form.
 *
 * What no call of its own can say, a plugin's own kinds among it, is handed to `op.invoke` as data.
 */
export function callOf(operation: AnyOperation): Call {
  return isPluginOperation(operation) || hidesLocking(operation)
    ? invoke(operation)
    : dispatch(renderCalls, operation);
}

/** Is locking asked for by an operation whose own call has no place for it? */
function hidesLocking(operation: Operation): boolean {
  if (!isTableChange(operation) || Object.keys(lockingOf(operation)).length === 0) return false;
  return !saysLocking.has(operation.kind);
}

const saysLocking: ReadonlySet<string> = new Set<OperationKind>([
  "addColumn",
  "dropColumn",
  "alterColumn",
  "createIndex",
  "dropIndex",
]);

export function invoke(operation: AnyOperation): Call {
  return { method: "invoke", arguments: [operation] };
}

const renderCalls: ByKind<[], Call> = {
  createTable: ({ kind, table, ...flags }) =>
    call(kind, writeName(table), { ...writeTable(table), ...flags }),
  dropTable: ({ kind, table, ...flags }) => call(kind, writeName(table), ...given(flags)),
  renameTable: ({ kind, from, to }) => call(kind, writeName(from), writeName(to)),
  alterTableComment: ({ table, to }) =>
    to === undefined
      ? call("dropTableComment", writeName(table))
      : call("createTableComment", writeName(table), to),
  alterTableOptions: ({ kind, table, from, to }) =>
    call(kind, writeName(table), writeTableOptionsChange(from, to)),
  addColumn: ({ kind, table, column, ...flags }) =>
    call(kind, writeName(table), { ...writeColumn(column), ...flags }),
  dropColumn: ({ kind, table, column, ...flags }) =>
    call(kind, writeName(table), column.name, ...given(flags)),
  alterColumn: (operation) => {
    const { kind, table, from, to, ...conversions } = operation;
    if (from.name !== to.name) return invoke(operation);
    return call(kind, writeName(table), from.name, writeChange(from, to), ...given(conversions));
  },
  renameColumn: ({ kind, table, from, to }) => call(kind, writeName(table), from, to),
  createConstraint: ({ table, constraint }) =>
    call(createMethods[constraint.kind], writeName(table), writeConstraint(constraint)),
  dropConstraint: ({ kind, table, constraint, ...flags }) =>
    call(kind, writeName(table), writeTarget(constraint), ...given(flags)),
  renameConstraint: ({ kind, table, constraint, to }) =>
    call(kind, writeName(table), writeTarget(constraint), to),
  validateConstraint: ({ kind, table, name }) => call(kind, writeName(table), name),
  createIndex: ({ kind, table, index, ...flags }) =>
    call(kind, writeName(table), { ...writeIndex(index), ...flags }),
  dropIndex: ({ kind, table, index, ...flags }) =>
    call(kind, writeName(table), index.name, ...given(flags)),
  renameIndex: ({ kind, table, from, to }) => call(kind, writeName(table), from, to),
  createEnum: ({ kind, enum: type, ...flags }) =>
    call(kind, writeName(type), type.values, ...given(flags)),
  dropEnum: ({ kind, enum: type, ...flags }) => call(kind, writeName(type), ...given(flags)),
  alterEnum: (operation) => {
    const { kind, from, to, renamed, rewrite } = operation;
    if (from.name !== to.name || from.schema !== to.schema) return invoke(operation);
    return call(kind, writeName(from), compact({ values: to.values, renamed, rewrite }));
  },
  renameEnum: ({ kind, from, to }) => call(kind, writeName(from), writeName(to)),
  createSequence: ({ kind, sequence, ...flags }) =>
    call(kind, writeName(sequence), ...given({ ...writeSequence(sequence), ...flags })),
  alterSequence: (operation) => {
    const { kind, from, to } = operation;
    if (from.name !== to.name || from.schema !== to.schema) return invoke(operation);
    return call(kind, writeName(from), writeSequenceChange(from, to));
  },
  renameSequence: ({ kind, from, to }) => call(kind, writeName(from), writeName(to)),
  dropSequence: ({ kind, sequence, ...flags }) => call(kind, writeName(sequence), ...given(flags)),
  createView: ({ kind, view, ...flags }) =>
    call(kind, writeName(view), { ...writeView(view), ...flags }),
  dropView: ({ kind, view, ...flags }) => call(kind, writeName(view), ...given(flags)),
  createSchema: ({ kind, name, ...flags }) => call(kind, name, ...given(flags)),
  dropSchema: ({ kind, name, ...flags }) => call(kind, name, ...given(flags)),
  createExtension: ({ kind, extension: { name, ...rest }, ...flags }) =>
    call(kind, name, ...given({ ...rest, ...flags })),
  dropExtension: ({ kind, extension, ...flags }) => call(kind, extension.name, ...given(flags)),
  execute: ({ kind, sql, parameters, reverse }) =>
    call(
      kind,
      sql,
      ...(parameters === undefined ? [] : [parameters]),
      ...(reverse === undefined ? [] : [{ reverse }]),
    ),
  bulkInsert: ({ kind, table, rows }) => call(kind, writeName(table), rows),
  deleteRows: ({ kind, table, rows }) => call(kind, writeName(table), rows),
  backfill: ({ kind, table, ...options }) => call(kind, writeName(table), options),
  batchAlterTable: (operation) => invoke(operation),
};

const createMethods: Readonly<Record<ConstraintKind, string>> = {
  primaryKey: "createPrimaryKey",
  unique: "createUniqueConstraint",
  check: "createCheckConstraint",
  exclude: "createExcludeConstraint",
  foreignKey: "createForeignKey",
};

function call(method: string, ...values: readonly unknown[]): Call {
  return { method, arguments: values };
}

/** Options that say nothing are not written. */
function given(options: object): readonly object[] {
  return Object.keys(options).length === 0 ? [] : [options];
}
