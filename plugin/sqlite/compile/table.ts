import type { CreateView, DropView } from "../../../src/operation/catalog-operation.js";
import type {
  CreateTable,
  DropTable,
  RenameTable,
} from "../../../src/operation/table-operation.js";
import type { Statement } from "../../../src/plugin/statement.js";
import { quoteIdentifier } from "../../sql/quote.js";
import { quoteName, sameFolded } from "../quote-name.js";
import { createIndexStatement, createTableText, createViewText } from "./table-statement.js";
import { createTriggerStatement } from "./trigger-statement.js";
import { unsupported } from "./unsupported.js";

export function createTable({ table, ifNotExists }: CreateTable): readonly Statement[] {
  return [
    { sql: createTableText(table, ifNotExists) },
    ...table.indexes.map((index) => createIndexStatement(table, index, ifNotExists)),
    ...(table.triggers ?? []).map((trigger) => createTriggerStatement(table, trigger)),
  ];
}

export function dropTable({ table, ifExists }: DropTable): readonly Statement[] {
  return [{ sql: `DROP TABLE ${ifExists === true ? "IF EXISTS " : ""}${quoteName(table)}` }];
}

/** Other tables' foreign keys, views and triggers follow. */
export function renameTable({ from, to }: RenameTable): readonly Statement[] {
  if (from.schema !== to.schema) {
    throw unsupported(
      "way to move a table to another file",
      "Create the table there, copy its rows with op.execute, and drop the old one.",
    );
  }
  if (from.name === to.name) return [];
  // SQLite takes names that differ in case alone for one name, which is taken.
  const steps = sameFolded(from.name, to.name)
    ? [`athanor_renamed_${to.name}`, to.name]
    : [to.name];
  const owners = [from, ...steps.map((name) => ({ ...from, name }))];
  return steps.map((name, at) => ({
    sql: `ALTER TABLE ${quoteName(owners[at] ?? from)} RENAME TO ${quoteIdentifier(name)}`,
  }));
}

export function createView({ view, ifNotExists }: CreateView): readonly Statement[] {
  if (view.materialized) {
    throw unsupported(
      "materialized views",
      "Create a plain view, or a table that a trigger or the application keeps up to date.",
    );
  }
  return [
    { sql: createViewText(view, ifNotExists) },
    ...(view.triggers ?? []).map((trigger) => createTriggerStatement(view, trigger)),
  ];
}

export function dropView({ view, ifExists }: DropView): readonly Statement[] {
  return [{ sql: `DROP VIEW ${ifExists === true ? "IF EXISTS " : ""}${quoteName(view)}` }];
}
