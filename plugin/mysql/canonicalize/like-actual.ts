import type { CanonicalizeRequest, Server } from "../../../src/plugin/catalog.js";
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
import type { Schema } from "../../../src/schema/schema.js";
import type { Table } from "../../../src/schema/table.js";
import type { View } from "../../../src/schema/view.js";
import { without } from "../../../src/schema/without.js";
import { likeEach, likeGenerated, likeIndex, type Alike } from "../../sql/like-actual.js";
import { lookup } from "../../sql/lookup.js";
import { writingOf } from "../collation.js";
import { byName } from "../inspect/by-name.js";
import { isMariaDb } from "../server.js";
import { unescapeText } from "../text/quote-text.js";
import { sameExpression } from "../text/expression.js";

/**
 * The wanted schema in the words of the database, wherever they mean the same. What entities cannot say (display width,
 * invisible columns, prefix lengths and directions of keys, triggers) stays as it is there.
 */
export function likeActual(wanted: Schema, { actual, server }: CanonicalizeRequest): Schema {
  const heldView = lookup(actual.views);
  return {
    ...wanted,
    tables: likeEach(wanted.tables, lookup(actual.tables), (table, held) =>
      likeTable(table, held, server),
    ),
    views: wanted.views.map((view) => likeView(view, heldView(view))),
  };
}

/**
 * The table in the words of the one in the database. Where that one is written in something of its own, what is wanted
 * is said in full, were it the database's: what is left out would be left alone.
 */
export function likeTable(wanted: Table, actual: Table | undefined, server: Server): Table {
  if (actual === undefined) return wanted;
  const table = inWordsOf(withHiddenKey(wanted, actual, server), actual);
  const held = actual.options;
  const { charset, collation = server.collation } = table.options ?? {};
  if (table === actual || held?.collation === undefined) return table;
  if (charset !== undefined || collation === undefined || collation === held.collation) {
    return table;
  }
  return { ...table, options: { ...table.options, ...writingOf(collation) } };
}

export function likeView(wanted: View, held: View | undefined): View {
  const { schema, name, definition, dependsOn } = wanted;
  const same = held !== undefined && sameExpression(held.definition, definition);
  return compact({
    schema,
    name,
    definition: same ? held.definition : definition,
    materialized: wanted.materialized,
    security: wanted.security ?? held?.security,
    indexes: wanted.indexes,
    dependsOn: same ? held.dependsOn : dependsOn,
  });
}

/** https://dev.mysql.com/doc/refman/8.4/en/create-table-gipks.html */
const generatedName = "my_row_id";

/**
 * The wanted table with the primary key that MySQL gives to tables without one (`sql_generate_invisible_primary_key`),
 * where the table in the database has it: nobody asked for it, and nobody is to lose it.
 */
function withHiddenKey(wanted: Table, actual: Table, server: Server): Table {
  const key = actual.primaryKey;
  const isGenerated = key?.columns.length === 1 && key.columns[0] === generatedName;
  if (isMariaDb(server) || wanted.primaryKey !== undefined || !isGenerated) return wanted;
  const held = actual.columns.find(({ name }) => name === generatedName);
  const isTaken = wanted.columns.some(({ name }) => name.toLowerCase() === generatedName);
  if (held?.invisible !== true || isTaken) return wanted;
  return { ...wanted, columns: [held, ...wanted.columns], primaryKey: key };
}

function inWordsOf(wanted: Table, actual: Table): Table {
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
      .map((index) =>
        likeNamesake(spelledIndex(index, spell), find(actual.indexes, index), columns),
      )
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
    generated: likeGenerated(wanted, actual, alike),
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

function likeNamesake(wanted: Index, actual: Index | undefined, columns: readonly Column[]): Index {
  if (actual === undefined) return wanted;
  const { keys, using, comment, invisible, ...like } = likeIndex(wanted, actual, alike);
  return compact({
    ...like,
    keys: keys === actual.keys ? keys.map((key) => withinColumn(key, columns)) : keys,
    using: using ?? actual.using,
    comment: comment ?? actual.comment,
    invisible: invisible ?? actual.invisible,
  });
}

const alike: Alike = {
  name: (left, right) => left === right,
  expression: sameExpression,
};

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
