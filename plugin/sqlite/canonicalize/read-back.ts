import type { Column } from "../../../src/schema/column.js";
import type { ColumnDefault } from "../../../src/schema/column-default.js";
import type { ColumnType } from "../../../src/schema/column-type.js";
import { compact } from "../../../src/schema/compact.js";
import type { Index } from "../../../src/schema/index-definition.js";
import { compareNames } from "../../../src/schema/name.js";
import type { Table } from "../../../src/schema/table.js";
import { columnTypeText, readColumnType } from "../column-type.js";
import { requireCounting } from "../compile/column-clause.js";
import { readCollation } from "../inspect/collation.js";
import { readDefault, defaultText } from "../column-default.js";
import { readIndex } from "../inspect/index-definition.js";
import { readTable, assembleTable } from "../inspect/table.js";
import { createIndexStatement } from "../compile/index-definition.js";
import { createTableText } from "../compile/table.js";

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
