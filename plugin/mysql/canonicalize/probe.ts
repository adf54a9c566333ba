import { compact } from "../../../src/schema/compact.js";
import type { CheckConstraint } from "../../../src/schema/constraint.js";
import type { Index } from "../../../src/schema/index-definition.js";
import type { Table } from "../../../src/schema/table.js";
import { without } from "../../../src/schema/without.js";
import { sharpened } from "./blurred.js";

/**
 * The table as it is made to be asked about: under another name, without foreign keys and the indexes that tell
 * nothing. CHECKs take names of their own, which on MySQL must be the only ones of their database.
 */
export function probeTable(table: Table, name: string, at: number): Table {
  const { columns, primaryKey, checks, indexes, options } = table;
  const counted = columns.some(({ generated }) => generated?.kind === "increment");
  return compact({
    name,
    columns,
    primaryKey,
    uniques: [],
    checks: checks.map((check, place) =>
      check.column === undefined ? { ...check, name: checkName(at, place) } : check,
    ),
    exclusions: [],
    foreignKeys: [],
    indexes: indexes.filter((index) => isTelling(index) || (counted && isPlain(index))),
    options: options && without(options, "partitionBy"),
  });
}

/** What was found, under the names that were wanted. */
export function adoptTable(wanted: Table, found: Table): Table {
  const columns = new Map(found.columns.map((column) => [column.name, column]));
  const checks = new Map(found.checks.map((check) => [check.column ?? placeOf(check), check]));
  const indexes = new Map(found.indexes.map((index) => [index.name, index]));
  return compact({
    ...wanted,
    columns: wanted.columns.map((column) => sharpened(columns.get(column.name) ?? column, column)),
    checks: wanted.checks.map((check, place) => {
      const expression = checks.get(check.column ?? String(place))?.expression;
      return expression === undefined ? check : { ...check, expression };
    }),
    indexes: wanted.indexes.map((index) =>
      isTelling(index) ? { ...index, keys: indexes.get(index.name)?.keys ?? index.keys } : index,
    ),
    options: optionsOf(wanted, found),
  });
}

/** Partitions are not made: a table that has them keeps them. */
function optionsOf(wanted: Table, found: Table): Table["options"] {
  const partitionBy = wanted.options?.partitionBy;
  return partitionBy === undefined ? found.options : { ...found.options, partitionBy };
}

function checkName(table: number, place: number): string {
  return `athanor_check_${table}_${place}`;
}

function placeOf({ name = "" }: CheckConstraint): string {
  return name.slice(name.lastIndexOf("_") + 1);
}

function isTelling({ keys }: Index): boolean {
  return keys.some(({ expression }) => expression !== undefined);
}

/** AUTO_INCREMENT wants its column to be a key. */
function isPlain({ fulltext, spatial }: Index): boolean {
  return fulltext !== true && spatial !== true;
}
