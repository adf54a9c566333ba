import type { ByKind, Operation } from "../operation/operation.js";
import { dispatch } from "../operation/operation.js";
import type { ConstraintKind } from "../schema/constraint.js";
import { isComputed } from "../schema/equality.js";
import type { QualifiedName } from "../schema/name.js";
import { nameKey } from "../schema/name.js";

/** Where an operation stands among others that it has nothing to do with: small numbers first. */
export function rankIn(operations: readonly Operation[]): (operation: Operation) => number {
  const tables = new Set<string>();
  const views = new Set<string>();
  for (const operation of operations) {
    if (operation.kind === "createTable") tables.add(nameKey(operation.table));
    if (operation.kind === "createView") views.add(nameKey(operation.view));
  }
  return (operation) => dispatch(ranks, operation, { tables, views });
}

type Created = { readonly tables: ReadonlySet<string>; readonly views: ReadonlySet<string> };

const newTable = 50;
const newView = 95;

const dropRanks: Readonly<Record<ConstraintKind, number>> = {
  foreignKey: 20,
  check: 22,
  exclude: 22,
  unique: 22,
  primaryKey: 23,
};

const createRanks: Readonly<Record<ConstraintKind, number>> = {
  primaryKey: 70,
  unique: 71,
  check: 72,
  exclude: 73,
  foreignKey: 80,
};

/**
 * What drops rows or values comes behind everything that rows can make fail, so that a failure finds them still there, on
 * databases too where a definition commits. The way back is the reverse: what it makes again, and rows can refuse, comes first.
 */
const ranks: ByKind<[created: Created], number> = {
  createSchema: () => 0,
  createExtension: () => 1,
  renameTable: () => 2,
  renameColumn: () => 3,
  renameEnum: () => 4,
  renameSequence: () => 4,
  dropView: () => 10,
  dropConstraint: ({ constraint }) => dropRanks[constraint.kind],
  dropIndex: () => 21,
  renameConstraint: () => 25,
  renameIndex: () => 26,
  createEnum: () => 40,
  alterEnum: () => 41,
  createSequence: () => 42,
  alterSequence: () => 43,
  createTable: () => newTable,
  addColumn: ({ column }) => (isComputed(column) ? 61 : 60),
  // Behind the column that it fills, before that column must have values.
  backfill: () => 61,
  alterColumn: () => 62,
  batchAlterTable: () => 62,
  alterTableComment: () => 65,
  alterTableOptions: () => 66,
  createConstraint: ({ constraint }) => createRanks[constraint.kind],
  createIndex: ({ table }, created) => indexRank(table, created),
  validateConstraint: () => 81,
  dropColumn: ({ column }) => (isComputed(column) ? 84 : 85),
  dropTable: () => 86,
  dropEnum: () => 90,
  dropSequence: () => 91,
  createView: () => newView,
  dropSchema: () => 98,
  dropExtension: () => 99,
  deleteRows: () => 100,
  bulkInsert: () => 100,
  execute: () => 100,
};

/** The indexes of a new table follow it at once. */
function indexRank(owner: QualifiedName, { tables, views }: Created): number {
  if (tables.has(nameKey(owner))) return newTable;
  return views.has(nameKey(owner)) ? newView : 75;
}
