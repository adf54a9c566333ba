import { compact } from "../../../src/schema/compact.js";
import type { Column } from "../../../src/schema/column.js";
import type { ColumnType } from "../../../src/schema/column-type.js";
import type {
  CheckConstraint,
  ForeignKey,
  ReferentialAction,
} from "../../../src/schema/constraint.js";
import { sameValue } from "../../../src/schema/equality.js";
import type { Index, IndexKey } from "../../../src/schema/index-definition.js";
import { sameName } from "../../../src/schema/name.js";
import type { Table } from "../../../src/schema/table.js";
import { without } from "../../../src/schema/without.js";
import { byName } from "../inspect/by-name.js";
import { unescapeText } from "../text/quote-text.js";
import { sameExpression } from "../text/expression.js";

/**
 * The wanted table in the words of the one in the database, wherever they mean the same. What entities cannot say
 * (display width, invisible columns, prefix lengths and directions of keys, triggers) stays as it is there.
 */
export function likeActual(wanted: Table, actual: Table | undefined): Table {
  if (actual === undefined) return wanted;
  const columns = wanted.columns.map((column) => likeColumn(column, find(actual.columns, column)));
  const spell = (name: string): string => find(actual.columns, { name })?.name ?? name;
  const key = wanted.primaryKey;
  const like = compact({
    ...wanted,
    name: actual.name,
    columns,
    primaryKey: key && { ...key, columns: key.columns.map(spell) },
    checks: wanted.checks.map((check) => likeCheck(check, actual.checks)).sort(byName),
    foreignKeys: wanted.foreignKeys
      .map((each) => likeForeignKey(each, actual.foreignKeys, spell))
      .sort(byName),
    indexes: wanted.indexes
      .map((index) => likeIndex(spelledIndex(index, spell), find(actual.indexes, index), columns))
      .sort(byName),
    triggers: actual.triggers,
  });
  // The very same, so that nobody need compare it again.
  return sameValue(like, actual) ? actual : like;
}

/** Names of columns, indexes and constraints are told apart by their letters, not by their case. */
function find<Named extends { readonly name?: string }>(
  all: readonly Named[],
  { name }: { readonly name?: string },
): Named | undefined {
  const exact = all.find((each) => each.name === name);
  if (exact !== undefined || name === undefined) return exact;
  const lower = name.toLowerCase();
  return all.find((each) => each.name?.toLowerCase() === lower);
}

function likeColumn(wanted: Column, actual: Column | undefined): Column {
  if (actual === undefined) return wanted;
  if (sameValue(wanted, actual)) return actual;
  return compact({
    ...wanted,
    name: actual.name,
    type: likeType(wanted.type, actual.type),
    default: likeDefault(wanted, actual),
    generated: likeGenerated(wanted, actual),
    ...likeWriting(wanted, actual),
    invisible: wanted.invisible ?? actual.invisible,
    compressed: wanted.compressed ?? actual.compressed,
  });
}

/** TypeORM 1.x knows no display width, and newer servers report none: one that is not stated may be any. */
function likeType(wanted: ColumnType, actual: ColumnType): ColumnType {
  const { name, width = actual.width, srid = actual.srid } = wanted;
  return name === actual.name ? compact({ ...wanted, width, srid }) : wanted;
}

function likeDefault(wanted: Column, actual: Column): Column["default"] {
  const [asked, held] = [wanted.default, actual.default];
  if (asked?.kind === "value" && held?.kind === "value") {
    return wasWrittenBare(asked.value, held.value) ? held : asked;
  }
  if (asked?.kind !== "expression" || held?.kind !== "expression") return asked;
  return sameExpression(asked.sql, held.sql) ? held : asked;
}

/** TypeORM puts texts between quotes as they are: the server has read their backslashes as escapes. */
function wasWrittenBare(asked: unknown, held: unknown): boolean {
  if (typeof asked !== "string" || !asked.includes("\\")) return false;
  return unescapeText(asked) === held;
}

function likeGenerated(wanted: Column, actual: Column): Column["generated"] {
  const [asked, held] = [wanted.generated, actual.generated];
  if (asked?.kind !== "expression" || held?.kind !== "expression") return asked;
  return sameExpression(asked.expression, held.expression)
    ? { ...asked, expression: held.expression }
    : asked;
}

function likeWriting(
  { charset, collation }: Column,
  actual: Column,
): Pick<Column, "charset" | "collation"> {
  // Stated in full where the table's is the same character set: the server reports the collation alone.
  const same = collation !== undefined && collation === actual.collation;
  return compact({ charset: same ? actual.charset : charset, collation });
}

function likeCheck(wanted: CheckConstraint, held: readonly CheckConstraint[]): CheckConstraint {
  const named = find(held, wanted);
  const alike =
    named !== undefined && sameExpression(named.expression, wanted.expression)
      ? named
      : wanted.name === undefined
        ? held.find((each) => sameExpression(each.expression, wanted.expression))
        : undefined;
  return alike === undefined ? wanted : compact({ ...wanted, ...alike });
}

function likeForeignKey(
  wanted: ForeignKey,
  held: readonly ForeignKey[],
  spell: (column: string) => string,
): ForeignKey {
  const spelled = { ...wanted, columns: wanted.columns.map(spell) };
  const alike =
    wanted.name === undefined
      ? held.find(
          ({ columns, references }) =>
            sameValue(columns, spelled.columns) && sameName(references, wanted.references),
        )
      : find(held, wanted);
  if (alike === undefined) return spelled;
  return compact({
    ...spelled,
    name: alike.name,
    onDelete: likeAction(wanted.onDelete, alike.onDelete),
    onUpdate: likeAction(wanted.onUpdate, alike.onUpdate),
  });
}

/** To InnoDB the two are one: https://dev.mysql.com/doc/refman/8.0/en/create-table-foreign-keys.html */
const refusals: readonly ReferentialAction[] = ["NO ACTION", "RESTRICT"];

function likeAction(wanted: ReferentialAction, actual: ReferentialAction): ReferentialAction {
  return refusals.includes(wanted) && refusals.includes(actual) ? actual : wanted;
}

function spelledIndex(index: Index, spell: (column: string) => string): Index {
  if (index.keys.every(({ column }) => column === undefined || spell(column) === column)) {
    return index;
  }
  const keys = index.keys.map((key) =>
    key.column === undefined ? key : { ...key, column: spell(key.column) },
  );
  return { ...index, keys };
}

function likeIndex(wanted: Index, actual: Index | undefined, columns: readonly Column[]): Index {
  if (actual === undefined) return wanted;
  if (sameValue(wanted, actual)) return actual;
  const sameKeys =
    wanted.keys.length === actual.keys.length &&
    wanted.keys.every((key, at) => saysLess(key, actual.keys[at]));
  return compact({
    ...wanted,
    name: actual.name,
    keys: sameKeys ? actual.keys.map((key) => withinColumn(key, columns)) : wanted.keys,
    using: wanted.using ?? actual.using,
    comment: wanted.comment ?? actual.comment,
    invisible: wanted.invisible ?? actual.invisible,
  });
}

/** A wanted key that says nothing of direction or prefix accepts the one there is. */
function saysLess(wanted: IndexKey, actual: IndexKey | undefined): boolean {
  if (actual === undefined || wanted.column !== actual.column) return false;
  const [asked, held] = [wanted.expression, actual.expression];
  const sameText =
    asked === held || (asked !== undefined && held !== undefined && sameExpression(asked, held));
  const prefix = wanted.length === undefined || wanted.length === actual.length;
  return sameText && prefix && (wanted.descending !== true || actual.descending === true);
}

/** The server takes a prefix away without a word where the column has become as short. */
function withinColumn(key: IndexKey, columns: readonly Column[]): IndexKey {
  const type = columns.find(({ name }) => name === key.column)?.type;
  if (key.length === undefined || type === undefined || mayBeLonger(type, key.length)) return key;
  return without(key, "length");
}

function mayBeLonger({ name, length = 1 }: ColumnType, prefix: number): boolean {
  if (/^(?:var)?(?:char|binary)$/.test(name)) return Number(length) > prefix;
  return /(?:text|blob)$/.test(name) || name === "json";
}
