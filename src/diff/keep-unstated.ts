import type { Column } from "../schema/column.js";
import { compact } from "../schema/compact.js";
import type { CheckConstraint, ForeignKey } from "../schema/constraint.js";
import { sameValue } from "../schema/equality.js";
import { findTable, type Schema } from "../schema/schema.js";
import type { Table } from "../schema/table.js";
import { constraintStructure } from "./structure.js";

/**
 * What nobody states of a thing that a rename touches, and the database has said of it under its old name: that a
 * constraint is NOT VALID or NOT ENFORCED, and how a column counts. `from` is the database after the renames.
 */
export function keepUnstated(from: Schema, to: Schema): Schema {
  const tables = to.tables.map((table) => {
    const held = findTable(from, table);
    return held === undefined || sameValue(held, table) ? table : keepInTable(held, table);
  });
  return { ...to, tables };
}

function keepInTable(held: Table, wanted: Table): Table {
  const columns = new Map(held.columns.map((column) => [column.name, column]));
  return {
    ...wanted,
    columns: wanted.columns.map((column) => keepCounting(columns.get(column.name), column)),
    checks: keepEffects(held.checks, wanted.checks),
    foreignKeys: keepEffects(held.foreignKeys, wanted.foreignKeys),
  };
}

function keepEffects<Each extends CheckConstraint | ForeignKey>(
  held: readonly Each[],
  wanted: readonly Each[],
): readonly Each[] {
  const effects = new Map(
    held.map((each) => {
      const { notValid, notEnforced } = each;
      return [constraintStructure(each), compact({ notValid, notEnforced })];
    }),
  );
  return wanted.map((each) => ({ ...effects.get(constraintStructure(each)), ...each }));
}

function keepCounting(held: Column | undefined, wanted: Column): Column {
  const [was, is] = [held?.generated, wanted.generated];
  if (was === undefined || was.kind === "expression") return wanted;
  if (is === undefined || is.kind === "expression" || was.counting === undefined) return wanted;
  return { ...wanted, generated: { counting: was.counting, ...is } };
}
