import { compact } from "../schema/compact.js";
import type { Column } from "../schema/column.js";
import type { Constraint } from "../schema/constraint.js";
import { isComputed } from "../schema/equality.js";
import type { IndexKey } from "../schema/index-definition.js";
import { nameOf, nameText, type QualifiedName } from "../schema/name.js";
import { isUnchecked } from "../schema/unchecked.js";
import { enumChanges } from "./enum-change.js";
import { alterColumnHazards } from "./alter-column-hazards.js";
import { fails, loses, type Hazard } from "./hazard.js";
import type { ByKind, OperationMap } from "./operation.js";
import { dispatch } from "./operation.js";
import type { AnyOperation, Kinds } from "./plugin-operation.js";
import type { RowQuestion } from "./row-question.js";
import { behaviourOf, isPluginOperation, noKinds } from "./plugin-operation.js";

/** The hazards of one operation, whatever the database. Empty for most. */
export function hazards(operation: AnyOperation, kinds: Kinds = noKinds): readonly Hazard[] {
  if (!isPluginOperation(operation)) return dispatch(hazardsOf, operation);
  return behaviourOf(operation, kinds).hazards?.(operation) ?? [];
}

const none = (): readonly Hazard[] => [];

const hazardsOf: ByKind<[], readonly Hazard[]> = {
  createTable: none,
  dropTable: ({ table }) => [
    loses("DROPS_TABLE", `drops the table "${nameText(table)}" and its rows`, {
      kind: "rows",
      table: nameOf(table),
    }),
  ],
  renameTable: none,
  alterTableComment: none,
  alterTableOptions: none,
  addColumn: addColumnHazards,
  dropColumn: ({ table, column }) =>
    isComputed(column)
      ? []
      : [
          loses(
            "DROPS_COLUMN",
            `drops the column "${column.name}" and its values`,
            hasFixedDefault(column)
              ? { kind: "dropped", table, column }
              : { kind: "filled", table, column: column.name },
          ),
        ],
  alterColumn: alterColumnHazards,
  renameColumn: none,
  createConstraint: createConstraintHazards,
  dropConstraint: none,
  renameConstraint: none,
  validateConstraint: ({ name }) => [
    fails("VALIDATES_CONSTRAINT", `fails when a row breaks the constraint "${name}"`),
  ],
  createIndex: createIndexHazards,
  dropIndex: none,
  renameIndex: none,
  createEnum: none,
  dropEnum: none,
  alterEnum: alterEnumHazards,
  renameEnum: none,
  createSequence: none,
  alterSequence: none,
  renameSequence: none,
  dropSequence: ({ sequence }) => [
    loses("DROPS_SEQUENCE", `drops the sequence "${nameText(sequence)}" and its position`),
  ],
  createView: none,
  dropView: none,
  createSchema: none,
  dropSchema: ({ name }) => [
    fails("DROPS_SCHEMA", `fails while the schema "${name}" holds anything`),
  ],
  createExtension: none,
  dropExtension: ({ extension }) => [
    fails("DROPS_EXTENSION", `fails while anything uses the extension "${extension.name}"`),
  ],
  execute: none,
  bulkInsert: none,
  // Nothing is lost that the operation does not hold: its reverse inserts the rows again.
  deleteRows: none,
  backfill: none,
  batchAlterTable: ({ operations }) => operations.flatMap((each) => hazards(each)),
};

/** The same value for every row, whenever it is added. */
function hasFixedDefault({ default: value, generated }: Column): boolean {
  return generated === undefined && value?.kind === "value" && value.value !== null;
}

function createIndexHazards({ table, index }: OperationMap["createIndex"]): readonly Hazard[] {
  if (!index.unique) return [];
  const { keys, where, nullsNotDistinct: nullsAlike, name } = index;
  return [
    fails("ADDS_UNIQUE", `fails when rows are alike in the keys of the index "${name}"`, {
      kind: "alike",
      table,
      keys,
      ...compact({ where, nullsAlike }),
    }),
  ];
}

function addColumnHazards({ table, column }: OperationMap["addColumn"]): readonly Hazard[] {
  const filled = column.nullable || column.default !== undefined || column.generated !== undefined;
  if (filled) return [];
  const where = `"${nameText(table)}"`;
  return [
    fails("ADDS_REQUIRED_COLUMN", `fails when ${where} has rows: "${column.name}" has no default`, {
      kind: "rows",
      table,
    }),
  ];
}

const constraintHazards = {
  primaryKey: "fails when rows are alike, or empty, in the columns of the primary key",
  unique: "fails when rows are alike in the columns of the constraint",
  check: "fails when a row breaks the condition",
  exclude: "fails when rows exclude each other",
  foreignKey: "fails when a row refers to one that does not exist",
} as const;

const constraintCodes = {
  primaryKey: "ADDS_PRIMARY_KEY",
  unique: "ADDS_UNIQUE",
  check: "ADDS_CHECK",
  exclude: "ADDS_EXCLUSION",
  foreignKey: "ADDS_FOREIGN_KEY",
} as const;

function createConstraintHazards({
  table,
  constraint,
}: OperationMap["createConstraint"]): readonly Hazard[] {
  const { kind } = constraint;
  const rows = questionAbout(table, constraint);
  return isUnchecked(constraint)
    ? []
    : [fails(constraintCodes[kind], constraintHazards[kind], rows)];
}

function questionAbout(table: QualifiedName, constraint: Constraint): RowQuestion | undefined {
  switch (constraint.kind) {
    case "primaryKey":
      return { kind: "alike", table, keys: keysOf(constraint.columns), nullsAlike: true };
    case "unique": {
      const { nullsNotDistinct: nullsAlike } = constraint;
      return { kind: "alike", table, keys: keysOf(constraint.columns), ...compact({ nullsAlike }) };
    }
    case "check":
      return { kind: "breaking", table, condition: constraint.expression };
    case "foreignKey":
      return { kind: "orphans", table, key: constraint };
    case "exclude":
      return undefined;
  }
}

function keysOf(columns: readonly string[]): readonly IndexKey[] {
  return columns.map((column) => ({ column }));
}

function alterEnumHazards({ from, to, renamed }: OperationMap["alterEnum"]): readonly Hazard[] {
  const { gone } = enumChanges(from.values, to.values, renamed);
  if (gone.length === 0) return [];
  const values = gone.map((value) => `"${value}"`).join(", ");
  const held = { kind: "inEnum" as const, type: nameOf(from), values: gone };
  return [fails("REMOVES_ENUM_VALUE", `fails when a row holds ${values}`, held)];
}
