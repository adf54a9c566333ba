import type {
  AddColumn,
  DropColumn,
  RenameColumn,
} from "../../../src/operation/column-operation.js";
import type { CompileContext, Statement } from "../../../src/plugin/ddl.js";
import { findTable } from "../../../src/schema/schema.js";
import { quoteIdentifier } from "../../sql/quote.js";
import { quoteName } from "../quote-name.js";
import { columnClause, sequenceOf } from "./column-clause.js";
import { stateOrNothing } from "./state.js";

export function addColumn({ table, column, ifNotExists }: AddColumn): readonly Statement[] {
  const { before, text, after } = columnClause(table, column);
  const exists = ifNotExists === true ? "IF NOT EXISTS " : "";
  const sql = `ALTER TABLE ${quoteName(table)} ADD COLUMN ${exists}${text}`;
  return [...before, { sql }, ...after];
}

export function dropColumn({ table, column, ifExists }: DropColumn): readonly Statement[] {
  const exists = ifExists === true ? "IF EXISTS " : "";
  const name = quoteIdentifier(column.name);
  return [{ sql: `ALTER TABLE ${quoteName(table)} DROP COLUMN ${exists}${name}` }];
}

/** A sequence that SERIAL named after the column goes along, so that the column reads as before. */
export async function renameColumn(
  { table, from, to }: RenameColumn,
  context: CompileContext,
): Promise<readonly Statement[]> {
  const names = `${quoteIdentifier(from)} TO ${quoteIdentifier(to)}`;
  const rename = { sql: `ALTER TABLE ${quoteName(table)} RENAME COLUMN ${names}` };
  const state = findTable(await stateOrNothing(context, { tables: [table] }), table);
  const column = state?.columns.find(({ name }) => name === from);
  if (column?.generated?.kind !== "increment" || column.generated.sequence !== undefined)
    return [rename];
  const old = sequenceOf(table, column);
  const renamed = sequenceOf(table, { ...column, name: to });
  if (old === undefined || renamed === undefined || old.name === renamed.name) return [rename];
  const sql = `ALTER SEQUENCE ${quoteName(old)} RENAME TO ${quoteIdentifier(renamed.name)}`;
  return [rename, { sql }];
}
