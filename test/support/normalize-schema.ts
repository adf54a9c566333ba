import { nameText } from "../../src/schema/name.js";
import type { QualifiedName } from "../../src/schema/name.js";
import type { Schema } from "../../src/schema/schema.js";
import type { Table } from "../../src/schema/table.js";

/**
 * The schema with every list sorted, so that comparing shows what is there and not where. Columns too: databases
 * append an added column, so after a change only the set of columns is told.
 */
export function normalize(schema: Schema): Schema {
  return {
    schemas: schema.schemas.toSorted(),
    tables: sortNamed(schema.tables).map(normalizeTable),
    views: sortNamed(schema.views).map((view) => ({ ...view, indexes: sortTexts(view.indexes) })),
    enums: sortNamed(schema.enums),
    sequences: sortNamed(schema.sequences),
    extensions: sortNamed(schema.extensions),
  };
}

function normalizeTable(table: Table): Table {
  return {
    ...table,
    columns: sortTexts(table.columns),
    uniques: sortTexts(table.uniques),
    checks: sortTexts(table.checks),
    exclusions: sortTexts(table.exclusions),
    foreignKeys: sortTexts(table.foreignKeys),
    indexes: sortTexts(table.indexes),
  };
}

function sortNamed<Item extends QualifiedName>(items: readonly Item[]): readonly Item[] {
  return items.toSorted((left, right) => (nameText(left) < nameText(right) ? -1 : 1));
}

function sortTexts<Item>(items: readonly Item[]): readonly Item[] {
  return items.toSorted((left, right) => (JSON.stringify(left) < JSON.stringify(right) ? -1 : 1));
}
