import type { Column } from "../../../src/schema/column.js";
import { compact } from "../../../src/schema/compact.js";
import type { Index } from "../../../src/schema/index-definition.js";
import type { QualifiedName } from "../../../src/schema/name.js";
import type { Schema } from "../../../src/schema/schema.js";
import type { Table } from "../../../src/schema/table.js";
import type { View } from "../../../src/schema/view.js";

/** From what is read in the scratch to what the wanted schema would say. */
export type Words = {
  readonly name: <Named extends QualifiedName>(named: Named) => Named;
  readonly text: (sql: string) => string;
};

export function readBack(
  found: Schema,
  words: Words,
): { readonly tables: readonly Table[]; readonly views: readonly View[] } {
  return {
    tables: found.tables.map((table) => tableBack(table, words)),
    views: found.views.map((view) => viewBack(view, words)),
  };
}

function tableBack(table: Table, words: Words): Table {
  const said = <Each extends { readonly expression: string }>(each: Each): Each => ({
    ...each,
    expression: words.text(each.expression),
  });
  return {
    ...words.name(table),
    columns: table.columns.map((column) => columnBack(column, words)),
    checks: table.checks.map(said),
    exclusions: table.exclusions.map(said),
    indexes: table.indexes.map((index) => indexBack(index, words)),
  };
}

function viewBack(view: View, words: Words): View {
  return compact({
    ...words.name(view),
    definition: words.text(view.definition),
    indexes: view.indexes.map((index) => indexBack(index, words)),
    dependsOn: view.dependsOn?.map(words.name),
  });
}

function columnBack(column: Column, { text }: Words): Column {
  const { default: value, generated, type } = column;
  return compact({
    ...column,
    type: { ...type, name: text(type.name) },
    default: value?.kind === "expression" ? { ...value, sql: text(value.sql) } : value,
    generated:
      generated?.kind === "expression"
        ? { ...generated, expression: text(generated.expression) }
        : generated,
  });
}

function indexBack(index: Index, { text }: Words): Index {
  const keys = index.keys.map((key) =>
    key.expression === undefined ? key : { ...key, expression: text(key.expression) },
  );
  return compact({
    ...index,
    keys,
    where: index.where === undefined ? undefined : text(index.where),
  });
}
