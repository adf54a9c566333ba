import { AthanorError } from "../../error/athanor-error.js";
import type { Column } from "../../schema/column.js";
import type { Constraint } from "../../schema/constraint.js";
import type { Index } from "../../schema/index-definition.js";
import type { QualifiedName } from "../../schema/name.js";
import { nameText, sameName } from "../../schema/name.js";
import type { Schema } from "../../schema/schema.js";
import { findTable, findView } from "../../schema/schema.js";
import type { Table } from "../../schema/table.js";
import { constraintsOf } from "../../schema/table.js";
import type { ConstraintTarget } from "../options/constraint-target.js";
import { findConstraint } from "../options/constraint-target.js";
import { nearest } from "../options/noun.js";
import type { UnknownKind } from "../unknown.js";

/** Throws `UNKNOWN_TABLE`. */
export function requireTable(state: Schema, name: QualifiedName): Table {
  return findTable(state, name) ?? missing("table", nameText(name), state.tables.map(nameText));
}

/** Throws `UNKNOWN_COLUMN`. */
export function requireColumn(table: Table, name: string): Column {
  const found = table.columns.find((column) => column.name === name);
  return found ?? missing("column", name, namesOf(table.columns), table);
}

/** Throws `UNKNOWN_CONSTRAINT`, `AMBIGUOUS_CONSTRAINT`. */
export function requireConstraint(
  table: Table,
  target: ConstraintTarget,
  defaultSchema?: string,
): Constraint {
  const text = typeof target === "string" ? target : JSON.stringify(target);
  const names = constraintsOf(table).flatMap((held) => held.name ?? []);
  return findConstraint(table, target, defaultSchema) ?? missing("constraint", text, names, table);
}

/** Of a table or a materialized view. Throws `UNKNOWN_INDEX`, `UNKNOWN_TABLE`. */
export function requireIndex(state: Schema, owner: QualifiedName, name: string): Index {
  const { indexes } = findView(state, owner) ?? requireTable(state, owner);
  return findIndex(indexes, name) ?? missing("index", name, namesOf(indexes), owner);
}

/** The index, or nothing where there is none or not even its table. */
export function lookUpIndex(state: Schema, owner: QualifiedName, name: string): Index | undefined {
  const held = findView(state, owner) ?? findTable(state, owner);
  return findIndex(held?.indexes ?? [], name);
}

/** An enum, a sequence or a view. Throws `UNKNOWN_ENUM`, `UNKNOWN_SEQUENCE`, `UNKNOWN_VIEW`. */
export function requireNamed<Named extends QualifiedName>(
  list: readonly Named[],
  name: QualifiedName,
  what: "enum" | "sequence" | "view",
): Named {
  return lookUpNamed(list, name) ?? missing(what, nameText(name), list.map(nameText));
}

export function lookUpNamed<Named extends QualifiedName>(
  list: readonly Named[],
  name: QualifiedName,
): Named | undefined {
  return list.find((held) => sameName(held, name));
}

function findIndex(indexes: readonly Index[], name: string): Index | undefined {
  return indexes.find((index) => index.name === name);
}

function namesOf(list: readonly { readonly name: string }[]): readonly string[] {
  return list.map((held) => held.name);
}

function missing(
  what: UnknownKind,
  name: string,
  present: readonly string[],
  owner?: QualifiedName,
): never {
  const likely = nearest(name, present);
  const place = owner === undefined ? "the database" : `"${nameText(owner)}"`;
  throw new AthanorError({
    code: `UNKNOWN_${what.toUpperCase() as Uppercase<UnknownKind>}`,
    message: `There is no ${what} "${name}" in ${place} at this point of the revision.`,
    suggestions: [
      ...(likely === undefined ? [] : [JSON.stringify(likely)]),
      "{ ifExists: true } lets a drop pass over it",
    ],
    facts: { [what]: name, present, ...(owner === undefined ? {} : { owner: nameText(owner) }) },
  });
}
