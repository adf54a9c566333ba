import { AthanorError } from "../../error/athanor-error.js";
import type { QualifiedName } from "../../schema/name.js";
import { nameText } from "../../schema/name.js";
import { applyOperation } from "../apply.js";
import { readInvoked } from "../options/row-form.js";
import type { TableName } from "../options/table-name.js";
import type { Locking } from "../locking.js";
import { lockingOf } from "../locking.js";
import type { Operation } from "../operation.js";
import { isPluginOperation } from "../plugin-operation.js";
import { isTableChange } from "../table-change.js";
import type { OperationRequest } from "../request.js";
import type { CallContext } from "./call.js";
import { callWith } from "./call.js";
import type { ColumnOperations } from "./column-operations.js";
import { createColumnOperations } from "./column-operations.js";
import type { ConstraintOperations } from "./constraint-operations.js";
import { createConstraintOperations } from "./constraint-operations.js";
import type { DataOperations } from "./data-operations.js";
import type { IndexOperations } from "./index-operations.js";
import { createIndexOperations } from "./index-operations.js";
import type { TableOperations } from "./table-operations.js";
import { createTableOperations } from "./table-operations.js";

type OnTable<Methods> = {
  [Name in keyof Methods]: Methods[Name] extends (
    table: TableName,
    ...rest: infer Rest
  ) => infer Result
    ? (...rest: Rest) => Result
    : never;
};

type TableMethods = Pick<
  TableOperations,
  "createTableComment" | "dropTableComment" | "alterTableOptions"
> &
  ColumnOperations &
  ConstraintOperations &
  IndexOperations;

/** The calls of `op` that change one table, without naming it: `batch.addColumn({ name: "bio", type: "text" })`. */
export type BatchOperations = OnTable<TableMethods> & Pick<DataOperations, "invoke">;

/** Calls the body with a batch for the table and gives the one request that its calls amount to, each with the locking asked for. */
export async function collectBatch(
  table: QualifiedName,
  body: (batch: BatchOperations) => Promise<void> | void,
  { defaultSchema, ...asked }: Locking & { readonly defaultSchema?: string } = {},
): Promise<OperationRequest> {
  const requests: OperationRequest[] = [];
  let open = true;
  const submit = (request: OperationRequest) => {
    if (!open) return Promise.reject(closed(table));
    requests.push(request);
    return Promise.resolve();
  };
  await body(
    createBatch(table, { submit, ...(defaultSchema === undefined ? {} : { defaultSchema }) }),
  );
  open = false;
  return joinRequests(table, requests, lockingOf(asked));
}

/** Each request is completed from the state that the ones before it leave behind. */
function joinRequests(
  table: QualifiedName,
  requests: readonly OperationRequest[],
  locking: Locking,
): OperationRequest {
  return {
    needs: [table, ...requests.flatMap((request) => request.needs)],
    needsCatalog: requests.some((request) => request.needsCatalog === true),
    parts: requests,
    complete: (before) => {
      const operations: Operation[] = [];
      let state = before;
      for (const request of requests) {
        const operation = request.complete(state);
        if (isPluginOperation(operation)) throw notOfTheTable(table, operation.kind);
        state = applyOperation(state, operation);
        operations.push(isTableChange(operation) ? { ...locking, ...operation } : operation);
      }
      return { kind: "batchAlterTable", table, operations };
    },
  };
}

function createBatch(table: QualifiedName, context: CallContext): BatchOperations {
  const tables = createTableOperations(context);
  const columns = createColumnOperations(context);
  const constraints = createConstraintOperations(context);
  const indexes = createIndexOperations(context);
  return {
    createTableComment: (...rest) => tables.createTableComment(table, ...rest),
    dropTableComment: () => tables.dropTableComment(table),
    alterTableOptions: (...rest) => tables.alterTableOptions(table, ...rest),
    addColumn: (...rest) => columns.addColumn(table, ...rest),
    dropColumn: (...rest) => columns.dropColumn(table, ...rest),
    alterColumn: (...rest) => columns.alterColumn(table, ...rest),
    renameColumn: (...rest) => columns.renameColumn(table, ...rest),
    createPrimaryKey: (...rest) => constraints.createPrimaryKey(table, ...rest),
    createUniqueConstraint: (...rest) => constraints.createUniqueConstraint(table, ...rest),
    createForeignKey: (...rest) => constraints.createForeignKey(table, ...rest),
    createCheckConstraint: (...rest) => constraints.createCheckConstraint(table, ...rest),
    createExcludeConstraint: (...rest) => constraints.createExcludeConstraint(table, ...rest),
    dropConstraint: (...rest) => constraints.dropConstraint(table, ...rest),
    renameConstraint: (...rest) => constraints.renameConstraint(table, ...rest),
    validateConstraint: (...rest) => constraints.validateConstraint(table, ...rest),
    createIndex: (...rest) => indexes.createIndex(table, ...rest),
    dropIndex: (...rest) => indexes.dropIndex(table, ...rest),
    renameIndex: (...rest) => indexes.renameIndex(table, ...rest),
    invoke: (operation) => callWith(context, () => readInvoked(operation)),
  };
}

function notOfTheTable(table: QualifiedName, kind: string): AthanorError {
  return new AthanorError({
    code: "NOT_A_TABLE_CHANGE",
    message: `The batch for "${nameText(table)}" was given "${kind}", which a plugin does: it stands outside of a batch.`,
    suggestions: ["await op.invoke({ ... })"],
    facts: { table: nameText(table), kind },
  });
}

function closed(table: QualifiedName): AthanorError {
  return new AthanorError({
    code: "BATCH_CLOSED",
    message: `The batch for "${nameText(table)}" has ended: await each of its calls before its function returns.`,
    suggestions: ["await batch.addColumn(...)"],
    facts: { table: nameText(table) },
  });
}
