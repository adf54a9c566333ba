import type { Operation } from "../operation/operation.js";
import type { Column } from "../schema/column.js";
import { compact } from "../schema/compact.js";
import type { Constraint } from "../schema/constraint.js";
import { sameValue } from "../schema/equality.js";
import type { Index } from "../schema/index-definition.js";
import type { QualifiedName } from "../schema/name.js";
import { nameKey, nameOf } from "../schema/name.js";
import type { Table, TableOptions } from "../schema/table.js";
import { without } from "../schema/without.js";
import { untangle } from "./circular-keys.js";
import type { TableComparison } from "./compare-table.js";
import type { Match, Pair } from "./match.js";
import type { Renaming } from "./renaming.js";
import type { DependentChanges } from "./dependent-changes.js";

/**
 * New tables. A table carries all but its indexes, which follow as operations of their own, and the foreign keys that
 * close a circle of new tables, which come when all of them stand.
 */
export function createTables(tables: readonly Table[]): readonly Operation[] {
  return untangle(tables).flatMap(({ table, circular }): Operation[] => [
    { kind: "createTable", table: { ...table, indexes: [] } },
    ...createIndexes(table, table.indexes),
    ...circular.map((constraint): Operation => createConstraint(nameOf(table), constraint)),
  ]);
}

/** Dropped tables, each as a whole, indexes included: reversing one gives all of it back. */
export function dropTables(tables: readonly Table[]): readonly Operation[] {
  return untangle(tables)
    .toReversed()
    .flatMap(({ table, circular }): Operation[] => [
      ...circular.map((constraint): Operation => dropConstraint(nameOf(table), constraint)),
      { kind: "dropTable", table },
    ]);
}

export function createIndexes(
  owner: QualifiedName,
  indexes: readonly Index[],
): readonly Operation[] {
  return indexes.map((index) => ({ kind: "createIndex", table: nameOf(owner), index }));
}

export type TableChanges = {
  readonly operations: readonly Operation[];
  readonly renamings: readonly Renaming[];
};

const noChanges: TableChanges = { operations: [], renamings: [] };

/** `splits` tells which changes of a column must take its default away first and give the new one after. */
export function alterTable(
  comparison: TableComparison,
  dependents: DependentChanges,
  splits: (pair: Pair<Column>) => boolean,
): TableChanges {
  const { from, to } = comparison;
  // Most tables stay as they are: they need no further look unless something outside drags a part of them along.
  const isDragged = dependents.recreated.size + dependents.dropped.size > 0;
  if (from === to && !isDragged && !comparison.columns.kept.some(splits)) return noChanges;
  const table = nameOf(to);
  const columns = withRemade(comparison.columns, dependents);
  const constraints = withRemade(comparison.constraints, dependents, getsName);
  const indexes = withRemade(comparison.indexes, dependents);
  return {
    operations: [
      ...indexes.removed.map((index) => dropIndex(table, index)),
      ...constraints.removed.map((held) => dropConstraint(table, held)),
      ...columns.added.map((column): Operation => ({ kind: "addColumn", table, column })),
      ...columns.kept.flatMap((pair) => alterColumn(table, pair, splits)),
      ...columns.removed.map((column): Operation => ({ kind: "dropColumn", table, column })),
      ...alterComment(table, from, to),
      ...alterOptions(table, from, to),
      ...constraints.added.map((wanted) => createConstraint(table, wanted)),
      ...constraints.kept.flatMap((pair) => validate(table, pair)),
      ...createIndexes(table, indexes.added),
    ],
    renamings: [
      ...constraints.kept.flatMap((pair) => renameConstraint(table, pair)),
      ...renameIndexes(table, indexes.kept),
    ],
  };
}

/** The match in which what is made anew counts as removed and added, and what is dropped as removed. */
function withRemade<Item>(
  { added, removed, kept }: Match<Item>,
  { recreated, dropped }: DependentChanges,
  remake: (pair: Pair<Item>) => boolean = () => false,
): Match<Item> {
  const again = kept.filter((pair) => remake(pair) || holds(recreated, pair));
  const gone = kept.filter((pair) => holds(dropped, pair));
  const moving = new Set([...again, ...gone]);
  if (moving.size === 0) return { added, removed, kept };
  return {
    added: [...added, ...again.map((pair) => pair.to)],
    removed: [...removed, ...[...again, ...gone].map((pair) => pair.from)],
    kept: kept.filter((pair) => !moving.has(pair)),
  };
}

function holds(pairs: ReadonlySet<unknown>, pair: unknown): boolean {
  return pairs.has(pair);
}

/** A constraint without a name cannot be renamed back, so it is made anew with one. */
function getsName({ from, to }: Pair<Constraint>): boolean {
  return from.name === undefined && to.name !== undefined;
}

export function dropIndex(table: QualifiedName, index: Index): Operation {
  return { kind: "dropIndex", table, index };
}

function createConstraint(table: QualifiedName, constraint: Constraint): Operation {
  return { kind: "createConstraint", table, constraint };
}

function dropConstraint(table: QualifiedName, constraint: Constraint): Operation {
  return { kind: "dropConstraint", table, constraint };
}

function alterColumn(
  table: QualifiedName,
  pair: Pair<Column>,
  splits: (pair: Pair<Column>) => boolean,
): readonly Operation[] {
  const { from, to } = pair;
  if (splits(pair)) {
    const between = without(from, "default");
    return [
      { kind: "alterColumn", table, from, to: between },
      { kind: "alterColumn", table, from: between, to },
    ];
  }
  return sameValue(from, to) ? [] : [{ kind: "alterColumn", table, from, to }];
}

function alterComment(table: QualifiedName, from: Table, to: Table): readonly Operation[] {
  if (from.comment === to.comment) return [];
  const ends = compact({ from: from.comment, to: to.comment });
  return [{ kind: "alterTableComment", table, ...ends }];
}

/** Only what the entities state is compared: the rest is the database owner's. `false` and left out are one. */
function alterOptions(table: QualifiedName, from: Table, to: Table): readonly Operation[] {
  const held: TableOptions = from.options ?? {};
  const stated = Object.entries(to.options ?? {});
  const before = new Map<string, unknown>(Object.entries(held));
  const changed = stated.filter(([key, value]) => !sameValue(before.get(key) ?? false, value));
  if (changed.length === 0) return [];
  const merged = Object.entries({ ...held, ...to.options }).filter(([, value]) => value !== false);
  return [{ kind: "alterTableOptions", table, from: held, to: Object.fromEntries(merged) }];
}

function validate(table: QualifiedName, { from, to }: Pair<Constraint>): readonly Operation[] {
  const wasValid = !("notValid" in from) || from.notValid !== true;
  const staysInvalid = "notValid" in to && to.notValid === true;
  if (wasValid || staysInvalid || to.name === undefined) return [];
  return [{ kind: "validateConstraint", table, name: to.name }];
}

function renameConstraint(table: QualifiedName, pair: Pair<Constraint>): readonly Renaming[] {
  const { from, to } = pair;
  if (from.name === undefined || to.name === undefined) return [];
  return [
    {
      space: nameSpace(table, from),
      owner: nameKey(table),
      from: from.name,
      to: to.name,
      operation: (name, wanted) => ({
        kind: "renameConstraint",
        table,
        constraint: { ...from, name },
        to: wanted,
      }),
    },
  ];
}

export function renameIndexes(
  table: QualifiedName,
  kept: readonly Pair<Index>[],
): readonly Renaming[] {
  return kept.map(({ from, to }) => ({
    space: indexSpace(table),
    owner: nameKey(table),
    from: from.name,
    to: to.name,
    operation: (name, wanted) => ({ kind: "renameIndex", table, from: name, to: wanted }),
  }));
}

/**
 * Checks and foreign keys have names of their table's in some databases, and in others share a space of their kind's own;
 * what an index stands behind shares the schema's.
 */
function nameSpace(table: QualifiedName, { kind }: Constraint): string {
  return kind === "check" || kind === "foreignKey"
    ? `${kind} ${table.schema ?? ""}`
    : indexSpace(table);
}

function indexSpace(table: QualifiedName): string {
  return `schema ${table.schema ?? ""}`;
}
