import type { Column } from "../schema/column.js";
import type { Enum } from "../schema/enum.js";
import { sameValue, usesEnum } from "../schema/equality.js";
import { defaultNames } from "./default-text.js";
import { addedValues, removedValues, valuesChanged, diffEnums } from "./diff-enum.js";
import type { Match, Pair } from "./match.js";
import type { Operation } from "../operation/operation.js";
import type { Schema } from "../schema/schema.js";
import type { Sequence } from "../schema/sequence.js";
import { applyAll } from "../operation/apply.js";
import { nameKey } from "../schema/name.js";
import { compareSchemas, type SchemaComparison } from "./compare-schema.js";
import type { DiffObject } from "./diff-object.js";
import { settleEnumChanges } from "./enum-use.js";
import { alterTable, createTables, dropTables } from "./diff-table.js";
import { diffViews } from "./diff-view.js";
import { keepUnstated } from "./keep-unstated.js";
import { order } from "./order.js";
import { ownership } from "./ownership.js";
import { type Rename, applyRenames } from "./rename.js";
import { renameEnums } from "./rename-enums.js";
import { orderRenamings } from "./renaming.js";
import { type DependentChanges, dependentChanges } from "./dependent-changes.js";
import { type ViewReads, viewReads } from "./view-reads.js";
export type DiffRequest = {
  /** The database. Canonical, as `to` is. */
  readonly from: Schema;
  /** The entities. */
  readonly to: Schema;
  /**
   * May this thing, which the entities do not have, be dropped? Asked with the names the database has now.
   * Never asked for columns: those of a table that stays are always ours. Default: everything is.
   */
  readonly owns?: (object: DiffObject) => boolean;
  /** New names for old things, done before anything else. Default: none. */
  readonly renames?: readonly Rename[];
};

export type Difference = {
  /** In an order that every database can follow. */
  readonly operations: readonly Operation[];
  /** What only the database has and is not ours: kept. */
  readonly unmanaged: readonly DiffObject[];
};

/**
 * What must be done to `from` so that it becomes `to`. Things are matched by what they are first and by their names
 * second: a difference of name alone is a rename.
 *
 * @throws AthanorError `INVALID_RENAME` where a rename does not lead from the database to the entities.
 * @example diff({ from: emptySchema, to: wanted }).operations
 */
export function diff(request: DiffRequest): Difference {
  const { from, owns = () => true, renames = [] } = request;
  const spaces = createSpaces(from, request.to);
  const renamed = applyRenames(from, request.to, renames);
  const to = renames.length === 0 ? request.to : keepUnstated(renamed.from, request.to);
  const enums = renameEnums(renamed.from, to, (type) =>
    owns({ kind: "enum", name: type, object: type }),
  );
  const base = applyAll(renamed.from, enums);
  const owner = ownership(owns, from, base);
  const comparison = compareSchemas(base, to, owner);
  const dependents = dependentChanges(comparison.tables);
  const changes = changesOf(comparison, dependents, viewReads([base, to]));
  const ordered = settleEnumChanges(order(changes));
  // On the way back a view comes when everything that it reads has its old name.
  const isLeavingView = ({ kind }: Operation): boolean => kind === "dropView";
  return {
    operations: [
      ...spaces,
      ...ordered.filter(isLeavingView),
      ...renamed.operations,
      ...enums,
      ...ordered.filter((operation) => !isLeavingView(operation)),
    ],
    unmanaged: comparison.unmanaged
      .filter(({ pair }) => pair === undefined || !dependents.dropped.has(pair))
      .map(({ object }) => owner.origin(object)),
  };
}

function changesOf(
  comparison: SchemaComparison,
  dependents: DependentChanges,
  reads: ViewReads,
): readonly Operation[] {
  const { tables, enums, sequences, views } = comparison;
  const splits = splitsDefault(enums);
  const altered = tables.kept.map((table) => alterTable(table, dependents, splits));
  const viewChanges = diffViews({
    views,
    foreign: comparison.foreignViews,
    reads,
    moving: dependents.moving,
    dropped: new Set(tables.removed.map(nameKey)),
  });
  const renamings = [...altered, viewChanges].flatMap((changes) => changes.renamings);
  return [
    ...dropTables(tables.removed),
    ...diffEnums(enums),
    ...diffSequences(sequences),
    ...createTables(tables.added),
    ...altered.flatMap((changes) => changes.operations),
    ...orderRenamings(renamings),
    ...viewChanges.operations,
    ...dropSpaces(comparison.removedSchemas),
  ];
}

/** Schemas and extensions that are missing: everything else may need them. Extensions are never dropped. */
function createSpaces(from: Schema, to: Schema): readonly Operation[] {
  const schemas = new Set(from.schemas);
  const extensions = new Set(from.extensions.map((extension) => extension.name));
  return [
    ...to.schemas
      .filter((name) => !schemas.has(name))
      .map((name): Operation => ({ kind: "createSchema", name })),
    ...to.extensions
      .filter((extension) => !extensions.has(extension.name))
      .map((extension): Operation => ({ kind: "createExtension", extension, ifNotExists: true })),
  ];
}

function dropSpaces(schemas: readonly string[]): readonly Operation[] {
  return schemas.map((name) => ({ kind: "dropSchema", name }));
}

/** A changed sequence is altered where it stands: it goes on counting where it is. */
function diffSequences(sequences: Match<Sequence>): readonly Operation[] {
  const changed = sequences.kept.filter(({ from, to }) => !sameValue(from, to));
  return [
    ...sequences.removed.map((sequence): Operation => ({ kind: "dropSequence", sequence })),
    ...sequences.added.map((sequence): Operation => ({ kind: "createSequence", sequence })),
    ...changed.map(({ from, to }): Operation => ({ kind: "alterSequence", from, to })),
  ];
}

/**
 * Tells the columns whose default stands in the way of what it names, before and after: a value that an enum loses
 * for one that it gains. Their default is taken away first and given back last.
 */
function splitsDefault(enums: Match<Enum>): (pair: Pair<Column>) => boolean {
  const types = enums.kept.filter(valuesChanged);
  if (types.length === 0) return () => false;
  return (pair) =>
    types.some((type) => isTornByEnum(pair, type)) || isTornBetweenEnums(pair, types);
}

function isTornByEnum({ from, to }: Pair<Column>, type: Pair<Enum>): boolean {
  if (!usesEnum(from, type.from) || !usesEnum(to, type.to)) return false;
  const loses = removedValues(type).some((value) => defaultNames(from, value));
  return loses && addedValues(type).some((value) => defaultNames(to, value));
}

/** A column that moves between two enums that both change cannot go before the one and after the other. */
function isTornBetweenEnums({ from, to }: Pair<Column>, types: readonly Pair<Enum>[]): boolean {
  if (from.default === undefined || sameValue(from.type.enumName, to.type.enumName)) return false;
  return [from, to].every((column) => types.some((type) => usesEnum(column, type.to)));
}
