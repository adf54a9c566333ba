import type {
  CreateTable,
  DropTable,
  RenameTable,
} from "../../../src/operation/table-operation.js";
import type { CompileContext, Statement } from "../../../src/plugin/ddl.js";
import type { Trigger } from "../../../src/schema/table.js";
import { sameName } from "../../../src/schema/name.js";
import { quoteName } from "../quote-name.js";
import { createTableText } from "./table-text.js";

export function createTable(
  { table, ifNotExists }: CreateTable,
  { server }: CompileContext,
): readonly Statement[] {
  return [
    { sql: createTableText(table, server, ifNotExists) },
    ...(table.triggers ?? []).map(triggerStatement),
  ];
}

export function dropTable({ table, ifExists }: DropTable): readonly Statement[] {
  return [{ sql: `DROP TABLE ${ifExists === true ? "IF EXISTS " : ""}${quoteName(table)}` }];
}

/** Foreign keys of other tables follow; views do not. The database is part of both names. */
export function renameTable({ from, to }: RenameTable): readonly Statement[] {
  if (sameName(from, to)) return [];
  return [{ sql: `RENAME TABLE ${quoteName(from)} TO ${quoteName(to)}` }];
}

function triggerStatement({ definition }: Trigger): Statement {
  return { sql: definition };
}
