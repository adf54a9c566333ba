import type { AlterEnum } from "../../../src/operation/catalog-operation.js";
import type { Statement } from "../../../src/plugin/ddl.js";
import { nameText } from "../../../src/schema/name.js";
import { quoteIdentifier, quoteString } from "../../sql/quote.js";
import { quoteName } from "../quote-name.js";
import type { EnumUser } from "./enum-user.js";

/** Asks for rows that hold a value which goes; there must be none. */
export function removalGuard(
  { from, to, renamed = {} }: AlterEnum,
  users: readonly EnumUser[],
): readonly Statement[] {
  const gone = from.values.filter((value) => !to.values.includes(renamed[value] ?? value));
  if (gone.length === 0 || users.length === 0) return [];
  const sql = users.map((user) => countQuery(user, gone)).join(" UNION ALL ");
  const list = gone.map((value) => `"${value}"`).join(", ");
  const message = `Enum "${nameText(from)}" loses ${list}, which these columns still hold. Change the rows first, or name the new value in "renamed".`;
  return [{ sql, guard: { code: "ENUM_VALUE_IN_USE", message } }];
}

function countQuery({ table, column }: EnumUser, gone: readonly string[]): string {
  const label = quoteString(`${nameText(table)}.${column.name}`);
  const name = quoteIdentifier(column.name);
  const values = column.type.array === true ? `unnest(${name})::text` : `${name}::text`;
  const held = `SELECT ${values} AS value FROM ${quoteName(table)}`;
  const list = gone.map(quoteString).join(", ");
  return `SELECT ${label} AS "column", value, count(*) AS rows FROM (${held}) AS held WHERE value IN (${list}) GROUP BY value`;
}
