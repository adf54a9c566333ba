import type { Column } from "../../../src/schema/column.js";
import type { Index } from "../../../src/schema/index-definition.js";
import { nameText } from "../../../src/schema/name.js";
import type { Schema } from "../../../src/schema/schema.js";
import type { Table } from "../../../src/schema/table.js";
import { lookup } from "./lookup.js";
import type { OpenSlots } from "./open-slot.js";
import type { Question } from "./question.js";

/** The wanted schema where the server could not be asked, and what was taken for granted in it. */
export type Assumption = { readonly schema: Schema; readonly assumed: readonly string[] };

/**
 * Where the texts differ and the server may not be asked whether they mean the same, a thing that is there under the same
 * name is taken to be the wanted one: a change that nobody asked for would be worse than one that is said to be unknown.
 */
export function assume(wanted: Schema, question: Question, actual: Schema): Assumption {
  const [heldTable, heldView] = [lookup(actual.tables), lookup(actual.views)];
  const asked = new Map(question.tables.map((each) => [each.wanted, each.slots]));
  const askedViews = new Set(question.views.map((each) => each.wanted));
  const assumed: string[] = [];
  return {
    assumed,
    schema: {
      ...wanted,
      tables: wanted.tables.map((table) => {
        const [slots, held] = [asked.get(table), heldTable(table)];
        return slots === undefined || held === undefined
          ? table
          : assumeTable(table, held, slots, (what) =>
              assumed.push(`${what} of ${nameText(table)}`),
            );
      }),
      views: wanted.views.map((view) => {
        const held = askedViews.has(view) ? heldView(view) : undefined;
        if (held === undefined || held.definition === view.definition) return view;
        assumed.push(`view ${nameText(view)}`);
        return { ...view, definition: held.definition, indexes: held.indexes };
      }),
    },
  };
}

type Tell = (what: string) => void;

function assumeTable(table: Table, held: Table, slots: OpenSlots, tell: Tell): Table {
  return {
    ...table,
    columns: table.columns.map((column) => assumeColumn(column, held, slots, tell)),
    checks: table.checks.map((each) => assumeText(each, slots.checks, held.checks, tell)),
    exclusions: table.exclusions.map((each) =>
      assumeText(each, slots.exclusions, held.exclusions, tell),
    ),
    indexes: table.indexes.map((index) => assumeIndex(index, held, slots, tell)),
  };
}

function assumeColumn(column: Column, held: Table, slots: OpenSlots, tell: Tell): Column {
  const { name } = column;
  const now = held.columns.find((each) => each.name === name);
  if (now === undefined) return column;
  const type = slots.types.has(name) ? { type: now.type } : {};
  const value = slots.defaults.has(name) && now.default ? { default: now.default } : {};
  const isComputed = slots.generated.has(name) && now.generated?.kind === "expression";
  const generated = isComputed && now.generated ? { generated: now.generated } : {};
  const parts = { ...type, ...value, ...generated };
  if (Object.keys(parts).length > 0) tell(`${Object.keys(parts).join(" and ")} of column ${name}`);
  return { ...column, ...parts };
}

function assumeText<Each extends { readonly name?: string; readonly expression: string }>(
  each: Each,
  open: readonly Each[],
  held: readonly Each[],
  tell: Tell,
): Each {
  const now = open.includes(each) ? held.find(({ name }) => name === each.name) : undefined;
  if (now === undefined || each.name === undefined) return each;
  tell(`constraint ${each.name}`);
  return { ...each, expression: now.expression };
}

function assumeIndex(index: Index, held: Table, slots: OpenSlots, tell: Tell): Index {
  const now = slots.indexes.includes(index)
    ? held.indexes.find(({ name }) => name === index.name)
    : undefined;
  if (now === undefined) return index;
  tell(`index ${index.name}`);
  const where = now.where === undefined || index.where === undefined ? {} : { where: now.where };
  return { ...index, keys: now.keys, ...where };
}
