import { isDeepStrictEqual } from "node:util";
import type { Enum } from "../../../src/schema/enum.js";
import { sameName } from "../../../src/schema/name.js";
import { findEnum } from "../../../src/schema/schema.js";
import type { Schema } from "../../../src/schema/schema.js";
import type { Sequence } from "../../../src/schema/sequence.js";
import type { Table } from "../../../src/schema/table.js";
import type { View } from "../../../src/schema/view.js";
import { namesIn } from "../../sql/tokens.js";
import { lookup } from "./lookup.js";
import { isOpen, openIndexes, openSlots } from "./open-slot.js";
import type { OpenSlots } from "./open-slot.js";
import { probeIndexes, probeOf } from "./probe.js";
import { creationOrder, viewReads, withRead } from "../view-order.js";

/** What has to be asked of the server. */
export type Question = {
  /** Enum types that the database does not have, or has otherwise. */
  readonly enums: readonly Enum[];
  /** Sequences that the database does not have: defaults may take their values from them. */
  readonly sequences: readonly Sequence[];
  readonly tables: readonly {
    readonly wanted: Table;
    readonly slots: OpenSlots;
    readonly probe: Table;
  }[];
  /** In the order in which they can be created. */
  readonly views: readonly { readonly wanted: View; readonly probe: View }[];
};

export function questionOf(wanted: Schema, actual: Schema): Question {
  const views = openViews(wanted, actual);
  const mentioned = new Set(views.flatMap(({ definition }) => [...namesIn(definition)]));
  const held = lookup(actual.tables);
  const tables = wanted.tables.flatMap((table) => {
    const isRead = mentioned.has(table.name);
    if (!isRead && held(table) === table) return [];
    const slots = openSlots(table, held(table), wanted.enums);
    if (!isRead && !isOpen(slots)) return [];
    return [{ wanted: table, slots, probe: probeOf(table, slots, isRead) }];
  });
  return {
    enums: wanted.enums.filter((type) => !isDeepStrictEqual(type, findEnum(actual, type))),
    sequences: wanted.sequences.filter(
      (sequence) => !actual.sequences.some((held) => sameName(held, sequence)),
    ),
    tables,
    views: views.map((view) => ({ wanted: view, probe: probeView(view) })),
  };
}

export function isEmpty({ tables, views }: Question): boolean {
  return tables.length + views.length === 0;
}

// A view whose definition is settled is asked about all the same where an open one reads it.
function openViews(wanted: Schema, actual: Schema): readonly View[] {
  const held = lookup(actual.views);
  const open = wanted.views.filter((view) => isViewOpen(view, held(view)));
  if (open.length === 0) return [];
  const reads = viewReads(wanted.views, ({ dependsOn = [], definition }) => ({
    relations: dependsOn,
    names: namesIn(definition),
  }));
  return creationOrder([...withRead(open, reads)], reads);
}

function isViewOpen(view: View, now: View | undefined): boolean {
  const indexes = openIndexes(view.indexes, now?.indexes ?? []);
  return view.definition !== now?.definition || indexes.length > 0;
}

function probeView(view: View): View {
  return { ...view, indexes: probeIndexes(view.name, view.indexes) };
}
