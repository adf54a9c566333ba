import type { CanonicalizeRequest } from "../../../src/plugin/catalog.js";
import type { ColumnDefault } from "../../../src/schema/column-default.js";
import type { ColumnType } from "../../../src/schema/column-type.js";
import type { Column } from "../../../src/schema/column.js";
import { compact } from "../../../src/schema/compact.js";
import type { CheckConstraint } from "../../../src/schema/constraint.js";
import type { Index } from "../../../src/schema/index-definition.js";
import { compareNames } from "../../../src/schema/name.js";
import { emptySchema, type Schema } from "../../../src/schema/schema.js";
import type { Table } from "../../../src/schema/table.js";
import type { View } from "../../../src/schema/view.js";
import { without } from "../../../src/schema/without.js";
import { quoteIdentifier, quoteString } from "../../sql/quote.js";
import { columnTypeText, readColumnType } from "../column-type.js";
import { defaultText, readDefault } from "../column-default.js";
import { requireCounting } from "../compile/column-clause.js";
import { createIndexStatement } from "../compile/index-definition.js";
import { createTableText } from "../compile/table.js";
import { createViewText } from "../compile/view.js";
import { readCollation } from "../inspect/collation.js";
import { readIndex } from "../inspect/index-definition.js";
import { assembleTable, readTable } from "../inspect/table.js";
import { readView } from "../inspect/view.js";

/** The wanted tables as they would be inspected if they were created. */
export function normalize({ wanted }: CanonicalizeRequest): Schema {
  const { schemas, tables, views } = wanted;
  return {
    ...emptySchema,
    schemas,
    tables: tables.map((table) => readBack(expressible(table))),
    views: views.map(normalizeView),
  };
}

/** A materialized view stays one: the error that SQLite has none belongs to the operation. */
function normalizeView(view: View): View {
  if (view.materialized) return view;
  return compact({ schema: view.schema, ...readView(createViewText(view), view.name) });
}

/**
 * The table without what SQLite has no words for: comments, exclusion constraints, methods and payloads of indexes,
 * identities. An enumeration becomes the CHECK that TypeORM writes for it. TypeORM gives primary keys no name here.
 */
function expressible(table: Table): Table {
  const { columns, primaryKey, checks, indexes, uniques } = table;
  return {
    ...without(table, "comment", "primaryKey"),
    columns: columns.map(withoutIdentity),
    ...(primaryKey && { primaryKey: without(primaryKey, "name") }),
    uniques: uniques.map((unique) => without(unique, "nullsNotDistinct", "include", "deferrable")),
    checks: [...columns.flatMap(enumCheck), ...checks],
    exclusions: [],
    indexes: indexes.map(plainIndex),
  };
}

function withoutIdentity(column: Column): Column {
  return column.generated?.kind === "identity" ? without(column, "generated") : column;
}

function enumCheck({ name, type }: Column): readonly CheckConstraint[] {
  if (type.values === undefined || type.array === true) return [];
  const values = type.values.map(quoteString).join(",");
  return [{ kind: "check", expression: `${quoteIdentifier(name)} IN (${values})` }];
}

function plainIndex({ name, keys, unique, where }: Index): Index {
  const plain = keys.map((key) => without(key, "nulls", "operatorClass", "length"));
  return compact({ name, keys: plain, unique, where });
}

/** The table as it would be inspected if it were created. */
export function readBack(table: Table): Table {
  const { schema, triggers } = table;
  const read = isPlain(table) ? readParts(table) : readTable(createTableText(table), table.name);
  const indexes = table.indexes.map((index) => readBackIndex(table, index)).sort(compareNames);
  return compact({ schema, ...read, indexes, triggers });
}

/** Nothing but columns, defaults and keys over columns: no text of the author's own whose ends the reader would trim. */
function isPlain({ columns, checks, primaryKey, uniques }: Table): boolean {
  const keys = [...(primaryKey ? [primaryKey] : []), ...uniques];
  return (
    checks.length === 0 &&
    columns.every(({ generated }) => generated?.kind !== "expression") &&
    keys.every(({ collations, descending }) => collations === undefined && descending === undefined)
  );
}

/** The same as writing and reading, without the text. */
function readParts(table: Table): Table {
  const { columns, uniques, foreignKeys, primaryKey, options = {} } = table;
  const counting = columns.find(({ generated }) => generated?.kind === "increment");
  if (counting !== undefined) requireCounting(counting, table);
  const parts = {
    columns: columns.map(readBackColumn),
    uniques: [...uniques],
    checks: [],
    foreignKeys: [...foreignKeys],
    ...compact({ primaryKey }),
    autoincrement: counting !== undefined,
  };
  return assembleTable(table.name, parts, withoutFalse(options));
}

function withoutFalse({ strict, withoutRowid }: NonNullable<Table["options"]>) {
  return compact({ withoutRowid: withoutRowid || undefined, strict: strict || undefined });
}

function readBackColumn(column: Column): Column {
  const { name, type, nullable, collation, onConflict } = column;
  return compact({
    name,
    type: column.generated?.kind === "increment" ? { name: "integer" } : readBackType(type),
    nullable,
    default: column.default && readBackDefault(column.default),
    collation:
      collation === undefined || isBinary(collation) ? undefined : readCollation(collation),
    onConflict: nullable || onConflict === "ABORT" ? undefined : onConflict,
  });
}

function isBinary(collation: string): boolean {
  return readCollation(collation) === "BINARY";
}

function readBackType(type: ColumnType): ColumnType {
  return readColumnType(columnTypeText(type));
}

function readBackDefault(value: ColumnDefault): ColumnDefault | undefined {
  const isText = value.kind === "value" && typeof value.value === "string";
  return isText && !value.value.includes("\0") ? value : readDefault(defaultText(value));
}

function readBackIndex(table: Table, index: Index): Index {
  const isSimple =
    index.where === undefined &&
    index.keys.every((key) => Object.keys(key).length === 1 && key.column !== undefined);
  return isSimple ? index : readIndex(createIndexStatement(table, index).sql, index.name);
}
