import type { Column } from "../schema/column.js";
import { compact } from "../schema/compact.js";
import type { Constraint } from "../schema/constraint.js";
import { sameValue } from "../schema/equality.js";
import type { Index } from "../schema/index-definition.js";
import { constraintSpans, indexSpans } from "../schema/span.js";
import type { Table } from "../schema/table.js";
import { constraintsOf } from "../schema/table.js";
import type { DiffObject } from "./diff-object.js";
import type { Match, Pair } from "./match.js";
import { keepSome, match, unchanged } from "./match.js";
import type { Ownership } from "./ownership.js";
import { constraintObject, indexObject } from "./ownership.js";
import { constraintStructure, indexStructure } from "./structure.js";

/** One table on both sides. What only the database has and is not ours is `kept`, paired with itself. */
export type TableComparison = {
  readonly from: Table;
  readonly to: Table;
  readonly columns: Match<Column>;
  readonly constraints: Match<Constraint>;
  readonly indexes: Match<Index>;
  readonly unmanaged: readonly Unmanaged[];
};

export type Unmanaged = {
  readonly object: DiffObject;
  /** Left out: nothing else can make it go. */
  readonly pair?: Pair<Constraint> | Pair<Index>;
};

export function compareTable(from: Table, to: Table, ownership: Ownership): TableComparison {
  if (sameValue(from, to)) return unchangedTable(from);
  const columns = match(from.columns, to.columns, (column) => column.name);
  const constraints = match(
    constraintsOf(from),
    constraintsOf(to),
    constraintStructure,
    (left, right) => left.name === right.name,
  );
  const indexes = match(
    from.indexes,
    to.indexes,
    indexStructure,
    (left, right) => left.name === right.name,
  );
  const claims = claimsOf(columns, constraints, indexes);
  const foreign = (object: DiffObject): boolean => !claims(object) && !ownership.owns(object);
  const ours = keepSome(constraints, (held) => foreign(constraintObject(from, held)));
  const oursIndexes = keepSome(indexes, (held) => foreign(indexObject(from, held)));
  return {
    from,
    to,
    columns: settleColumns(columns),
    constraints: settleNames(ours.match),
    indexes: oursIndexes.match,
    unmanaged: [
      ...ours.foreign.map((pair) => ({ pair, object: constraintObject(from, pair.from) })),
      ...oursIndexes.foreign.map((pair) => ({ pair, object: indexObject(from, pair.from) })),
    ],
  };
}

/** A table that stays exactly as it is: equal on both sides, or not ours. */
export function unchangedTable(table: Table): TableComparison {
  return {
    from: table,
    to: table,
    columns: unchanged(table.columns),
    constraints: unchanged(constraintsOf(table)),
    indexes: unchanged(table.indexes),
    unmanaged: [],
  };
}

/**
 * What must go whoever made it: what stands on a dropped column, what has the name of something the entities want
 * here, and a primary key where they want another.
 */
function claimsOf(
  columns: Match<Column>,
  constraints: Match<Constraint>,
  indexes: Match<Index>,
): (object: DiffObject) => boolean {
  const names = new Set([...newNames(constraints), ...newNames(indexes)]);
  const newKey = constraints.added.some((wanted) => wanted.kind === "primaryKey");
  const dropped = columns.removed.map((column) => column.name);
  return (object) => {
    if (object.kind === "index") {
      const spans = (column: string): boolean => indexSpans(object.object, column);
      return names.has(object.name) || dropped.some(spans);
    }
    if (object.kind !== "constraint") return false;
    const { object: held } = object;
    if (held.kind === "primaryKey" && newKey) return true;
    const spans = (column: string): boolean => constraintSpans(held, column);
    return (held.name !== undefined && names.has(held.name)) || dropped.some(spans);
  };
}

/** The names that come to the table, by a new thing or by a rename. */
function newNames<Item extends { readonly name?: string }>(
  found: Match<Item>,
): readonly (string | undefined)[] {
  const renamed = found.kept.filter(({ from, to }) => from.name !== to.name);
  return [...found.added, ...renamed.map((pair) => pair.to)].map((wanted) => wanted.name);
}

/** A constraint wanted without a name may have any; it keeps the one it has. */
function settleNames(constraints: Match<Constraint>): Match<Constraint> {
  const kept = constraints.kept.map(({ from, to }) =>
    to.name === undefined && from.name !== undefined
      ? { from, to: { ...to, name: from.name } }
      : { from, to },
  );
  return { ...constraints, kept };
}

/** A sequence behind an incrementing column that is wanted without a name may have any, and counts as it does. */
function settleColumns(columns: Match<Column>): Match<Column> {
  const kept = columns.kept.map(({ from, to }) => {
    const [held, wanted] = [from.generated, to.generated];
    const open = wanted?.kind === "increment" && wanted.sequence === undefined;
    return open && held?.kind === "increment"
      ? { from, to: { ...to, generated: { ...held, ...compact({ counting: wanted.counting }) } } }
      : { from, to };
  });
  return { ...columns, kept };
}
