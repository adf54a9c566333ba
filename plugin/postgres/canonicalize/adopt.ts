import { compact } from "../../../src/schema/compact.js";
import type { Column } from "../../../src/schema/column.js";
import { sameValue } from "../../../src/schema/equality.js";
import { compareNames, nameOf } from "../../../src/schema/name.js";
import { findView } from "../../../src/schema/schema.js";
import type { Schema } from "../../../src/schema/schema.js";
import type { Table } from "../../../src/schema/table.js";
import type { View } from "../../../src/schema/view.js";
import { adoptConstraints, adoptEach, adoptIndex } from "./adopt-details.js";
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
    views: wanted.views.map((view) => adoptView(view, wanted, actual)),
  };
}

function adoptTable(table: Table, held: Table | undefined): Table {
  // Most tables are as they are wanted: one copy of them is enough, and nothing else has to look at it.
  if (held === undefined || sameValue(table, held)) return held ?? table;
  const columns = new Map(held.columns.map((column) => [column.name, column]));
  return {
    ...table,
    ...adoptConstraints(table, held),
    indexes: adoptEach(table.indexes, held.indexes, adoptIndex),
    columns: table.columns.map((column) => adoptSequence(column, columns.get(column.name))),
  };
}

// A renamed table keeps its sequence under the old name; which one feeds a column is no wish of the entities.
function adoptSequence(column: Column, held: Column | undefined): Column {
  const isFree = column.generated?.kind === "increment" && column.generated.sequence === undefined;
  return isFree && held?.generated?.kind === "increment"
    ? { ...column, generated: held.generated }
    : column;
}

// The server lists every relation that a view reads; so does this, as far as the definition names them.
function adoptView(view: View, wanted: Schema, actual: Schema): View {
  const held = findView(actual, view);
  if (held !== undefined && held.definition === view.definition) {
    return compact({ ...view, dependsOn: held.dependsOn });
  }
  const names = namesIn(view.definition);
  const relations = [...wanted.tables, ...wanted.views, ...onlyActual(wanted, actual)];
  const read = relations.filter((each) => names.has(each.name) && each.name !== view.name);
  const dependsOn = read.map(nameOf).sort(compareNames);
  return compact({ ...view, dependsOn: dependsOn.length === 0 ? undefined : dependsOn });
}

function onlyActual(wanted: Schema, actual: Schema): readonly (Table | View)[] {
  const [table, view] = [lookup(wanted.tables), lookup(wanted.views)];
  const tables = actual.tables.filter((each) => table(each) === undefined);
  const views = actual.views.filter((each) => view(each) === undefined);
  return [...tables, ...views];
}
