import type { CreateSchema, DropSchema } from "../../../src/operation/catalog-operation.js";
import {
  type BatchAlterTable,
  type ByKind,
  type Operation,
  dispatch,
} from "../../../src/operation/operation.js";
import { isTableChange, type TableChange } from "../../../src/operation/table-change.js";
import type { CompileContext, DialectDdl, Statement } from "../../../src/plugin/ddl.js";
import { sameName } from "../../../src/schema/name.js";
import { foreignToBatch } from "../../sql/batch.js";
import { compileBackfill } from "../backfill.js";
import { quoteIdentifier } from "../quote-name.js";
import { quoteText } from "../text/quote-text.js";
import * as data from "./data.js";
import * as sequence from "./sequence.js";
import * as table from "./table.js";
import { compileChanges } from "./table-changes.js";
import { refusing } from "../../sql/unsupported.js";
import { unsupported } from "./unsupported.js";
import * as view from "./view.js";

type Statements = readonly Statement[] | Promise<readonly Statement[]>;

/** The statements that carry out one operation. Every one of them is whole or not at all, and may be tried again. */
export const compile: DialectDdl["compile"] = async (operation, context) =>
  dispatch(compilers, operation, context);

function change(operation: TableChange, context: CompileContext): Statements {
  return compileChanges(operation.table, [operation], context);
}

const refuse = refusing(unsupported);

const noEnums = refuse(
  "enum types of their own",
  'Say the values with each column: { name: "status", type: "enum", enum: ["a", "b"] }, and change them with op.alterColumn.',
);
const noExtensions = refuse(
  "extensions that belong to a database",
  "Have the server's administrator install the plugin.",
);

const compilers: ByKind<[context: CompileContext], Statements> = {
  createTable: table.createTable,
  dropTable: table.dropTable,
  renameTable: table.renameTable,
  alterTableComment: change,
  alterTableOptions: change,
  addColumn: change,
  dropColumn: change,
  alterColumn: change,
  renameColumn: change,
  createConstraint: change,
  dropConstraint: change,
  renameConstraint: change,
  validateConstraint: change,
  createIndex: change,
  dropIndex: change,
  renameIndex: change,
  createEnum: noEnums,
  dropEnum: noEnums,
  alterEnum: noEnums,
  renameEnum: noEnums,
  createSequence: sequence.createSequence,
  dropSequence: sequence.dropSequence,
  alterSequence: sequence.alterSequence,
  renameSequence: sequence.renameSequence,
  createView: view.createView,
  dropView: view.dropView,
  createSchema,
  dropSchema,
  createExtension: noExtensions,
  dropExtension: noExtensions,
  execute: data.execute,
  bulkInsert: data.bulkInsert,
  deleteRows: data.deleteRows,
  backfill: compileBackfill,
  batchAlterTable: compileBatch,
};

function compileBatch(batch: BatchAlterTable, context: CompileContext): Statements {
  const changes = batch.operations.map((operation) => changeOf(operation, batch));
  return changes.length === 0 ? [] : compileChanges(batch.table, changes, context);
}

function changeOf(operation: Operation, batch: BatchAlterTable): TableChange {
  if (isTableChange(operation) && sameName(operation.table, batch.table)) return operation;
  throw foreignToBatch(operation.kind, batch.table);
}

/** A schema is a database here. */
function createSchema({ name, ifNotExists }: CreateSchema): readonly Statement[] {
  const exists = ifNotExists === true ? "IF NOT EXISTS " : "";
  return [{ sql: `CREATE DATABASE ${exists}${quoteIdentifier(name)}` }];
}

/** The server would drop the tables along with it. */
function dropSchema({ name, ifExists }: DropSchema): readonly Statement[] {
  const exists = ifExists === true ? "IF EXISTS " : "";
  return [
    {
      sql: `SELECT TABLE_NAME AS \`table\` FROM information_schema.TABLES WHERE TABLE_SCHEMA = ${quoteText(name)} LIMIT 5`,
      guard: {
        code: "SCHEMA_NOT_EMPTY",
        message: `The database "${name}" still holds tables, which would be dropped with it. Drop or move them first.`,
      },
    },
    { sql: `DROP DATABASE ${exists}${quoteIdentifier(name)}` },
  ];
}
