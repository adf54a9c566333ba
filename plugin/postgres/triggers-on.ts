import type { DialectCatalog } from "../../src/plugin/catalog.js";
import { literal } from "./literal.js";
import { quoteName } from "./quote-name.js";

// Bit 16 of tgtype is UPDATE; `O` and `A` fire in a session that is no replica's.
// https://www.postgresql.org/docs/current/catalog-pg-trigger.html
export const triggersOn: NonNullable<DialectCatalog["triggersOn"]> = async (
  connection,
  table,
  columns,
) => {
  const watched =
    "SELECT 1 FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = t.tgrelid AND a.attnum = ANY (t.tgattr::int2[])";
  const rows = await connection.query(
    `SELECT t.tgname AS name FROM pg_catalog.pg_trigger AS t WHERE t.tgrelid = to_regclass(${literal(quoteName(table))}) AND NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') AND t.tgtype & 16 <> 0 AND (t.tgattr = '' OR EXISTS (${watched} AND a.attname = ANY (${literal(columns)}::text[]))) ORDER BY t.tgname`,
  );
  return rows.map(({ name }) => String(name));
};
