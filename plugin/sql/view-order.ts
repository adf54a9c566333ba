import { groupBy } from "../../src/schema/group-by.js";
import { nameKey, type QualifiedName } from "../../src/schema/name.js";
import type { View } from "../../src/schema/view.js";

/** The views of the list that each of them reads, whatever their number at the cost of one look at each text. */
export type ViewReads = ReadonlyMap<View, readonly View[]>;

/** What a view reads: relations by their names, and bare names that may mean a relation of any schema. */
export type Reading = {
  readonly relations: readonly QualifiedName[];
  readonly names: Iterable<string>;
};

export function viewReads(views: readonly View[], readingOf: (view: View) => Reading): ViewReads {
  const byKey = groupBy(views, nameKey);
  const byName = groupBy(views, ({ name }) => name);
  const read = views.map((view): [View, readonly View[]] => {
    const { relations, names } = readingOf(view);
    const found = [
      ...relations.flatMap((name) => byKey.get(nameKey(name)) ?? []),
      ...[...names].flatMap((name) => byName.get(name) ?? []),
    ];
    return [view, [...new Set(found)].filter((other) => nameKey(other) !== nameKey(view))];
  });
  return new Map(read);
}

/** The views in an order in which each can be created: those it reads stand before it. */
export function creationOrder(views: readonly View[], reads: ViewReads): readonly View[] {
  const chosen = new Set(views);
  const ordered = new Set<View>();
  const begun = new Set<View>();
  // Each stands on the pile until all that it reads is in order.
  for (const first of views) {
    const pile = [first];
    for (let view = pile.at(-1); view !== undefined; view = pile.at(-1)) {
      const missing = begun.has(view)
        ? []
        : (reads.get(view) ?? []).filter((other) => chosen.has(other) && !begun.has(other));
      begun.add(view);
      if (missing.length > 0) pile.push(...missing);
      else {
        ordered.add(view);
        pile.pop();
      }
    }
  }
  return [...ordered];
}

/** These views, and all that read one of them, however indirectly. */
export function withReaders(found: readonly View[], reads: ViewReads): ReadonlySet<View> {
  const readers = new Map<View, View[]>();
  for (const [view, others] of reads) {
    for (const other of others) {
      const known = readers.get(other);
      if (known === undefined) readers.set(other, [view]);
      else known.push(view);
    }
  }
  return closure(found, (view) => readers.get(view) ?? []);
}

/** These views, and all that they read, however indirectly. */
export function withRead(found: readonly View[], reads: ViewReads): ReadonlySet<View> {
  return closure(found, (view) => reads.get(view) ?? []);
}

function closure(found: readonly View[], next: (view: View) => readonly View[]): ReadonlySet<View> {
  const all = new Set(found);
  // A set hands out what is added to it on the way.
  for (const view of all) for (const other of next(view)) all.add(other);
  return all;
}
