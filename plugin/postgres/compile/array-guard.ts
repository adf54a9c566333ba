import type { AlterColumn } from "../../../src/operation/column-operation.js";
import type { Statement } from "../../../src/plugin/ddl.js";
import { nameText } from "../../../src/schema/name.js";
import { quoteIdentifier } from "../../sql/quote.js";
import { isText } from "../column-type.js";
import { literal } from "../literal.js";
import { quoteName } from "../quote-name.js";
import { usingExpression } from "./using.js";

/**
 * An array that becomes a single value keeps its first element only: rows that hold more than that stop the revision,
 * unless their author says what is kept.
 */
export function arrayGuard({ table, from, to, using }: AlterColumn): readonly Statement[] {
  const narrows = from.type.array === true && to.type.array !== true;
  const isOwn = using === undefined || using === usingExpression(from, to);
  if (!narrows || !isOwn) return [];
  const name = quoteIdentifier(to.name);
  // The first element of an array of several dimensions, or of one that begins elsewhere, is NULL.
  const isMore = `cardinality(${name}) > 0 AND ${name}::text <> ARRAY[${name}[1]]::text`;
  const sql = `SELECT ${name} FROM ${quoteName(table)} WHERE ${isMore} LIMIT 10`;
  const all = isText(to.type) ? `; ${literal(`${name}::text`)} keeps all` : "";
  const message = `Column "${to.name}" of "${nameText(table)}" becomes a single value, and these rows hold more than one. Say with "using" which is kept${all}.`;
  return [{ sql, guard: { code: "VALUES_WOULD_BE_LOST", message } }];
}
