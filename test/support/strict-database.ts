import { applyOperation } from "../../src/operation/apply.js";
import type { ByKind, Operation } from "../../src/operation/operation.js";
import { dispatch } from "../../src/operation/operation.js";
import type { Constraint, ForeignKey } from "../../src/schema/constraint.js";
import { conversionOf } from "../../src/operation/conversion.js";
import { isComputed, sameType, sameValue, usesEnum } from "../../src/schema/equality.js";
import type { QualifiedName } from "../../src/schema/name.js";
import { nameText, sameName } from "../../src/schema/name.js";
import type { Schema } from "../../src/schema/schema.js";
import { findTable } from "../../src/schema/schema.js";
import { constraintSpans, indexSpans } from "../../src/schema/span.js";
import { mentions } from "../../src/schema/sql-identifier.js";
import type { Table } from "../../src/schema/table.js";
import { constraintsOf } from "../../src/schema/table.js";
import { normalize } from "./normalize-schema.js";

/**
 * A database in memory that refuses what PostgreSQL refuses: dropping what others need, using what is not there,
 * taking a name twice, changing a type under a view. An operation must also know exactly what it drops or changes.
 */
export function performStrictly(schema: Schema, operations: readonly Operation[]): Schema {
  return operations.reduce((state, operation, at) => {
    const refusals = dispatch(refuse, operation, state).filter((reason) => reason !== "");
    if (refusals.length > 0) {
      const lines = operations.map(
        (each, place) => `${place === at ? "->" : "  "} ${JSON.stringify(each)}`,
      );
      throw new Error(`${refusals.join("; ")}\n${lines.join("\n")}`);
    }
    return applyOperation(state, operation);
  }, schema);
}

const allow = (): readonly string[] => [];

function unless(holds: boolean, reason: string): string {
  return holds ? "" : reason;
}

const refuse: ByKind<[state: Schema], readonly string[]> = {
  createTable: ({ table }, state) => [
    ...free(state, table.schema, [table.name, ...indexNames(table)]),
    schemaExists(state, table.schema),
    ...table.columns.map((column) => typeExists(state, column.type.enumName)),
    ...table.foreignKeys.map((key) =>
      targetExists({ ...state, tables: [...state.tables, table] }, key),
    ),
  ],
  dropTable: ({ table }, state) => [
    unless(
      sameValue(normalizeTable(findTable(state, table)), normalizeTable(table)),
      `not this table ${table.name}`,
    ),
    ...viewsOver(state, table, undefined),
    ...foreignKeysTo(state, table).map(([owner]) =>
      unless(sameName(owner, table), `${nameText(owner)} refers to ${table.name}`),
    ),
  ],
  renameTable: ({ to }, state) => free(state, to.schema, [to.name]),
  alterTableComment: ({ table, from }, state) => [
    unless(findTable(state, table)?.comment === from, "not this comment"),
  ],
  alterTableOptions: allow,
  addColumn: ({ table, column }, state) => [
    unless(columnOf(state, table, column.name) === undefined, `column ${column.name} exists`),
    typeExists(state, column.type.enumName),
  ],
  dropColumn: ({ table, column }, state) => [
    unless(sameValue(columnOf(state, table, column.name), column), "not this column"),
    ...spanning(state, table, column.name),
    ...viewsOver(state, table, column.name),
  ],
  alterColumn: ({ table, from, to }, state) => {
    const typed = !sameType(from.type, to.type);
    return [
      unless(sameValue(columnOf(state, table, from.name), from), "not this column"),
      typeExists(state, to.type.enumName),
      ...(typed ? viewsOver(state, table, from.name) : []),
      ...(typed ? computedFrom(state, table, from.name) : []),
      ...(conversionOf(from.type, to.type) === "converted"
        ? keysOver(state, table, from.name)
        : []),
      ...defaultFits(state, to),
    ];
  },
  renameColumn: ({ table, to }, state) => [
    unless(columnOf(state, table, to) === undefined, `column ${to} exists`),
  ],
  createConstraint: ({ table, constraint }, state) => [
    unless(findTable(state, table) !== undefined, "no such table"),
    ...(constraint.kind === "foreignKey" ? [targetExists(state, constraint)] : []),
    ...("columns" in constraint ? constraint.columns : []).map((name) =>
      unless(columnOf(state, table, name) !== undefined, `no column ${name}`),
    ),
    ...(isIndexed(constraint) ? free(state, table.schema, [constraint.name]) : []),
    unless(
      constraint.name === undefined || !constraintNamesOf(state, table).includes(constraint.name),
      `constraint ${String(constraint.name)} exists`,
    ),
    unless(
      constraint.kind !== "primaryKey" || findTable(state, table)?.primaryKey === undefined,
      "second primary key",
    ),
  ],
  dropConstraint: ({ table, constraint }, state) => {
    const held = findTable(state, table);
    const own = held === undefined ? [] : constraintsOf(held);
    return [
      unless(
        own.some((each) => sameValue(each, constraint)),
        "not this constraint",
      ),
      ...("columns" in constraint && isIndexed(constraint)
        ? restingOn(state, table, constraint.columns)
        : []),
    ];
  },
  renameConstraint: ({ table, constraint, to }, state) => [
    unless(
      constraintsOf(findTable(state, table) ?? missing(table)).some((each) =>
        sameValue(each, constraint),
      ),
      "not this constraint",
    ),
    unless(!constraintNamesOf(state, table).includes(to), `constraint ${to} exists`),
    ...(isIndexed(constraint) ? free(state, table.schema, [to]) : []),
  ],
  validateConstraint: allow,
  createIndex: ({ table, index }, state) => [
    unless(
      index.keys.every((key) => key.column === undefined || hasColumn(state, table, key.column)),
      "no such column",
    ),
    ...free(state, table.schema, [index.name]),
  ],
  dropIndex: ({ table, index }, state) => {
    const columns = index.keys.map((key) => key.column ?? "");
    const owner = [...state.tables, ...state.views].find((each) => sameName(each, table));
    return [
      unless(owner?.indexes.some((each) => sameValue(each, index)) ?? false, "not this index"),
      ...(index.unique && index.where === undefined ? restingOn(state, table, columns) : []),
    ];
  },
  renameIndex: ({ table, to }, state) => free(state, table.schema, [to]),
  createEnum: ({ enum: type }, state) => free(state, type.schema, [type.name]),
  dropEnum: ({ enum: type }, state) => [
    unless(
      !state.tables.some((table) => table.columns.some((c) => usesEnum(c, type))),
      "enum in use",
    ),
    unless(
      state.enums.some((each) => sameValue(each, type)),
      "not this enum",
    ),
  ],
  // What stands on the values, such as a view or a condition, the dialect itself moves aside.
  alterEnum: ({ from, to }, state) => [
    unless(
      state.enums.some((each) => sameValue(each, from)),
      "not this enum",
    ),
    ...state.tables
      .flatMap((table) => table.columns.filter((column) => usesEnum(column, from)))
      .map(({ name, default: held }) =>
        unless(
          held?.kind !== "value" || to.values.includes(String(held.value)),
          `default of ${name} goes`,
        ),
      ),
  ],
  renameEnum: ({ to }, state) => free(state, to.schema, [to.name]),
  alterSequence: ({ from }, state) => [
    unless(
      state.sequences.some((each) => sameValue(each, from)),
      "not this sequence",
    ),
  ],
  renameSequence: ({ to }, state) => free(state, to.schema, [to.name]),
  createSequence: ({ sequence }, state) => free(state, sequence.schema, [sequence.name]),
  dropSequence: ({ sequence }, state) => [
    unless(
      state.sequences.some((each) => sameValue(each, sequence)),
      "not this sequence",
    ),
    unless(
      !state.tables.some((table) =>
        table.columns.some(
          ({ default: held }) =>
            held?.kind === "expression" && held.sql.includes(`'${sequence.name}'`),
        ),
      ),
      "sequence in use",
    ),
  ],
  createView: ({ view }, state) => [
    ...free(state, view.schema, [view.name]),
    ...(view.dependsOn ?? []).map((read) =>
      unless(
        [...state.tables, ...state.views].some((each) => sameName(each, read)),
        `no ${nameText(read)} to read`,
      ),
    ),
  ],
  dropView: ({ view }, state) => [
    ...viewsOver(state, view, undefined),
    unless(
      state.views.some((each) => each.definition === view.definition && sameName(each, view)),
      "not this view",
    ),
  ],
  createSchema: ({ name }, state) => [unless(!state.schemas.includes(name), "schema exists")],
  dropSchema: ({ name }, state) => [
    unless(
      ![...state.tables, ...state.views, ...state.enums].some((each) => each.schema === name),
      "schema not empty",
    ),
  ],
  createExtension: allow,
  dropExtension: allow,
  execute: allow,
  bulkInsert: allow,
  deleteRows: allow,
  backfill: allow,
  batchAlterTable: allow,
};

function missing(table: QualifiedName): never {
  throw new Error(`no table ${nameText(table)}`);
}

function normalizeTable(table: Table | undefined): unknown {
  return table === undefined ? undefined : normalize({ ...emptyState, tables: [table] }).tables[0];
}

const emptyState: Schema = {
  schemas: [],
  tables: [],
  views: [],
  enums: [],
  sequences: [],
  extensions: [],
};

function columnOf(
  state: Schema,
  table: QualifiedName,
  name: string,
): Table["columns"][number] | undefined {
  return findTable(state, table)?.columns.find((column) => column.name === name);
}

function hasColumn(state: Schema, owner: QualifiedName, name: string): boolean {
  return findTable(state, owner) === undefined || columnOf(state, owner, name) !== undefined;
}

function isIndexed(constraint: Constraint): boolean {
  return ["primaryKey", "unique", "exclude"].includes(constraint.kind);
}

function indexNames(table: Table): readonly (string | undefined)[] {
  const constraints = constraintsOf(table).filter(isIndexed);
  return [...constraints, ...table.indexes].map((held) => held.name);
}

function free(
  state: Schema,
  schema: string | undefined,
  names: readonly (string | undefined)[],
): readonly string[] {
  const within = <Item extends QualifiedName>(items: readonly Item[]): Item[] =>
    items.filter((item) => item.schema === schema);
  const taken = new Set([
    ...within(state.tables).flatMap((table) => [table.name, ...indexNames(table)]),
    ...within(state.views).flatMap((view) => [
      view.name,
      ...view.indexes.map((index) => index.name),
    ]),
    ...within(state.enums).map((type) => type.name),
    ...within(state.sequences).map((sequence) => sequence.name),
  ]);
  return names.map((name) =>
    unless(name === undefined || !taken.has(name), `${String(name)} is taken`),
  );
}

function constraintNamesOf(state: Schema, table: QualifiedName): readonly (string | undefined)[] {
  const held = findTable(state, table);
  return held === undefined ? [] : constraintsOf(held).map((constraint) => constraint.name);
}

function schemaExists(state: Schema, name: string | undefined): string {
  return unless(name === undefined || state.schemas.includes(name), `no schema ${String(name)}`);
}

function typeExists(state: Schema, name: QualifiedName | undefined): string {
  const exists = name === undefined || state.enums.some((type) => sameName(type, name));
  return unless(exists, `no enum ${name === undefined ? "" : nameText(name)}`);
}

function defaultFits(state: Schema, column: Table["columns"][number]): readonly string[] {
  const type = state.enums.find((each) => usesEnum(column, each));
  const held = column.default;
  return [
    unless(
      type === undefined || held?.kind !== "value" || type.values.includes(String(held.value)),
      "default is not a value",
    ),
  ];
}

function targetExists(state: Schema, key: ForeignKey): string {
  const target = findTable(state, key.references);
  const fits = (columns: readonly string[]): boolean =>
    sameValue([...columns].sort(), [...key.referencedColumns].sort());
  const unique =
    target !== undefined &&
    (fits(target.primaryKey?.columns ?? []) ||
      target.uniques.some((held) => fits(held.columns)) ||
      target.indexes.some(
        (held) =>
          held.unique && held.where === undefined && fits(held.keys.map((k) => k.column ?? "")),
      ));
  return unless(unique, `${nameText(key.references)} has no such key`);
}

function foreignKeysTo(
  state: Schema,
  target: QualifiedName,
): readonly (readonly [Table, ForeignKey])[] {
  return state.tables.flatMap((table) =>
    table.foreignKeys
      .filter((key) => sameName(key.references, target))
      .map((key) => [table, key] as const),
  );
}

/** Any key on the same columns will do here for one that stays; the diff must not count on that. */
function restingOn(
  state: Schema,
  table: QualifiedName,
  columns: readonly string[],
): readonly string[] {
  return foreignKeysTo(state, table).map(([owner, key]) =>
    unless(
      !sameValue([...key.referencedColumns].sort(), [...columns].sort()),
      `${nameText(owner)} rests on the key`,
    ),
  );
}

function viewsOver(
  state: Schema,
  relation: QualifiedName,
  column: string | undefined,
): readonly string[] {
  return state.views
    .filter((view) => view.dependsOn?.some((read) => sameName(read, relation)))
    .filter((view) => column === undefined || mentions(view.definition, column))
    .map((view) => `view ${view.name} reads ${relation.name}`);
}

function spanning(state: Schema, owner: QualifiedName, column: string): readonly string[] {
  const table = findTable(state, owner);
  if (table === undefined) return ["no such table"];
  return [
    ...constraintsOf(table).map((held) =>
      unless(!constraintSpans(held, column), "a constraint spans it"),
    ),
    ...table.indexes.map((held) =>
      unless(!indexSpans(held, column), `index ${held.name} spans it`),
    ),
    ...computedFrom(state, owner, column),
    ...foreignKeysTo(state, owner).map(([, key]) =>
      unless(!key.referencedColumns.includes(column), "a foreign key refers to it"),
    ),
  ];
}

function computedFrom(state: Schema, owner: QualifiedName, column: string): readonly string[] {
  const columns = findTable(state, owner)?.columns.filter(isComputed) ?? [];
  return columns.map((held) =>
    unless(
      held.generated?.kind !== "expression" || !mentions(held.generated.expression, column),
      `${held.name} is computed from ${column}`,
    ),
  );
}

function keysOver(state: Schema, owner: QualifiedName, column: string): readonly string[] {
  const own = findTable(state, owner)?.foreignKeys ?? [];
  return [
    ...own.map((key) => unless(!key.columns.includes(column), "a foreign key uses it")),
    ...foreignKeysTo(state, owner).map(([, key]) =>
      unless(!key.referencedColumns.includes(column), "a foreign key refers to it"),
    ),
  ];
}
