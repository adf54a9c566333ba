import type { AlterEnum, AlterSequence } from "../../src/operation/catalog-operation.js";
import type { AlterColumn } from "../../src/operation/column-operation.js";
import { fails, type Hazard } from "../../src/operation/hazard.js";
import { locks, rebuilds } from "../../src/operation/occupation.js";
import type { Operation, OperationMap } from "../../src/operation/operation.js";
import type { DialectDdl, HazardPlace } from "../../src/plugin/ddl.js";
import type { Column } from "../../src/schema/column.js";
import type { Constraint } from "../../src/schema/constraint.js";
import { isComputed, sameValue } from "../../src/schema/equality.js";
import type { Index } from "../../src/schema/index-definition.js";
import { nameOf, nameText, sameName, type QualifiedName } from "../../src/schema/name.js";
import { findTable } from "../../src/schema/schema.js";
import { constraintsOf } from "../../src/schema/table.js";
import { isUnchecked } from "../../src/schema/unchecked.js";
import { remakesType } from "./compile/alter-enum.js";
import { narrowsSequence, standsWithin } from "./compile/sequence.js";
import { enumUsers } from "./compile/enum-user.js";
import { fillsEachRow, rewritesColumn } from "./rewrite.js";
import { isInteger, typeText } from "./column-type.js";
import { neverConverts } from "./value/never-converts.js";

/** The locks that ALTER TABLE and CREATE INDEX take: https://www.postgresql.org/docs/current/explicit-locking.html */
export const hazards: NonNullable<DialectDdl["hazards"]> = (operation, place) => {
  const found = hazardsOf[operation.kind] as Hazards<Operation> | undefined;
  return found?.(operation, place) ?? [];
};

type Hazards<Change> = (operation: Change, place: HazardPlace) => readonly Hazard[];

const hazardsOf: { readonly [Kind in Operation["kind"]]?: Hazards<OperationMap[Kind]> } = {
  addColumn: ({ table, column }) =>
    fillsEachRow(column) ? [writtenAnew(table, addedLater(column.generated !== undefined))] : [],
  alterColumn: (operation, place) => [
    ...refusals(operation.table, operation.from, changesOf(operation), place),
    ...alterColumnHazards(operation, place),
  ],
  dropColumn: ({ table, column }, place) => refusals(table, column, "drops", place),
  createConstraint: ({ table, constraint }) => constraintHazards(table, constraint),
  createIndex: ({ table, concurrently }) =>
    concurrently === true ? [] : [locks(table, indexed(table), concurrentIndex)],
  alterTableOptions: ({ table, from, to }) =>
    from.unlogged === to.unlogged ? [] : [writtenAnew(table)],
  alterEnum: alterEnumHazards,
  alterSequence: alterSequenceHazards,
  batchAlterTable: ({ operations }, place) => operations.flatMap((each) => hazards(each, place)),
};

function alterEnumHazards(operation: AlterEnum, place: HazardPlace): readonly Hazard[] {
  if (!remakesType(operation, [])) return [];
  const users = enumUsers(place.state, operation.from);
  return [
    ...users.flatMap(({ table, column }) => refusals(table, column, "changes", place)),
    ...[...new Set(users.map(({ table }) => table))].map((table) => writtenAnew(table)),
  ];
}

/** A sequence is read like a table of one row. */
function alterSequenceHazards(operation: AlterSequence): readonly Hazard[] {
  if (!narrowsSequence(operation)) return [];
  const { to } = operation;
  const message = `fails while the sequence "${nameText(to)}" stands outside its new bounds`;
  const rows = { kind: "breaking", table: nameOf(to), condition: standsWithin(to) } as const;
  return [fails("NARROWS_SEQUENCE", message, rows)];
}

/** What rests on a column and is not dropped and restored, with which the server refuses to change or to drop it. */
function refusals(
  name: QualifiedName,
  column: Column,
  does: "changes" | "drops" | undefined,
  { state }: HazardPlace,
): readonly Hazard[] {
  const standing = (state.dependencies ?? []).filter(
    ({ table, columns }) => sameName(table, name) && columns.includes(column.name),
  );
  if (does === undefined || standing.length === 0) return [];
  const list = standing.map(({ what }) => what).join(", ");
  const subject = `the column "${column.name}" of "${nameText(name)}"`;
  const message = `${does} ${subject}, which PostgreSQL refuses while these use it: ${list}`;
  return [{ code: "COLUMN_IN_USE", severity: "may-fail", message, safeWay: outOfTheWay }];
}

function changesOf({ from, to }: AlterColumn): "changes" | undefined {
  const isAnother = !sameValue(from.type, to.type) || from.collation !== to.collation;
  return isAnother || !sameValue(isComputed(from), isComputed(to)) ? "changes" : undefined;
}

const outOfTheWay =
  "Drop them with op.execute before it, and create them again after it, in the same revision.";
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
  if (rewritesColumn(operation, server?.version)) {
    return [...impossible(operation), writtenAnew(table, laterColumn)];
  }
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

/** No value can follow: on a table with rows the change fails. */
function impossible({ table, from, to, using }: AlterColumn): readonly Hazard[] {
  if (using !== undefined || !neverConverts(from.type, to.type)) return [];
  const change = `"${to.name}" from ${typeText(from.type)} to ${typeText(to.type)}`;
  const isCounted = isInteger(from.type) && to.type.name === "uuid" && to.type.array !== true;
  const stated = isCounted
    ? ` Or write the revision anew with --convert ${nameText(table)}.${to.name}=hex, which gives each number its own uuid; say the same of the columns that refer to it.`
    : "";
  return [
    {
      ...fails(
        "NEVER_CONVERTS",
        `cannot change ${change} while rows hold values: none of them can be converted`,
        {
          kind: "filled",
          table,
          column: from.name,
        },
      ),
      safeWay: `Add a new column of the new type, fill it with op.backfill, let keys and references use it, and drop the old one.${stated}`,
      least: 1,
    },
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
