import type { AlterColumn } from "../../src/operation/column-operation.js";
import type { Hazard } from "../../src/operation/hazard.js";
import { locks, rebuilds } from "../../src/operation/occupation.js";
import type { Operation, OperationMap } from "../../src/operation/operation.js";
import type { Dialect, HazardPlace } from "../../src/plugin/dialect.js";
import type { Constraint } from "../../src/schema/constraint.js";
import type { Index } from "../../src/schema/index-definition.js";
import { nameText, type QualifiedName } from "../../src/schema/name.js";
import { findTable } from "../../src/schema/schema.js";
import { constraintsOf } from "../../src/schema/table.js";
import { isUnchecked } from "../../src/schema/unchecked.js";
import { remakesType } from "./compile/alter-enum.js";
import { enumUsers } from "./compile/enum-user.js";
import { fillsEachRow, rewritesColumn } from "./rewrite.js";

/** The locks that ALTER TABLE and CREATE INDEX take: https://www.postgresql.org/docs/current/explicit-locking.html */
export const hazards: NonNullable<Dialect["hazards"]> = (operation, place) => {
  const found = hazardsOf[operation.kind] as Hazards<Operation> | undefined;
  return found?.(operation, place) ?? [];
};

type Hazards<Change> = (operation: Change, place: HazardPlace) => readonly Hazard[];

const hazardsOf: { readonly [Kind in Operation["kind"]]?: Hazards<OperationMap[Kind]> } = {
  addColumn: ({ table, column }) =>
    fillsEachRow(column) ? [writtenAnew(table, addedLater(column.generated !== undefined))] : [],
  alterColumn: alterColumnHazards,
  createConstraint: ({ table, constraint }) => constraintHazards(table, constraint),
  createIndex: ({ table, concurrently }) =>
    concurrently === true ? [] : [locks(table, indexed(table), concurrentIndex)],
  alterTableOptions: ({ table, from, to }) =>
    from.unlogged === to.unlogged ? [] : [writtenAnew(table)],
  alterEnum: (operation, { state }) =>
    remakesType(operation, [])
      ? [...new Set(enumUsers(state, operation.from).map(({ table }) => table))].map((table) =>
          writtenAnew(table),
        )
      : [],
  batchAlterTable: ({ operations }, place) => operations.flatMap((each) => hazards(each, place)),
};

const nobody = "and nobody reads or writes the table meanwhile";
const laterColumn =
  "Add a new column, fill it with op.backfill in batches, and drop the old one in a later revision.";
const concurrentIndex =
  "Create it with `concurrently: true`, in op.autocommit or in a revision with `transaction = false`.";
const laterCheck =
  "Add it with `notValid: true`, and let op.validateConstraint check the rows in a later transaction.";

function writtenAnew(table: QualifiedName, safeWay?: string): Hazard {
  return rebuilds(table, `writes every row of "${nameText(table)}" anew, ${nobody}`, safeWay);
}

function addedLater(isGenerated: boolean): string | undefined {
  return isGenerated
    ? undefined
    : "Add it nullable and without the default, set the default, and fill the rows with op.backfill in batches.";
}

function alterColumnHazards(operation: AlterColumn, { state, server }: HazardPlace) {
  const { table, from, to } = operation;
  if (rewritesColumn(operation, server?.version)) return [writtenAnew(table, laterColumn)];
  const held = findTable(state, table);
  const isProven = held?.checks.some(
    (check) => !isUnchecked(check) && provesFilled(check.expression, from.name),
  );
  const reads = from.nullable && !to.nullable && isProven !== true;
  const rests = held === undefined ? [] : [...constraintsOf(held), ...held.indexes];
  const reindexes =
    from.collation !== to.collation && rests.some((rest) => restsOn(rest, from.name));
  return [
    ...(reads ? [locks(table, `reads every row of "${nameText(table)}", ${nobody}`, proof)] : []),
    ...(reindexes ? [locks(table, `builds indexes of "${nameText(table)}" anew, ${nobody}`)] : []),
  ];
}

const proof =
  "Add a check that the column IS NOT NULL with `notValid: true`, validate it in a later transaction, then set NOT NULL: the rows are not read again.";

function provesFilled(expression: string, column: string): boolean {
  const bare = expression.replace(/[\s"()]/gu, "").toLowerCase();
  return bare === `${column.toLowerCase()}isnotnull`;
}

function restsOn(rest: Constraint | Index, column: string): boolean {
  if ("keys" in rest) return rest.keys.some((key) => key.column === column);
  return "columns" in rest && rest.columns.includes(column);
}

function indexed(table: QualifiedName): string {
  return `reads every row of "${nameText(table)}" for an index, and nobody writes to the table meanwhile`;
}

function constraintHazards(table: QualifiedName, constraint: Constraint): readonly Hazard[] {
  const where = `"${nameText(table)}"`;
  const reads = `reads every row of ${where}`;
  switch (constraint.kind) {
    case "check":
      return isUnchecked(constraint) ? [] : [locks(table, `${reads}, ${nobody}`, laterCheck)];
    case "foreignKey": {
      const both = `and nobody writes to it or to "${nameText(constraint.references)}" meanwhile`;
      return isUnchecked(constraint) ? [] : [locks(table, `${reads}, ${both}`, laterCheck)];
    }
    case "unique":
      return [
        locks(
          table,
          `${reads} for an index, ${nobody}`,
          "A unique index, created with `concurrently: true`, says the same and keeps nobody out.",
        ),
      ];
    case "primaryKey":
    case "exclude":
      return [locks(table, `${reads} for an index, ${nobody}`)];
  }
}
