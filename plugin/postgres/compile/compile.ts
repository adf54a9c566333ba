import { applyAll } from "../../../src/operation/apply.js";
import {
  dispatch,
  type BatchAlterTable,
  type ByKind,
  type Operation,
} from "../../../src/operation/operation.js";
import type { CompileContext, Statement } from "../../../src/plugin/ddl.js";
import { compileBackfill } from "../backfill.js";
import { alterColumn } from "./alter-column.js";
import { alterEnum } from "./alter-enum.js";
import * as catalog from "./catalog.js";
import * as column from "./column.js";
import * as constraint from "./constraint.js";
import * as data from "./data.js";
import * as index from "./index-definition.js";
import * as sequence from "./sequence.js";
import * as table from "./table.js";
import * as view from "./view.js";

/** The statements that carry out one operation. */
export async function compile(
  operation: Operation,
  context: CompileContext,
): Promise<readonly Statement[]> {
  return dispatch(compilers, operation, context);
}

// A batch saves nothing here: each change is an ALTER TABLE of its own, in the state that those before it leave.
async function batchAlterTable(
  { operations }: BatchAlterTable,
  context: CompileContext,
): Promise<readonly Statement[]> {
  const statements: Statement[] = [];
  for (const [position, operation] of operations.entries()) {
    const before = operations.slice(0, position);
    const state: CompileContext["state"] = async (scope) =>
      applyAll(await context.state(scope), before);
    statements.push(...(await compile(operation, { ...context, state })));
  }
  return statements;
}

const compilers: ByKind<
  [context: CompileContext],
  readonly Statement[] | Promise<readonly Statement[]>
> = {
  createTable: table.createTable,
  dropTable: table.dropTable,
  renameTable: table.renameTable,
  alterTableComment: table.alterTableComment,
  alterTableOptions: table.alterTableOptions,
  addColumn: column.addColumn,
  dropColumn: column.dropColumn,
  alterColumn,
  renameColumn: column.renameColumn,
  createConstraint: constraint.createConstraint,
  dropConstraint: constraint.dropConstraint,
  renameConstraint: constraint.renameConstraint,
  validateConstraint: constraint.validateConstraint,
  createIndex: index.createIndex,
  dropIndex: index.dropIndex,
  renameIndex: index.renameIndex,
  createEnum: catalog.createEnum,
  dropEnum: catalog.dropEnum,
  alterEnum,
  renameEnum: catalog.renameEnum,
  createSequence: sequence.createSequence,
  alterSequence: sequence.alterSequence,
  dropSequence: sequence.dropSequence,
  renameSequence: sequence.renameSequence,
  createView: view.createView,
  dropView: view.dropView,
  createSchema: catalog.createSchema,
  dropSchema: catalog.dropSchema,
  createExtension: catalog.createExtension,
  dropExtension: catalog.dropExtension,
  execute: data.execute,
  bulkInsert: data.bulkInsert,
  deleteRows: data.deleteRows,
  backfill: compileBackfill,
  batchAlterTable,
};
