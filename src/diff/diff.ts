import { applyAll } from "../operation/apply.js";
import type { Operation } from "../operation/operation.js";
import { nameKey } from "../schema/name.js";
import type { Schema } from "../schema/schema.js";
import { compareSchemas } from "./compare-schema.js";
import type { SchemaComparison } from "./compare-schema.js";
import { createSpaces, diffSequences, dropSpaces } from "./diff-catalog.js";
import { diffEnums } from "./diff-enum.js";
import type { DiffObject } from "./diff-object.js";
import { settleEnumChanges } from "./enum-use.js";
import { alterTable, createTables, dropTables } from "./diff-table.js";
import { diffViews } from "./diff-view.js";
import { keepUnstated } from "./keep-unstated.js";
import { order } from "./order.js";
import { ownership } from "./ownership.js";
import type { Rename } from "./rename.js";
import { applyRenames } from "./rename.js";
import { renameEnums } from "./rename-enums.js";
import { orderRenamings } from "./renaming.js";
import type { Ripple } from "./ripple.js";
import { ripple } from "./ripple.js";
import { splitsDefault } from "./split-default.js";
import type { ViewReads } from "./view-reads.js";
import { viewReads } from "./view-reads.js";

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
  const dragged = ripple(comparison.tables);
  const changes = changesOf(comparison, dragged, viewReads([base, to]));
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
      .filter(({ pair }) => pair === undefined || !dragged.doomed.has(pair))
      .map(({ object }) => owner.origin(object)),
  };
}

function changesOf(
  comparison: SchemaComparison,
  dragged: Ripple,
  reads: ViewReads,
): readonly Operation[] {
  const { tables, enums, sequences, views } = comparison;
  const splits = splitsDefault(enums);
  const altered = tables.kept.map((table) => alterTable(table, dragged, splits));
  const viewChanges = diffViews({
    views,
    foreign: comparison.foreignViews,
    reads,
    moving: dragged.moving,
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
