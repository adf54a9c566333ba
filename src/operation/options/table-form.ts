import { isDeepStrictEqual } from "node:util";
import { compact } from "../../schema/compact.js";
import type { QualifiedName } from "../../schema/name.js";
import type { Table, TableOptions } from "../../schema/table.js";
import { readColumn, writeColumn } from "./column-form.js";
import {
  readCheck,
  readExclude,
  readForeignKey,
  readPrimaryKey,
  readUnique,
  withoutKind,
  writeForeignKey,
} from "./constraint-form.js";
import { readIndex, writeIndex } from "./index-form.js";
import { checkOptions } from "./known-options.js";
import type { CreateTableOptions, TableOptionsChange } from "./table-options.js";

export function readTable(
  name: QualifiedName,
  options: CreateTableOptions,
  defaultSchema?: string,
): Table {
  checkOptions("table", options);
  return compact({
    ...name,
    columns: options.columns.map((column) => readColumn(column, defaultSchema)),
    primaryKey: options.primaryKey === undefined ? undefined : readPrimaryKey(options.primaryKey),
    uniques: (options.uniques ?? []).map(readUnique),
    checks: (options.checks ?? []).map(readCheck),
    exclusions: (options.exclusions ?? []).map(readExclude),
    foreignKeys: (options.foreignKeys ?? []).map((key) => readForeignKey(key, defaultSchema)),
    indexes: (options.indexes ?? []).map(readIndex),
    triggers: options.triggers,
    comment: options.comment,
    options: options.options,
  });
}

/** The shortest options that {@link readTable} reads as this very table. */
export function writeTable(table: Table): CreateTableOptions {
  return compact({
    columns: table.columns.map(writeColumn),
    primaryKey: table.primaryKey === undefined ? undefined : withoutKind(table.primaryKey),
    uniques: filled(table.uniques.map(withoutKind)),
    checks: filled(table.checks.map(withoutKind)),
    exclusions: filled(table.exclusions.map(withoutKind)),
    foreignKeys: filled(table.foreignKeys.map(writeForeignKey)),
    indexes: filled(table.indexes.map(writeIndex)),
    triggers: table.triggers,
    comment: table.comment,
    options: table.options,
  });
}

/** The options after the change: what the change leaves out stays, `null` takes away. */
export function changeTableOptions(from: TableOptions, change: TableOptionsChange): TableOptions {
  const merged = Object.entries({ ...from, ...compact(change) });
  return Object.fromEntries(merged.filter(([, value]) => value !== null));
}

/** The shortest change that {@link changeTableOptions} reads as the way from one to the other. */
export function writeTableOptionsChange(from: TableOptions, to: TableOptions): TableOptionsChange {
  const removed = Object.keys(from).map((key) => [key, null]);
  const target: Readonly<Record<string, unknown>> = { ...to };
  const source: Readonly<Record<string, unknown>> = { ...from };
  const all: Readonly<Record<string, unknown>> = { ...Object.fromEntries(removed), ...target };
  return Object.fromEntries(
    Object.entries(all).filter(([key, value]) => !isDeepStrictEqual(source[key], value)),
  );
}

function filled<Item>(list: readonly Item[]): readonly Item[] | undefined {
  return list.length === 0 ? undefined : list;
}
