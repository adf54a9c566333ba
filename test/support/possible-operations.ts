import type { Operation } from "../../src/operation/operation.js";
import { sqlExpression } from "../../src/operation/sql-expression.js";
import type { Column } from "../../src/schema/column.js";
import { nameOf, type QualifiedName } from "../../src/schema/name.js";
import type { Schema } from "../../src/schema/schema.js";
import { constraintsOf, emptyTable, type Table } from "../../src/schema/table.js";

/** Operations of many kinds, each of which can be applied to the schema as it is. */
export function possibleOperations(schema: Schema): readonly Operation[] {
  return [
    { kind: "createTable", table: newTable },
    ...schema.tables.flatMap((table) => [...ofTable(table), ...ofParts(table)]),
    ...schema.tables.flatMap((table) => table.columns.flatMap((column) => ofColumn(table, column))),
    ...schema.enums.flatMap((type): readonly Operation[] => [
      { kind: "renameEnum", from: nameOf(type), to: { name: `${type.name}_new` } },
      { kind: "alterEnum", from: type, to: { ...type, values: [...type.values, "added"] } },
      { kind: "alterEnum", from: type, to: { ...type, values: type.values.slice(1) } },
      { kind: "dropEnum", enum: type },
    ]),
    ...schema.sequences.flatMap((sequence): readonly Operation[] => [
      { kind: "renameSequence", from: nameOf(sequence), to: { name: `${sequence.name}_new` } },
      { kind: "alterSequence", from: sequence, to: { ...sequence, start: "77" } },
      { kind: "dropSequence", sequence },
    ]),
    ...schema.views.map((view): Operation => ({ kind: "dropView", view })),
  ];
}

const newTable: Table = {
  ...emptyTable({ name: "fresh" }),
  columns: [{ name: "id", type: { name: "integer" }, nullable: false }],
};

const newColumn: Column = { name: "fresh", type: { name: "text" }, nullable: true };

function ofTable(table: Table): readonly Operation[] {
  const owner = nameOf(table);
  return [
    { kind: "dropTable", table },
    { kind: "renameTable", from: owner, to: { ...owner, name: `${owner.name}_new` } },
    { kind: "renameTable", from: owner, to: { ...owner, name: "fresh" } },
    { kind: "alterTableComment", table: owner, to: "said" },
    { kind: "alterTableOptions", table: owner, from: {}, to: { engine: "other" } },
    { kind: "addColumn", table: owner, column: newColumn },
    { kind: "bulkInsert", table: owner, rows: [{ id: 1 }] },
    { kind: "deleteRows", table: owner, rows: [{ id: 1 }] },
  ];
}

function ofParts(table: Table): readonly Operation[] {
  const owner = nameOf(table);
  return [
    ...constraintsOf(table).flatMap((constraint): readonly Operation[] => [
      { kind: "dropConstraint", table: owner, constraint },
      { kind: "renameConstraint", table: owner, constraint, to: "renamed" },
    ]),
    ...table.indexes.flatMap((index): readonly Operation[] => [
      { kind: "dropIndex", table: owner, index },
      { kind: "renameIndex", table: owner, from: index.name, to: "renamed" },
    ]),
  ];
}

function ofColumn(table: QualifiedName, column: Column): readonly Operation[] {
  const owner = nameOf(table);
  const { name } = column;
  const index = { name: `ix_${name}`, keys: [{ column: name }], unique: false };
  return [
    { kind: "dropColumn", table: owner, column },
    { kind: "renameColumn", table: owner, from: name, to: `${name}_new` },
    { kind: "renameColumn", table: owner, from: name, to: "fresh" },
    { kind: "alterColumn", table: owner, from: column, to: { ...column, comment: "said" } },
    { kind: "createIndex", table: owner, index },
    {
      kind: "createConstraint",
      table: owner,
      constraint: { kind: "check", name: `ck_${name}`, expression: `${name} IS NOT NULL` },
    },
    { kind: "backfill", table: owner, set: { [name]: sqlExpression("1") } },
  ];
}
