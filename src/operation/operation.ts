import type {
  CreateTable,
  DropTable,
  RenameTable,
  AlterTableComment,
  AlterTableOptions,
} from "./table-operation.js";
import type { AddColumn, DropColumn, AlterColumn, RenameColumn } from "./column-operation.js";
import type {
  CreateConstraint,
  DropConstraint,
  RenameConstraint,
  ValidateConstraint,
} from "./constraint-operation.js";
import type { CreateIndex, DropIndex, RenameIndex } from "./index-operation.js";
import type {
  CreateEnum,
  DropEnum,
  AlterEnum,
  RenameEnum,
  CreateSequence,
  AlterSequence,
  DropSequence,
  RenameSequence,
  CreateView,
  DropView,
  CreateSchema,
  DropSchema,
  CreateExtension,
  DropExtension,
} from "./catalog-operation.js";
import type { Execute, BulkInsert, DeleteRows, Backfill } from "./data-operation.js";
import type { QualifiedName } from "../schema/name.js";

export type BatchAlterTable = {
  readonly kind: "batchAlterTable";
  readonly table: QualifiedName;
  readonly operations: readonly Operation[];
};

export interface OperationMap {
  createTable: CreateTable;
  dropTable: DropTable;
  renameTable: RenameTable;
  alterTableComment: AlterTableComment;
  alterTableOptions: AlterTableOptions;
  addColumn: AddColumn;
  dropColumn: DropColumn;
  alterColumn: AlterColumn;
  renameColumn: RenameColumn;
  createConstraint: CreateConstraint;
  dropConstraint: DropConstraint;
  renameConstraint: RenameConstraint;
  validateConstraint: ValidateConstraint;
  createIndex: CreateIndex;
  dropIndex: DropIndex;
  renameIndex: RenameIndex;
  createEnum: CreateEnum;
  dropEnum: DropEnum;
  alterEnum: AlterEnum;
  renameEnum: RenameEnum;
  createSequence: CreateSequence;
  alterSequence: AlterSequence;
  dropSequence: DropSequence;
  renameSequence: RenameSequence;
  createView: CreateView;
  dropView: DropView;
  createSchema: CreateSchema;
  dropSchema: DropSchema;
  createExtension: CreateExtension;
  dropExtension: DropExtension;
  execute: Execute;
  bulkInsert: BulkInsert;
  deleteRows: DeleteRows;
  backfill: Backfill;
  batchAlterTable: BatchAlterTable;
}

export type OperationKind = keyof OperationMap;

export type Operation = OperationMap[OperationKind];

export type ByKind<Rest extends readonly unknown[], Result> = {
  readonly [Kind in OperationKind]: (operation: OperationMap[Kind], ...rest: Rest) => Result;
};

export function dispatch<Rest extends readonly unknown[], Result>(
  table: ByKind<Rest, Result>,
  operation: Operation,
  ...rest: Rest
): Result {
  const handler = table[operation.kind] as (operation: Operation, ...rest: Rest) => Result;
  return handler(operation, ...rest);
}
