import {
  dispatch,
  type BatchAlterTable,
  type ByKind,
  type Operation,
} from "../../../src/operation/operation.js";
import type { CompileContext, DialectDdl, Statement } from "../../../src/plugin/ddl.js";
import { sameName } from "../../../src/schema/name.js";
import { foreignToBatch } from "../../sql/batch.js";
import { compileBackfill } from "../backfill.js";
import { bulkInsert, deleteRows, execute } from "./data.js";
import { isTableChange, type TableChange } from "./table-change.js";
import { compileChanges } from "./table-changes.js";
import { createTable, dropTable, renameTable } from "./table.js";
import { refusing } from "../../sql/unsupported.js";
import { unsupported } from "./unsupported.js";
import { createView, dropView } from "./view.js";

type Statements = readonly Statement[] | Promise<readonly Statement[]>;
type Handler<Change> = (operation: Change, context: CompileContext) => Statements;

/** The statements of one operation. */
export const compile: DialectDdl["compile"] = async (operation, context) =>
  dispatch(handlers, mainNames(operation), context);

const change: Handler<TableChange> = (operation, context) =>
  compileChanges(operation.table, [operation], context);

const refuse = refusing(unsupported);

const noEnums = refuse(
  "enum types",
  "Give the column a CHECK with the values: op.createCheckConstraint(table, { expression: '\"status\" IN (...)' }).",
);
const noSequences = refuse(
  "sequences",
  'Use a column that counts by itself: generated: "increment".',
);
const noSchemas = refuse("schemas", "Attach another database file and name it as the schema.");
const noExtensions = refuse(
  "extensions that a migration could install",
  "Load the extension when the application connects.",
);
const noComments = refuse("comments on tables", "Leave the comment out.");

const handlers: ByKind<[context: CompileContext], Statements> = {
  createTable,
  dropTable,
  renameTable,
  alterTableComment: noComments,
  alterTableOptions: change,
  addColumn: change,
  dropColumn: change,
  alterColumn: change,
  renameColumn: change,
  createConstraint: change,
  dropConstraint: change,
  renameConstraint: change,
  validateConstraint: refuse(
    "constraints that are not validated",
    "Leave the operation out: SQLite checks every row when the constraint is made.",
  ),
  createIndex: change,
  dropIndex: change,
  renameIndex: change,
  createEnum: noEnums,
  dropEnum: noEnums,
  alterEnum: noEnums,
  renameEnum: noEnums,
  createSequence: noSequences,
  dropSequence: noSequences,
  alterSequence: noSequences,
  renameSequence: noSequences,
  createView,
  dropView,
  createSchema: noSchemas,
  dropSchema: noSchemas,
  createExtension: noExtensions,
  dropExtension: noExtensions,
  execute,
  bulkInsert,
  deleteRows,
  backfill: compileBackfill,
  batchAlterTable: compileBatch,
};

function compileBatch(batch: BatchAlterTable, context: CompileContext): Statements {
  const changes = batch.operations.map((operation) => changeOf(operation, batch));
  return changes.length === 0 ? [] : compileChanges(batch.table, changes, context);
}

function changeOf(operation: Operation, batch: BatchAlterTable): TableChange {
  if (!isTableChange(operation)) return dispatchRefusal(operation, batch);
  if (sameName(operation.table, batch.table)) return operation;
  throw foreignToBatch(operation.kind, batch.table);
}

/** What SQLite lacks is said in the words of that operation; the rest does not belong into a batch. */
function dispatchRefusal(operation: Operation, batch: BatchAlterTable): never {
  if (operation.kind === "alterTableComment") return noComments();
  if (operation.kind === "validateConstraint")
    return handlers.validateConstraint(operation, offline) as never;
  throw foreignToBatch(operation.kind, batch.table);
}

const offline: CompileContext = {
  state: () => Promise.reject(new Error("The state of the database is not needed here.")),
};

/**
 * The operation with "main", the name SQLite gives to the database's own file, left out of every name: tables there are
 * known by their bare names.
 */
export function mainNames(operation: Operation): Operation {
  return strip(operation) as Operation;
}

function strip(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(strip);
  if (typeof value !== "object" || value === null || !isPlain(value)) return value;
  const entries = Object.entries(value).filter(
    ([key, held]) => !(key === "schema" && held === "main" && "name" in value),
  );
  return Object.fromEntries(
    entries.map(([key, held]) => [key, values.includes(key) ? held : strip(held)]),
  );
}

/** What holds values of rows, and no names. */
const values: readonly string[] = ["rows", "parameters", "set", "where"];

/** Dates, buffers and the like are values, whatever they hold. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
