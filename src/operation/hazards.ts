import { compact } from "../schema/compact.js";
import type { ColumnType } from "../schema/column-type.js";
import type { Constraint } from "../schema/constraint.js";
import { isComputed, sameValue } from "../schema/equality.js";
import type { IndexKey } from "../schema/index-definition.js";
import { nameOf, nameText, type QualifiedName } from "../schema/name.js";
import { isUnchecked } from "../schema/unchecked.js";
import { conversionOf } from "./conversion.js";
import { typeText } from "./describe-column.js";
import { enumChanges } from "./enum-change.js";
import type { Hazard } from "./hazard.js";
import type { ByKind, OperationMap } from "./operation.js";
import { dispatch } from "./operation.js";
import type { AnyOperation, Kinds } from "./plugin-operation.js";
import type { RowQuestion } from "./row-question.js";
import { safeWayOf } from "./safe-way.js";
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
          loses("DROPS_COLUMN", `drops the column "${column.name}" and its values`, {
            kind: "filled",
            table,
            column: column.name,
          }),
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

function loses(code: string, message: string, rows?: Hazard["rows"]): Hazard {
  return { code, severity: "data-loss", message, ...safeWayOf(code), ...compact({ rows }) };
}

function fails(code: string, message: string, rows?: Hazard["rows"]): Hazard {
  return { code, severity: "may-fail", message, ...safeWayOf(code), ...compact({ rows }) };
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

function alterColumnHazards(operation: OperationMap["alterColumn"]): readonly Hazard[] {
  return [
    ...conversionHazards(withRenamed(operation)),
    ...generationHazards(operation),
    ...nullabilityHazards(operation),
  ];
}

type AlterColumn = OperationMap["alterColumn"];

/** The column with its values as they are called afterwards: what is renamed is not lost. */
function withRenamed(operation: AlterColumn): AlterColumn {
  const { from, renamed = {} } = operation;
  const { values } = from.type;
  if (values === undefined) return operation;
  const type = { ...from.type, values: values.map((held) => renamed[held] ?? held) };
  return { ...operation, from: { ...from, type } };
}

function conversionHazards({ table, from, to, using }: AlterColumn): readonly Hazard[] {
  if (isComputed(to)) return [];
  const misfits = { kind: "misfits" as const, table, from, to, ...compact({ using }) };
  const filled = { kind: "filled" as const, table, column: from.name };
  const change = `changes "${to.name}" from ${typeText(from.type)} to ${typeText(to.type)}`;
  const rezoned = changesZone(from.type, to.type);
  const conversion = conversionOf(
    rezoned ? { ...from.type, name: to.type.name } : from.type,
    to.type,
  );
  const zoneHazards = rezoned ? [loses("CHANGES_TIME_ZONE", `${change}: ${zoneRule}`, filled)] : [];
  if (conversion === "kept") return zoneHazards;
  return conversion === "narrowed"
    ? [
        ...zoneHazards,
        loses(
          "NARROWS_COLUMN",
          `${change}: values that do not fit are refused, cut or rounded`,
          misfits,
        ),
      ]
    : [fails("CONVERTS_COLUMN", `${change}: fails when a value cannot be converted`, misfits)];
}

const zoneRule =
  "values are taken to be in the time zone of the session, which need not be the one they were written in";

/** Between a time without a zone and one with it, in either direction. */
function changesZone(from: ColumnType, to: ColumnType): boolean {
  const names = [from.name, to.name].sort().join();
  const sameShape = (from.array ?? false) === (to.array ?? false);
  return sameShape && (names === "timestamp,timestamptz" || names === "time,timetz");
}

function generationHazards({ table, from, to }: AlterColumn): readonly Hazard[] {
  if (!isComputed(to) || sameValue(from.generated, to.generated) || isComputed(from)) return [];
  const filled = { kind: "filled" as const, table, column: from.name };
  return [loses("REPLACES_VALUES", `replaces the values of "${to.name}" by computed ones`, filled)];
}

function nullabilityHazards({ table, from, to }: AlterColumn): readonly Hazard[] {
  if (!from.nullable || to.nullable) return [];
  const empty = { kind: "empty" as const, table, column: from.name };
  return [fails("SETS_NOT_NULL", `fails when a row has no value in "${to.name}"`, empty)];
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
