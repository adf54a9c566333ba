import { compact } from "../../../src/schema/compact.js";
import type { Column } from "../../../src/schema/column.js";
import { sameValue } from "../../../src/schema/equality.js";
import { groupBy } from "../../../src/schema/group-by.js";
import { compareNames, nameOf, nameText } from "../../../src/schema/name.js";
import type { Schema } from "../../../src/schema/schema.js";
import type { Table } from "../../../src/schema/table.js";
import type { View } from "../../../src/schema/view.js";
import { adoptConstraints, adoptEach, adoptEffects, adoptIndex } from "./adopt-details.js";
import { isPassingMoment } from "../column-default.js";
import { columnCounting } from "../sequence.js";
import { lookup } from "./lookup.js";
import { namesIn } from "../../sql/tokens.js";

/** What nobody asked for and the database has settled for itself is taken as it is there. */
export function adopt(wanted: Schema, actual: Schema): Schema {
  const extensions = wanted.extensions.map((extension) => {
    const held = actual.extensions.find(({ name }) => name === extension.name);
    return extension.schema === undefined && held !== undefined ? held : extension;
  });
  const held = lookup(actual.tables);
  return {
    ...wanted,
    extensions,
    tables: wanted.tables.map((table) => adoptTable(table, held(table))),
    views: adoptViews(wanted, actual),
  };
}

/** What is left to take over once the server has said the wanted texts in its own words. */
export function adoptAnswered(wanted: Schema, actual: Schema): Schema {
  const held = lookup(actual.tables);
  const tables = wanted.tables.map((table) => {
    const now = held(table);
    return now === undefined || now === table ? table : adoptEffects(table, now);
  });
  return { ...wanted, tables };
}

function adoptTable(table: Table, held: Table | undefined): Table {
  // Most tables are as they are wanted: one copy of them is enough, and nothing else has to look at it.
  if (held === undefined || sameValue(table, held)) return held ?? table;
  const columns = new Map(held.columns.map((column) => [column.name, column]));
  return {
    ...table,
    ...adoptConstraints(table, held),
    indexes: adoptEach(table.indexes, held.indexes, adoptIndex),
    columns: table.columns.map((column) => adoptColumn(column, columns.get(column.name))),
  };
}

/** Columns whose default is the moment at which it was set; notes for whoever meant the moment of each row. */
export function momentNotes(wanted: Schema): readonly string[] {
  return wanted.tables.flatMap((table) =>
    table.columns.filter(isPassingMoment).map((column) => {
      const text = column.default?.kind === "value" ? String(column.default.value) : "";
      return `The default "${text}" of column "${column.name}" of "${nameText(table)}" is the moment at which the default is set, the same for every row, and the one that is there stays. For the moment of each row write default: () => "now()".`;
    }),
  );
}

function adoptColumn(column: Column, held: Column | undefined): Column {
  const adopted = adoptSequence(column, held);
  return isPassingMoment(column) && held?.default !== undefined
    ? { ...adopted, default: held.default }
    : adopted;
}

// A renamed table keeps its sequence under the old name; which one feeds a column, and how it counts, is no wish of the entities.
function adoptSequence(column: Column, held: Column | undefined): Column {
  const { generated, type } = column;
  const now = held?.generated;
  if (generated === undefined || generated.kind === "expression") return column;
  if (now === undefined || now.kind === "expression") return column;
  const counting = generated.counting ?? (now.counting && columnCounting(now.counting, type.name));
  if (generated.kind === "identity")
    return { ...column, generated: compact({ ...generated, counting }) };
  const sequence = generated.sequence ?? (now.kind === "increment" ? now.sequence : undefined);
  return { ...column, generated: compact({ ...generated, sequence, counting }) };
}

// The server lists every relation that a view reads; so does this, as far as the definition names them.
function adoptViews(wanted: Schema, actual: Schema): readonly View[] {
  if (wanted.views.length === 0) return [];
  const held = lookup(actual.views);
  const relations = [...wanted.tables, ...wanted.views, ...onlyActual(wanted, actual)];
  const byName = groupBy(relations, ({ name }) => name);
  return wanted.views.map((view) => {
    const now = held(view);
    if (now !== undefined && now.definition === view.definition) {
      return compact({ ...view, dependsOn: now.dependsOn });
    }
    const names = [...namesIn(view.definition)].filter((name) => name !== view.name);
    const read = names.flatMap((name) => byName.get(name) ?? []);
    const dependsOn = read.map(nameOf).sort(compareNames);
    return compact({ ...view, dependsOn: dependsOn.length === 0 ? undefined : dependsOn });
  });
}

function onlyActual(wanted: Schema, actual: Schema): readonly (Table | View)[] {
  const [table, view] = [lookup(wanted.tables), lookup(wanted.views)];
  const tables = actual.tables.filter((each) => table(each) === undefined);
  const views = actual.views.filter((each) => view(each) === undefined);
  return [...tables, ...views];
}
