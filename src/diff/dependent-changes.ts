import type { Column } from "../schema/column.js";
import type { Constraint, ForeignKey } from "../schema/constraint.js";
import { isComputed, sameType, sameValue } from "../schema/equality.js";
import type { Index } from "../schema/index-definition.js";
import { nameKey } from "../schema/name.js";
import { constraintSpans, indexSpans } from "../schema/span.js";
import { mentions } from "../schema/sql-identifier.js";
import type { SchemaComparison } from "./compare-schema.js";
import type { TableComparison } from "./compare-table.js";
import type { Pair } from "./match.js";

/** What a change drags along: things that are the same on both sides and still must be dropped. */
export type DependentChanges = {
  /** Pairs of columns, constraints and indexes that are dropped before the change and created again after it. */
  readonly recreated: ReadonlySet<Pair<Column> | Pair<Constraint> | Pair<Index>>;
  /** Foreign keys that are not ours, whose target goes. */
  readonly dropped: ReadonlySet<Pair<Constraint> | Pair<Index>>;
  /** Columns, by table, whose views must stand aside: dropped, of another type, or made anew. */
  readonly moving: ReadonlyMap<string, ReadonlySet<string>>;
};

export function dependentChanges({ kept, removed }: SchemaComparison["tables"]): DependentChanges {
  const moves = new Map(
    kept.flatMap((table) => {
      const found = movesOf(table);
      return found === undefined ? [] : [[nameKey(table.to), found] as const];
    }),
  );
  const recreated = new Set<Pair<Column> | Pair<Constraint> | Pair<Index>>();
  for (const table of kept) {
    const found = moves.get(nameKey(table.to));
    if (found !== undefined) addLocal(table, found, recreated);
  }
  const keys = changedKeys(kept, recreated);
  const dropped = new Set<Pair<Constraint> | Pair<Index>>();
  const gone = new Set(removed.map(nameKey));
  if (moves.size + keys.size + gone.size > 0) {
    for (const table of kept) {
      for (const pair of foreignKeysOf(table)) {
        if (losesTarget(pair.from, gone, moves)) dropped.add(pair);
        else if (standsAside(table, pair.from, moves, keys)) recreated.add(pair);
      }
    }
  }
  return { recreated, dropped, moving: new Map([...moves].map(([key, of]) => [key, of.all])) };
}

/** The columns of one table that change in a way others feel. */
type Moves = {
  readonly dropped: ReadonlySet<string>;
  /** Computed columns whose source or expression changes. */
  readonly recomputed: ReadonlySet<string>;
  /** Another type altogether, as opposed to another length. */
  readonly converted: ReadonlySet<string>;
  readonly all: ReadonlySet<string>;
};

function movesOf(table: TableComparison): Moves | undefined {
  const { kept, removed } = table.columns;
  const named = (pairs: readonly Pair<Column>[]): ReadonlySet<string> =>
    new Set(pairs.map((pair) => pair.to.name));
  const changed = kept.filter(({ from, to }) => from !== to);
  const typed = named(changed.filter(typeChanged));
  const converted = named(changed.filter(conversionNeeded));
  const recomputed = named(kept.filter((pair) => isRecomputed(pair, typed)));
  const dropped = new Set(removed.map((column) => column.name));
  const all = new Set([...dropped, ...typed, ...recomputed]);
  return all.size === 0 ? undefined : { dropped, recomputed, converted, all };
}

function typeChanged({ from, to }: Pair<Column>): boolean {
  return !sameType(from.type, to.type) || from.collation !== to.collation;
}

function conversionNeeded(pair: Pair<Column>): boolean {
  const { from, to } = pair;
  const kind = ({ type }: Column): unknown => [
    type.name,
    type.array ?? false,
    type.enumName,
    type.unsigned ?? false,
  ];
  return !sameValue(kind(from), kind(to)) || from.collation !== to.collation;
}

function isRecomputed({ from, to }: Pair<Column>, sources: ReadonlySet<string>): boolean {
  if (isComputed(from) !== isComputed(to)) return true;
  if (from.generated?.kind !== "expression") return false;
  return !sameValue(from.generated, to.generated) || isDerived(from, sources);
}

/** Is the column computed from one of these? */
function isDerived(column: Column, sources: ReadonlySet<string>): boolean {
  if (column.generated?.kind !== "expression") return false;
  const { expression } = column.generated;
  return [...sources].some((name) => name !== column.name && mentions(expression, name));
}

function addLocal(
  table: TableComparison,
  moves: Moves,
  recreated: Set<Pair<Column> | Pair<Constraint> | Pair<Index>>,
): void {
  const sources = new Set([...moves.converted, ...moves.all].filter((n) => !moves.dropped.has(n)));
  for (const pair of table.columns.kept) {
    const computed = isComputed(pair.from) && isComputed(pair.to);
    if (computed && isDerived(pair.from, sources)) recreated.add(pair);
  }
  for (const pair of table.constraints.kept) {
    const spans = some(moves.recomputed, (column) => constraintSpans(pair.from, column));
    if (spans) recreated.add(pair);
  }
  for (const pair of table.indexes.kept) {
    const spans = some(moves.recomputed, (column) => indexSpans(pair.from, column));
    if (spans) recreated.add(pair);
  }
}

function some<Item>(items: ReadonlySet<Item>, test: (item: Item) => boolean): boolean {
  for (const item of items) if (test(item)) return true;
  return false;
}

/** The unique keys that go, even if they come back: a foreign key rests on one of them. */
function changedKeys(
  tables: readonly TableComparison[],
  recreated: ReadonlySet<unknown>,
): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const { to, constraints, indexes } of tables) {
    const again = <Item>(pair: Pair<Item>): Item[] => (recreated.has(pair) ? [pair.from] : []);
    for (const held of [...constraints.removed, ...constraints.kept.flatMap(again)]) {
      if (held.kind === "primaryKey" || held.kind === "unique") {
        keys.add(keyOf(nameKey(to), held.columns));
      }
    }
    for (const held of [...indexes.removed, ...indexes.kept.flatMap(again)]) {
      const columns = held.keys.map((key) => key.column ?? "");
      if (held.unique) keys.add(keyOf(nameKey(to), columns));
    }
  }
  return keys;
}

function keyOf(table: string, columns: readonly string[]): string {
  return JSON.stringify([table, [...columns].sort()]);
}

function foreignKeysOf(table: TableComparison): readonly Pair<ForeignKey>[] {
  return table.constraints.kept.filter(
    (pair): pair is Pair<ForeignKey> => pair.from.kind === "foreignKey",
  );
}

function losesTarget(
  key: ForeignKey,
  gone: ReadonlySet<string>,
  moves: ReadonlyMap<string, Moves>,
): boolean {
  const target = nameKey(key.references);
  const dropped = moves.get(target)?.dropped;
  return gone.has(target) || key.referencedColumns.some((column) => dropped?.has(column));
}

/** A foreign key cannot stay while one of its ends changes its type, or the key it rests on goes. */
function standsAside(
  table: TableComparison,
  key: ForeignKey,
  moves: ReadonlyMap<string, Moves>,
  keys: ReadonlySet<string>,
): boolean {
  const target = nameKey(key.references);
  const converts = (owner: string, columns: readonly string[]): boolean => {
    const found = moves.get(owner);
    if (found === undefined) return false;
    return columns.some((name) => found.converted.has(name) || found.recomputed.has(name));
  };
  return (
    keys.has(keyOf(target, key.referencedColumns)) ||
    converts(nameKey(table.to), key.columns) ||
    converts(target, key.referencedColumns)
  );
}
