import type { AlterColumn } from "../../../src/operation/column-operation.js";
import type { Statement } from "../../../src/plugin/statement.js";
import { nameText } from "../../../src/schema/name.js";
import { quoteIdentifier } from "../../sql/quote.js";
import { isText } from "../column-type.js";
import { quoteName } from "../quote-name.js";

/** An array that becomes a single value keeps its first element only: rows with more stop the revision. */
export function arrayGuard({ table, from, to, using }: AlterColumn): readonly Statement[] {
  const narrows = from.type.array === true && to.type.array !== true && !isText(to.type);
  if (!narrows || using !== undefined) return [];
  const name = quoteIdentifier(to.name);
  const sql = `SELECT ${name} FROM ${quoteName(table)} WHERE cardinality(${name}) > 1 LIMIT 10`;
  const message = `Column "${to.name}" of "${nameText(table)}" becomes a single value, and these rows hold more than one. Say with "using" which is kept.`;
  return [{ sql, guard: { code: "VALUES_WOULD_BE_LOST", message } }];
}
