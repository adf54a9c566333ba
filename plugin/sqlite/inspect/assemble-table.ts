import type { Column } from "../../../src/schema/column.js";
import { compact } from "../../../src/schema/compact.js";
import type { PrimaryKey } from "../../../src/schema/constraint.js";
import type { Table, TableOptions } from "../../../src/schema/table.js";
import { without } from "../../../src/schema/without.js";
import { sameFolded } from "../quote-name.js";
import type { TableParts } from "./table-parts.js";

/** The table that the pieces make, with what its primary key and its options mean for its columns. */
export function assembleTable(name: string, parts: TableParts, options: TableOptions): Table {
  const { uniques, checks, foreignKeys } = parts;
  const rowidAlias = findRowidAlias(parts, options);
  const primaryKey =
    parts.primaryKey && withoutIdleParts(parts.primaryKey, rowidAlias !== undefined);
  const columns = parts.columns
    .map((column) => complete(column, parts, options, rowidAlias))
    .map(withoutIdleDefault);
  const lists = { columns, uniques, checks, exclusions: [], foreignKeys, indexes: [] };
  const hasOptions = Object.keys(options).length > 0;
  return compact({ name, ...lists, primaryKey, options: hasOptions ? options : undefined });
}

/** The column that is the rowid by another name: https://sqlite.org/lang_createtable.html#rowid */
function findRowidAlias(parts: TableParts, options: TableOptions): string | undefined {
  const [only, ...others] = parts.primaryKey?.columns ?? [];
  if (only === undefined || others.length > 0 || options.withoutRowid === true) return undefined;
  const column = parts.columns.find((candidate) => sameFolded(candidate.name, only));
  const isAlias = column?.type.name === "integer" && Object.keys(column.type).length === 1;
  return isAlias && parts.descendingInline !== true ? column.name : undefined;
}

/** Direction and collation mean nothing where the key is the rowid itself. */
function withoutIdleParts(key: PrimaryKey, isRowid: boolean): PrimaryKey {
  if (!isRowid) return key;
  const { kind, name, columns, onConflict } = key;
  return compact({ kind, name, columns, onConflict });
}

/** To be NULL by default is no help to a column that is never null: it has none. */
function withoutIdleDefault(column: Column): Column {
  const { nullable, default: value } = column;
  const isNull = value?.kind === "expression" && /^null$/i.test(value.sql);
  return isNull && !nullable ? without(column, "default") : column;
}

/**
 * What a key makes of its columns: those of a table without a rowid, or of a strict one, are never null. A rowid is not
 * either, but whether NOT NULL is written with it is kept: the ORM compares that.
 */
function complete(
  column: Column,
  parts: TableParts,
  options: TableOptions,
  rowidAlias: string | undefined,
): Column {
  const isKey = parts.primaryKey?.columns.some((name) => sameFolded(name, column.name)) === true;
  if (!isKey) return column;
  const isAlias = column.name === rowidAlias;
  const never = options.withoutRowid === true || options.strict === true;
  const counts = isAlias && parts.autoincrement === true;
  return {
    ...column,
    nullable: column.nullable && !never,
    ...(counts && { generated: { kind: "increment" } }),
  };
}
