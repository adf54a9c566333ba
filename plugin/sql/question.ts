import { sameValue } from "../../src/schema/equality.js";
import { nameKey } from "../../src/schema/name.js";
import { emptySchema, type Schema } from "../../src/schema/schema.js";
import type { Table } from "../../src/schema/table.js";
import type { View } from "../../src/schema/view.js";
import { lookup } from "./lookup.js";
import { creationOrder, viewReads, withRead, type Reading } from "./view-order.js";

/** What a server has to make so that its words for the open parts can be read. */
export type Question<Open> = {
  readonly tables: readonly AskedTable<Open>[];
  /** In an order in which they can be created, as far as the dialect tells what a view reads. */
  readonly views: readonly AskedView[];
};

export type AskedTable<Open> = {
  readonly wanted: Table;
  /** Undefined: the table only has to be there, because a view of the question reads it. */
  readonly open: Open | undefined;
  /** A view of the question reads the table. */
  readonly isRead: boolean;
};

export type AskedView = {
  readonly wanted: View;
  /** False: the view only has to be there, because another one of the question reads it. */
  readonly isOpen: boolean;
};

/** How a dialect tells what its server has to be asked. */
export type OpenParts<Open> = {
  /** The parts of a wanted table that neither text nor the actual table settles; undefined where there are none. */
  readonly openTable: (
    wanted: Table,
    actual: Table | undefined,
    schema: Schema,
  ) => Open | undefined;
  readonly openView: (wanted: View, actual: View | undefined) => boolean;
  /** What a view reads, as far as that is known before it is made. */
  readonly readsOf: (view: View) => Reading;
  /** Nothing but what the question makes is found in the place: what views read of the actual schema is made as well. */
  readonly standsAlone: boolean;
};

/**
 * What of the wanted schema is open, and what open views read.
 *
 * Where `known` is given, only what differs from its namesake there is open: the server has said the rest already.
 */
export function questionOf<Open>(
  parts: OpenParts<Open>,
  {
    wanted,
    actual,
    known = emptySchema,
  }: Readonly<Record<"wanted" | "actual", Schema>> & { readonly known?: Schema },
): Question<Open> {
  const views = openViews(parts, { wanted, actual, known });
  const isRead = readTest(views.map((view) => parts.readsOf(view.wanted)));
  const [held, said] = [lookup(actual.tables), lookup(known.tables)];
  const tables = readable(parts, wanted.tables, actual.tables).flatMap((table) => {
    const settled = table === held(table) || sameValue(table, said(table));
    const open = settled ? undefined : parts.openTable(table, held(table), wanted);
    const read = isRead(table);
    return open === undefined && !read ? [] : [{ wanted: table, open, isRead: read }];
  });
  return { tables, views };
}

/** The question what the actual tables and views of another question are when they are said once more. */
export function questionOfActual<Open>(
  { openTable }: OpenParts<Open>,
  { tables, views }: Question<Open>,
  actual: Schema,
): Question<Open> {
  const [heldTable, heldView] = [lookup(actual.tables), lookup(actual.views)];
  const asked = views.flatMap(({ wanted, isOpen }) => {
    const held = heldView(wanted);
    return held === undefined ? [] : [{ wanted: held, isOpen }];
  });
  const isRead = asked.length > 0;
  return {
    tables: tables.flatMap(({ wanted }) => {
      const held = heldTable(wanted);
      const open = held && openTable(held, undefined, emptySchema);
      return held === undefined || (open === undefined && !isRead)
        ? []
        : [{ wanted: held, open, isRead }];
    }),
    views: asked,
  };
}

export function isEmpty({ tables, views }: Question<unknown>): boolean {
  return tables.length + views.length === 0;
}

// A view that is settled has to be made all the same where an open one reads it.
function openViews<Open>(
  parts: OpenParts<Open>,
  { wanted, actual, known }: Readonly<Record<"wanted" | "actual" | "known", Schema>>,
): readonly AskedView[] {
  const [held, said] = [lookup(actual.views), lookup(known.views)];
  const open = new Set(
    wanted.views.filter((view) => parts.openView(view, held(view)) && !sameValue(view, said(view))),
  );
  if (open.size === 0) return [];
  const reads = viewReads(readable(parts, wanted.views, actual.views), parts.readsOf);
  const ordered = creationOrder([...withRead([...open], reads)], reads);
  return ordered.map((view) => ({ wanted: view, isOpen: open.has(view) }));
}

function readable<Named extends Table | View>(
  { standsAlone }: OpenParts<unknown>,
  wanted: readonly Named[],
  actual: readonly Named[],
): readonly Named[] {
  if (!standsAlone) return wanted;
  const find = lookup(wanted);
  return [...wanted, ...actual.filter((each) => find(each) === undefined)];
}

function readTest(readings: readonly Reading[]): (table: Table) => boolean {
  const keys = new Set(readings.flatMap(({ relations }) => relations.map(nameKey)));
  const names = new Set(readings.flatMap((each) => [...each.names]));
  return (table) => names.has(table.name) || (keys.size > 0 && keys.has(nameKey(table)));
}
