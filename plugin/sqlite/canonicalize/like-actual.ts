import type { CanonicalizeRequest } from "../../../src/plugin/catalog.js";
import type { ColumnDefault } from "../../../src/schema/column-default.js";
import type { Column } from "../../../src/schema/column.js";
import type {
  CheckConstraint,
  ForeignKey,
  PrimaryKey,
  UniqueConstraint,
} from "../../../src/schema/constraint.js";
import { compact } from "../../../src/schema/compact.js";
import type { Index } from "../../../src/schema/index-definition.js";
import {
  compareNames,
  nameKey,
  nameOf,
  sameName,
  type QualifiedName,
} from "../../../src/schema/name.js";
import type { Schema } from "../../../src/schema/schema.js";
import type { Table } from "../../../src/schema/table.js";
import type { View } from "../../../src/schema/view.js";
import { without } from "../../../src/schema/without.js";
import { defaultText } from "../column-default.js";
import { likeEach, likeGenerated, likeIndex, type Alike } from "../../sql/like-actual.js";
import { lookup } from "../../sql/lookup.js";
import { foldedKey, resolveNames } from "../inspect/resolve-names.js";
import { mentionedNames } from "../inspect/view.js";
import { sameFolded } from "../quote-name.js";
import { sameExpression, stripParentheses } from "../text/expression.js";

/**
 * The wanted schema in the words of the database: expressions that say the same in other words take its words; what
 * entities cannot say (STRICT, conflict clauses, descending keys, triggers) stays as it is there.
 */
export function likeActual(wanted: Schema, { actual }: CanonicalizeRequest): Schema {
  const tables = resolveAll(
    likeEach(wanted.tables, lookup(actual.tables, foldedKey), likeTable),
    actual.tables,
  );
  const views = likeEach(wanted.views, lookup(actual.views, foldedKey), likeView);
  const known = distinct([...tables, ...wanted.views, ...actual.tables, ...actual.views]);
  return {
    ...wanted,
    tables: [...tables].sort(compareNames),
    views: views.map((view) => withReads(view, known)).sort(compareNames),
  };
}

function resolveAll(tables: readonly Table[], actual: readonly Table[]): readonly Table[] {
  const find = lookup([...actual, ...tables], foldedKey);
  const settled = new Set(actual);
  return tables.map((table) => (settled.has(table) ? table : resolveNames(table, find)));
}

function likeTable(wanted: Table, actual: Table | undefined): Table {
  if (actual === undefined) return wanted;
  const { primaryKey, triggers } = actual;
  const options = { ...wanted.options, ...compact({ strict: actual.options?.strict }) };
  return compact({
    ...wanted,
    name: actual.name,
    columns: wanted.columns.map((column) => likeColumn(column, actual)),
    primaryKey: wanted.primaryKey && likeKey(wanted.primaryKey, primaryKey),
    uniques: likePairs(wanted.uniques, actual.uniques, sameUnique, likeUnique),
    checks: likePairs(wanted.checks, actual.checks, sameCheck, likeCheck),
    foreignKeys: likePairs(wanted.foreignKeys, actual.foreignKeys, sameForeignKey, likeForeignKey),
    indexes: likePairs(wanted.indexes, actual.indexes, sameIndex, (index, held) =>
      likeIndex(index, held, alike),
    ),
    triggers,
    options: Object.keys(options).length === 0 ? undefined : options,
  });
}

/** In the order of the database; what has no counterpart there comes last. No counterpart is given twice. */
function likePairs<Item>(
  wanted: readonly Item[],
  actual: readonly Item[],
  same: (wanted: Item, actual: Item) => boolean,
  like: (wanted: Item, actual: Item) => Item,
): readonly Item[] {
  const left = [...wanted];
  const paired = actual.flatMap((held) => {
    const at = left.findIndex((item) => same(item, held));
    const [found] = at < 0 ? [] : left.splice(at, 1);
    return found === undefined ? [] : [like(found, held)];
  });
  return [...paired, ...left];
}

function likeColumn(wanted: Column, held: Table): Column {
  const actual = held.columns.find(({ name }) => sameFolded(name, wanted.name));
  if (actual === undefined) return wanted;
  const { onConflict } = actual;
  const nullable = isRowid(actual, held) ? actual.nullable : wanted.nullable;
  return compact({
    ...wanted,
    name: actual.name,
    nullable,
    default: likeDefault(wanted, actual),
    generated: likeGenerated(wanted, actual, alike),
    onConflict: nullable === actual.nullable ? onConflict : undefined,
  });
}

/** Never null, whether NOT NULL is written with it or not. */
function isRowid(column: Column, { primaryKey, options }: Table): boolean {
  const [only, ...others] = primaryKey?.columns ?? [];
  const isKey = only === column.name && others.length === 0 && options?.withoutRowid !== true;
  return isKey && column.type.name === "integer";
}

function likeDefault(wanted: Column, actual: Column): Column["default"] {
  const [asked, held] = [wanted.default, actual.default];
  // To be NULL and to have no default is the same.
  if (isNull(asked ?? held) && isNull(held ?? asked)) return held;
  if (asked === undefined || held === undefined) return asked;
  return sameExpression(valueText(asked), valueText(held)) ? held : asked;
}

/** TRUE and FALSE are 1 and 0, as SQLite stores them. */
function valueText(value: ColumnDefault): string {
  const text = stripParentheses(defaultText(value));
  return truth[text.toLowerCase()] ?? text;
}

const truth: Readonly<Record<string, string>> = { true: "1", false: "0" };

function isNull(value: Column["default"]): boolean {
  return value?.kind === "expression" && sameExpression(value.sql, "NULL");
}

function sameNames(left: readonly string[], right: readonly string[]): boolean {
  return (
    left.length === right.length && left.every((name, at) => sameFolded(name, right[at] ?? ""))
  );
}

/** Conflict clauses, collations and directions of keys: entities cannot speak of them. */
function likeKey(wanted: PrimaryKey, actual: PrimaryKey | undefined): PrimaryKey {
  return actual !== undefined && sameNames(wanted.columns, actual.columns) ? actual : wanted;
}

function sameUnique(wanted: UniqueConstraint, actual: UniqueConstraint): boolean {
  return sameNames(wanted.columns, actual.columns);
}

function likeUnique(wanted: UniqueConstraint, actual: UniqueConstraint): UniqueConstraint {
  const { kind, name } = wanted;
  return compact({ kind, name, ...without(actual, "kind", "name") });
}

function sameCheck(wanted: CheckConstraint, actual: CheckConstraint): boolean {
  return sameExpression(wanted.expression, actual.expression);
}

function likeCheck(wanted: CheckConstraint, { expression }: CheckConstraint): CheckConstraint {
  return { ...wanted, expression };
}

function sameForeignKey(wanted: ForeignKey, actual: ForeignKey): boolean {
  return (
    sameNames(wanted.columns, actual.columns) &&
    sameFolded(wanted.references.name, actual.references.name) &&
    sameNames(wanted.referencedColumns, actual.referencedColumns)
  );
}

function likeForeignKey(wanted: ForeignKey, { match }: ForeignKey): ForeignKey {
  return compact({ ...wanted, match });
}

function sameIndex(wanted: Index, actual: Index): boolean {
  return sameFolded(wanted.name, actual.name);
}

const alike: Alike = { name: sameFolded, expression: sameExpression };

function likeView(wanted: View, actual: View | undefined): View {
  if (actual === undefined) return wanted;
  // Entities know nothing of triggers: those that are there stay.
  const kept = { ...wanted, name: actual.name, ...compact({ triggers: actual.triggers }) };
  if (!sameExpression(wanted.definition, actual.definition)) return kept;
  return { ...kept, ...compact({ columns: actual.columns }), definition: actual.definition };
}

function withReads(view: View, known: readonly QualifiedName[]): View {
  const others = known.filter((name) => !sameName(name, view));
  return { ...view, dependsOn: mentionedNames(view.definition, others).map(nameOf) };
}

function distinct(names: readonly QualifiedName[]): readonly QualifiedName[] {
  return [...new Map(names.map((name) => [nameKey(name), name])).values()];
}
