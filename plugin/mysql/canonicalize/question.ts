import { nameKey, type QualifiedName } from "../../../src/schema/name.js";
import { findTable, findView, type Schema } from "../../../src/schema/schema.js";
import type { Table } from "../../../src/schema/table.js";
import type { View } from "../../../src/schema/view.js";
import { isOpenTable, isOpenView } from "./open.js";

/** What the server has to be asked about. */
export type Question = {
  readonly tables: readonly Table[];
  readonly views: readonly View[];
  /** Tables and views that only have to be there, because a view in question reads them. */
  readonly ground: { readonly tables: readonly Table[]; readonly views: readonly View[] };
};

export function questionOf(wanted: Schema, actual: Schema): Question {
  const tables = wanted.tables.filter((table) => isOpenTable(table, findTable(actual, table)));
  const views = wanted.views.filter((view) => isOpenView(view, findView(actual, view)));
  const read = readBy(views, [wanted, actual]);
  return {
    tables,
    views,
    ground: {
      tables: allUnder(read, [wanted.tables, actual.tables]).filter(
        (each) => !tables.includes(each),
      ),
      views: allUnder(read, [wanted.views, actual.views]).filter((each) => !views.includes(each)),
    },
  };
}

export function isEmpty({ tables, views }: Question): boolean {
  return tables.length + views.length === 0;
}

/** The keys of everything that views read, however indirectly. */
function readBy(views: readonly View[], schemas: readonly Schema[]): ReadonlySet<string> {
  const found = new Set<string>();
  let next: readonly QualifiedName[] = views.flatMap(({ dependsOn }) => dependsOn ?? []);
  while (next.length > 0) {
    const fresh = next.filter((name) => !found.has(nameKey(name)));
    for (const name of fresh) found.add(nameKey(name));
    next = fresh.flatMap((name) =>
      schemas.flatMap((schema) => findView(schema, name)?.dependsOn ?? []),
    );
  }
  return found;
}

/** What goes by one of the names; the first list has the first word. */
function allUnder<Named extends QualifiedName>(
  keys: ReadonlySet<string>,
  lists: readonly (readonly Named[])[],
): readonly Named[] {
  const all = new Map<string, Named>();
  for (const each of lists.toReversed().flat()) {
    if (keys.has(nameKey(each))) all.set(nameKey(each), each);
  }
  return [...all.values()];
}
