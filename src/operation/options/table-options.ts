import type { QualifiedName } from "../../schema/name.js";
import { isDeepStrictEqual } from "node:util";
import type { Table, TableOptions } from "../../schema/table.js";
import type { ColumnOptions } from "./column-options.js";
import { readColumn, writeColumn } from "./column-options.js";
import type {
  CheckOptions,
  ExcludeOptions,
  ForeignKeyOptions,
  PrimaryKeyOptions,
  UniqueOptions,
} from "./constraint-options.js";
import { readConstraint, writeConstraint } from "./constraint-options.js";
import { mergeChange, plain, writeFacets } from "./facet.js";
import type { IndexOptions } from "./index-options.js";
import { readIndex, writeIndex } from "./index-options.js";
import { describeNoun, readNoun } from "./noun.js";

/** A table as a revision file writes it. */
export type CreateTableOptions = {
  readonly columns: readonly ColumnOptions[];
  readonly primaryKey?: PrimaryKeyOptions;
  readonly uniques?: readonly UniqueOptions[];
  readonly checks?: readonly CheckOptions[];
  readonly exclusions?: readonly ExcludeOptions[];
  readonly foreignKeys?: readonly ForeignKeyOptions[];
  readonly indexes?: readonly IndexOptions[];
  /** Does nothing where there is a table of this name. Default false. */
  readonly ifNotExists?: boolean;
} & Pick<Table, "triggers" | "comment" | "options">;

/** What the options of a table become. What is left out stays; `null` means none. */
export type TableOptionsChange = {
  readonly [Key in keyof TableOptions]?: TableOptions[Key] | null;
};

export const table = describeNoun<Omit<Table, keyof QualifiedName>, CreateTableOptions>(
  "table",
  {
    columns: {
      read: (given, defaultSchema) => given.map((column) => readColumn(column, defaultSchema)),
      write: (columns) => columns.map(writeColumn),
    },
    primaryKey: { read: (given) => readConstraint("primaryKey", given), write: writeConstraint },
    uniques: {
      unsaid: [],
      read: (given) => given.map((each) => readConstraint("unique", each)),
      write: (uniques) => uniques.map(writeConstraint),
    },
    checks: {
      unsaid: [],
      read: (given) => given.map((each) => readConstraint("check", each)),
      write: (checks) => checks.map(writeConstraint),
    },
    exclusions: {
      unsaid: [],
      read: (given) => given.map((each) => readConstraint("exclude", each)),
      write: (exclusions) => exclusions.map(writeConstraint),
    },
    foreignKeys: {
      unsaid: [],
      read: (given, defaultSchema) =>
        given.map((each) => readConstraint("foreignKey", each, defaultSchema)),
      write: (keys) => keys.map(writeConstraint),
    },
    indexes: {
      unsaid: [],
      read: (given) => given.map(readIndex),
      write: (indexes) => indexes.map(writeIndex),
    },
    triggers: plain,
    comment: plain,
    options: plain,
  },
  ["ifNotExists"],
);

export function readTable(
  name: QualifiedName,
  options: CreateTableOptions,
  defaultSchema?: string,
): Table {
  return { ...name, ...readNoun(table, options, defaultSchema) };
}

/** The shortest options that {@link readTable} reads as this very table. */
export function writeTable(held: Table): CreateTableOptions {
  return writeFacets(table.facets, held);
}

/** The options after the change: what the change leaves out stays, `null` takes away. */
export function changeTableOptions(from: TableOptions, change: TableOptionsChange): TableOptions {
  return mergeChange(from, change);
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
