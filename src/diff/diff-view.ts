import type { Operation } from "../operation/operation.js";
import { nameKey, nameOf } from "../schema/name.js";
import { identifiersIn } from "../schema/sql-identifier.js";
import type { View } from "../schema/view.js";
import { createIndexes, dropIndex, renameIndexes } from "./diff-table.js";
import type { TableChanges } from "./diff-table.js";
import type { Match, Pair } from "./match.js";
import { match } from "./match.js";
import { indexStructure } from "./structure.js";
import type { ViewReads } from "./view-reads.js";

export type ViewRequest = {
  readonly views: Match<View>;
  /** Views that stay because they are not ours, each paired with itself. */
  readonly foreign: ReadonlySet<Pair<View>>;
  readonly reads: ViewReads;
  /** Columns, by table, over which no view can stand while they change. */
  readonly moving: ReadonlyMap<string, ReadonlySet<string>>;
  /** Keys of the tables that go. */
  readonly dropped: ReadonlySet<string>;
};

/**
 * Views that come, go and change, and those that must be dropped and created again because what they read changes
 * under them. A view carries no indexes when it is created: they follow as operations of their own.
 */
export function diffViews(request: ViewRequest): TableChanges {
  const { views } = request;
  const again = viewsInTheWay(request);
  const kept = views.kept.filter((pair) => !again.has(pair)).map(alterIndexes);
  return {
    operations: [
      ...views.removed.map((view) => dropView(view)),
      ...[...again].map((pair) => dropView(pair.from, staysTheSame(pair))),
      ...kept.flatMap((changes) => changes.operations),
      ...views.added.flatMap((view) => createView(view)),
      ...[...again].flatMap((pair) => createView(pair.to, staysTheSame(pair))),
    ],
    renamings: kept.flatMap((changes) => changes.renamings),
  };
}

/** A view that becomes a materialized one, or no longer is one, is another thing: nothing of the old is kept. */
function staysTheSame({ from, to }: Pair<View>): { readonly aside?: true } {
  return from.materialized === to.materialized ? { aside: true } : {};
}

function dropView(view: View, how: { readonly aside?: true } = {}): Operation {
  return { kind: "dropView", view, ...how };
}

function createView(view: View, how: { readonly aside?: true } = {}): readonly Operation[] {
  const bare: Operation = { kind: "createView", view: { ...view, indexes: [] }, ...how };
  return [bare, ...createIndexes(view, view.indexes)];
}

function alterIndexes({ from, to }: Pair<View>): TableChanges {
  const table = nameOf(to);
  const found = match(from.indexes, to.indexes, indexStructure, (a, b) => a.name === b.name);
  return {
    operations: [
      ...found.removed.map((index) => dropIndex(table, index)),
      ...createIndexes(table, found.added),
    ],
    renamings: renameIndexes(table, found.kept),
  };
}

/**
 * The kept views that cannot stay while the change is made: changed ones, those over a moving column, and those over
 * such views. One that is not ours and needs what goes is left alone: the database then refuses, and says why.
 */
function viewsInTheWay(request: ViewRequest): ReadonlySet<Pair<View>> {
  const { views, foreign } = request;
  const again = new Set(views.kept.filter((pair) => isChanged(pair) || standsOver(pair, request)));
  const goes = new Set([...views.removed, ...[...again].map((pair) => pair.from)].map(nameKey));
  if (goes.size === 0) return again;
  const gone = new Set([...views.removed.map(nameKey), ...request.dropped]);
  for (let before = -1; before !== goes.size;) {
    before = goes.size;
    for (const pair of views.kept) {
      const reads = request.reads(pair.from);
      const needsWhatGoes = foreign.has(pair) && intersects(reads, gone);
      if (again.has(pair) || needsWhatGoes || !intersects(reads, goes)) continue;
      again.add(pair);
      goes.add(nameKey(pair.from));
    }
  }
  return again;
}

function isChanged({ from, to }: Pair<View>): boolean {
  return from.definition !== to.definition || from.materialized !== to.materialized;
}

function standsOver({ from }: Pair<View>, request: ViewRequest): boolean {
  const { moving, reads } = request;
  if (moving.size === 0) return false;
  const named = identifiersIn(from.definition);
  const everything = from.definition.includes("*");
  return [...reads(from)].some((key) => {
    const columns = moving.get(key);
    return columns !== undefined && (everything || intersects(columns, named));
  });
}

function intersects(left: ReadonlySet<string>, right: ReadonlySet<string>): boolean {
  for (const item of left) if (right.has(item)) return true;
  return false;
}
