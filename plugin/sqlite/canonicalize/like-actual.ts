import type { ColumnDefault } from "../../../src/schema/column-default.js";
import type { Column } from "../../../src/schema/column.js";
import type {
  CheckConstraint,
  ForeignKey,
  PrimaryKey,
  UniqueConstraint,
} from "../../../src/schema/constraint.js";
import { compact } from "../../../src/schema/compact.js";
import type { Index, IndexKey } from "../../../src/schema/index-definition.js";
import type { Table } from "../../../src/schema/table.js";
import { without } from "../../../src/schema/without.js";
import { sameFolded } from "../quote-name.js";
import { sameExpression, stripParentheses } from "../text/expression.js";
import { pairUp } from "./pairing.js";
import { defaultText } from "../column-default.js";

/** The wanted table in the words of the one in the database, wherever they mean the same. */
export function likeActual(wanted: Table, actual: Table | undefined): Table {
  if (actual === undefined) return wanted;
  const { primaryKey, triggers } = actual;
  const options = { ...wanted.options, ...compact({ strict: actual.options?.strict }) };
  return compact({
    ...wanted,
    name: actual.name,
    columns: wanted.columns.map((column) => likeColumn(column, actual)),
    primaryKey: wanted.primaryKey && likeKey(wanted.primaryKey, primaryKey),
    uniques: likeEach(wanted.uniques, actual.uniques, sameUnique, likeUnique),
    checks: likeEach(wanted.checks, actual.checks, sameCheck, likeCheck),
    foreignKeys: likeEach(wanted.foreignKeys, actual.foreignKeys, sameForeignKey, likeForeignKey),
    indexes: likeEach(wanted.indexes, actual.indexes, sameIndex, likeIndex),
    triggers,
    options: Object.keys(options).length === 0 ? undefined : options,
  });
}

function likeEach<Item>(
  wanted: readonly Item[],
  actual: readonly Item[],
  alike: (wanted: Item, actual: Item) => boolean,
  like: (wanted: Item, actual: Item) => Item,
): readonly Item[] {
  return pairUp(wanted, actual, alike).map((pair) =>
    pair.actual === undefined ? pair.wanted : like(pair.wanted, pair.actual),
  );
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
    generated: likeGenerated(wanted, actual),
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

function likeGenerated(wanted: Column, actual: Column): Column["generated"] {
  const [asked, held] = [wanted.generated, actual.generated];
  if (asked?.kind !== "expression" || held?.kind !== "expression") return asked;
  return sameExpression(asked.expression, held.expression)
    ? { ...asked, expression: held.expression }
    : asked;
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

function likeIndex(wanted: Index, actual: Index): Index {
  const sameWhere =
    wanted.where !== undefined &&
    actual.where !== undefined &&
    sameExpression(wanted.where, actual.where);
  const sameKeys =
    wanted.keys.length === actual.keys.length &&
    wanted.keys.every((key, at) => sameKey(key, actual.keys[at]));
  return compact({
    ...wanted,
    name: actual.name,
    keys: sameKeys ? actual.keys : wanted.keys,
    where: sameWhere ? actual.where : wanted.where,
  });
}

function sameKey(wanted: IndexKey, actual: IndexKey | undefined): boolean {
  if (actual === undefined) return false;
  if (wanted.column !== undefined) {
    return (
      actual.column !== undefined &&
      sameFolded(wanted.column, actual.column) &&
      saysLess(wanted, actual)
    );
  }
  const { expression } = actual;
  return (
    expression !== undefined &&
    sameExpression(wanted.expression ?? "", expression) &&
    saysLess(wanted, actual)
  );
}

/** A wanted key that says nothing of direction or collation accepts the one there is. */
function saysLess(wanted: IndexKey, actual: IndexKey): boolean {
  const collation = wanted.collation === undefined || wanted.collation === actual.collation;
  return collation && (wanted.descending !== true || actual.descending === true);
}
