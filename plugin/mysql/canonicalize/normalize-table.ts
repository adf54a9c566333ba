import type { Server } from "../../../src/plugin/catalog.js";
import { compact } from "../../../src/schema/compact.js";
import type {
  CheckConstraint,
  ForeignKey,
  UniqueConstraint,
} from "../../../src/schema/constraint.js";
import type { Index } from "../../../src/schema/index-definition.js";
import type { Table, TableOptions } from "../../../src/schema/table.js";
import { without } from "../../../src/schema/without.js";
import { byName } from "../inspect/by-name.js";
import { stripParentheses } from "../text/expression.js";
import type { Column } from "../../../src/schema/column.js";
import type { ColumnDefault } from "../../../src/schema/column-default.js";
import type { ColumnType } from "../../../src/schema/column-type.js";
import { since } from "../../sql/since.js";
import { modernName, statedWriting } from "../collation.js";
import { momentText, readDefault, readValue } from "../column-default.js";
import { isCharacter, normalizeType } from "../column-type.js";
import { isMariaDb } from "../server.js";

/**
 * The table in the server's words, as far as text alone tells: unique constraints are the unique indexes that they
 * are there, primary keys have no name, and what it has no words for is left out.
 */
export function normalizeTable(table: Table, actual: Table | undefined, server: Server): Table {
  const { name, schema, primaryKey, comment, triggers } = table;
  const options = optionsLike(table.options, actual?.options, server);
  const collation = options?.collation ?? server.collation;
  return compact({
    schema,
    name,
    columns: table.columns.map((column) => {
      const isKey = primaryKey?.columns.includes(column.name) === true;
      return normalizeColumn(column, { server, collation, isKey });
    }),
    primaryKey: primaryKey && { kind: "primaryKey" as const, columns: primaryKey.columns },
    uniques: [],
    checks: table.checks.map(normalizeCheck).sort(byName),
    exclusions: [],
    foreignKeys: table.foreignKeys.map(normalizeForeignKey).sort(byName),
    indexes: [...normalizeIndexes(table)].sort(byName),
    triggers,
    comment: comment || undefined,
    options,
  });
}

/** What entities do not say of a table stays as it is: engine, collation, row format, partitions. */
function optionsLike(
  wanted: TableOptions | undefined,
  actual: TableOptions | undefined,
  server: Server,
): TableOptions | undefined {
  const { engine, charset, collation, rowFormat, partitionBy } = wanted ?? {};
  const states = charset !== undefined || collation !== undefined;
  const named = engine ?? actual?.engine;
  const options = compact({
    engine: named === undefined ? undefined : likeEngine(named, actual),
    ...(states ? statedOptions(charset, collation, server) : writingIn(actual)),
    rowFormat: rowFormat?.toUpperCase() ?? actual?.rowFormat,
    partitionBy: partitionBy ?? actual?.partitionBy,
  });
  return Object.keys(options).length === 0 ? undefined : options;
}

/** Left out is InnoDB, and left alone is what is left out: the way back to it is said aloud. Names go in any case. */
function likeEngine(named: string, actual: TableOptions | undefined): string | undefined {
  const held = actual?.engine;
  if (/^innodb$/i.test(named)) return held === undefined ? undefined : "InnoDB";
  return held !== undefined && held.toLowerCase() === named.toLowerCase() ? held : named;
}

function statedOptions(
  charset: string | undefined,
  collation: string | undefined,
  server: Server,
): TableOptions {
  return collation === undefined
    ? compact({ charset })
    : statedWriting(collation, server.collation);
}

function writingIn(options: TableOptions | undefined): TableOptions {
  return compact({ charset: options?.charset, collation: options?.collation });
}

function normalizeCheck(check: CheckConstraint): CheckConstraint {
  const { name, expression, column, notEnforced } = check;
  return compact({
    kind: "check" as const,
    name,
    expression: stripParentheses(expression),
    column,
    notEnforced: notEnforced || undefined,
  });
}

function normalizeForeignKey(key: ForeignKey): ForeignKey {
  const { name, columns, references, referencedColumns, onDelete, onUpdate } = key;
  return compact({
    kind: "foreignKey" as const,
    name,
    columns,
    references,
    referencedColumns,
    onDelete,
    onUpdate,
  });
}

function normalizeIndexes({ indexes, uniques }: Table): readonly Index[] {
  const all = [...indexes.map(plainIndex), ...uniques.map(uniqueIndex)];
  return all.filter(({ name }, at) => all.findIndex((other) => other.name === name) === at);
}

/** A unique constraint without a name is called by its first column. */
function uniqueIndex({ name, columns }: UniqueConstraint): Index {
  const [first = ""] = columns;
  return { name: name ?? first, keys: columns.map((column) => ({ column })), unique: true };
}

function plainIndex(index: Index): Index {
  const { name, keys, unique, using, spatial, fulltext, parser, comment, invisible } = index;
  return compact({
    name,
    keys: keys.map((key) => without(key, "nulls", "operatorClass", "collation")),
    unique,
    using: using === undefined || /^b-?tree$/i.test(using) ? undefined : using.toLowerCase(),
    spatial: spatial || undefined,
    fulltext: fulltext || undefined,
    parser,
    comment,
    invisible: invisible || undefined,
  });
}

type ColumnSurroundings = {
  readonly server: Server;
  /** The table's own collation. */
  readonly collation: string | undefined;
  readonly isKey: boolean;
};

/** The column in the server's words, as far as text alone tells. */
function normalizeColumn(column: Column, surroundings: ColumnSurroundings): Column {
  const { server, isKey } = surroundings;
  const type = supportedType(normalizeType(column.type), server);
  const { generated, name, comment, onUpdate, invisible, compressed } = column;
  const computed = generated?.kind === "expression";
  return compact({
    name,
    type,
    nullable: (column.nullable && !isKey) || (computed && isMariaDb(server)),
    default: generated === undefined ? normalizeDefault(column.default, type) : undefined,
    generated: generated?.kind === "identity" ? ({ kind: "increment" } as const) : generated,
    ...(isCharacter(type) ? normalizeWriting(column, surroundings.collation) : {}),
    comment: comment || undefined,
    onUpdate: onUpdate === undefined ? undefined : (momentText(onUpdate, type) ?? onUpdate),
    invisible: invisible === true ? (true as const) : undefined,
    compressed: compressed === true ? (true as const) : undefined,
  });
}

const hasUuids = since("mariadb 10.7");

const forgetsWidths = since("mysql 8.0.19");

/** MariaDB before 10.7 and MySQL have no UUIDs; TypeORM keeps them as text there. */
function supportedType(type: ColumnType, server: Server): ColumnType {
  if (type.name === "uuid" && !hasUuids(server)) return { name: "varchar", length: 36 };
  return keepsWidth(type, server) ? type : without(type, "width");
}

/** MySQL forgets display widths from 8.0.19 on, but for those that mean something: `tinyint(1)` and ZEROFILL. */
function keepsWidth({ name, width, unsigned, zerofill }: ColumnType, server: Server): boolean {
  if (!forgetsWidths(server) || zerofill === true) return true;
  return name === "tinyint" && width === 1 && unsigned !== true;
}

function normalizeDefault(
  held: ColumnDefault | undefined,
  type: ColumnType,
): ColumnDefault | undefined {
  if (held === undefined) return undefined;
  return held.kind === "expression" ? readDefault(held.sql, type) : readValue(held.value, type);
}

/** A character set without a collation has one of the server's choosing: that is left open. */
function normalizeWriting(
  { charset, collation }: Column,
  usual: string | undefined,
): { readonly charset?: string; readonly collation?: string } {
  if (collation !== undefined) return statedWriting(collation, usual);
  return charset === undefined ? {} : { charset: modernName(charset) };
}
