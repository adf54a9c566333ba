import { compact } from "../../../src/schema/compact.js";
import { groupBy } from "../../../src/schema/group-by.js";
import { nameText } from "../../../src/schema/name.js";
import type { Schema } from "../../../src/schema/schema.js";
import type { Table } from "../../../src/schema/table.js";
import { lookup } from "../../sql/lookup.js";
import type { Question } from "../../sql/question.js";
import { columnSlots, replaceSlots, slotKey, slotValue, type Slot } from "../../sql/slot.js";
import type { Open } from "./open.js";

/** The wanted schema where the server could not be asked, and what was taken for granted in it. */
export type Assumption = { readonly schema: Schema; readonly assumed: readonly string[] };

/**
 * Where the texts differ and the server may not be asked whether they mean the same, a thing that is there under the same
 * name is taken to be the wanted one: a change that nobody asked for would be worse than one that is said to be unknown.
 */
export function assume(wanted: Schema, question: Question<Open>, actual: Schema): Assumption {
  const [heldTable, heldView] = [lookup(actual.tables), lookup(actual.views)];
  const asked = new Map(question.tables.map((each) => [each.wanted, each.open]));
  const askedViews = new Set(question.views.map((each) => each.wanted));
  const assumed: string[] = [];
  const tables = wanted.tables.map((table) => {
    const [open, held] = [asked.get(table), heldTable(table)];
    if (open === undefined || held === undefined) return table;
    const taken: Slot[] = [];
    const like = assumeTable(table, held, open, taken);
    assumed.push(...wordsFor(taken).map((what) => `${what} of ${nameText(table)}`));
    return like;
  });
  const views = wanted.views.map((view) => {
    const held = askedViews.has(view) ? heldView(view) : undefined;
    if (held === undefined || held.definition === view.definition) return view;
    assumed.push(`view ${nameText(view)}`);
    return { ...view, definition: held.definition, indexes: held.indexes };
  });
  return { schema: { ...wanted, tables, views }, assumed };
}

function assumeTable(table: Table, held: Table, open: Open, taken: Slot[]): Table {
  const like = replaceSlots(table, (slot) => {
    const now = open.has(slotKey(slot)) ? slotValue(held, slot) : undefined;
    if (now !== undefined) taken.push(slot);
    return now;
  });
  // An index keeps having a predicate, or none, as it is wanted.
  const indexes = like.indexes.map((index, at) => {
    const where = table.indexes[at]?.where;
    return where === undefined || index.where === undefined ? compact({ ...index, where }) : index;
  });
  return { ...like, indexes };
}

/** `type and default of column a`, `constraint b`, `index c`. */
function wordsFor(taken: readonly Slot[]): readonly string[] {
  const named = groupBy(taken, ({ kind, at }) =>
    columnSlots.has(kind) ? `${at}` : slotKey({ kind, at }),
  );
  return [...named.values()].map((slots) => {
    const kinds = slots.map(({ kind }) => kind);
    const [{ kind, name = "" } = { kind: "type" as const }] = slots;
    if (columnSlots.has(kind)) return `${kinds.join(" and ")} of column ${name}`;
    return `${kind === "index" ? "index" : "constraint"} ${name}`;
  });
}
