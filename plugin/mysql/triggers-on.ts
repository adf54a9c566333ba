import type { DialectCatalog } from "../../src/plugin/catalog.js";
import { requiredText } from "./row.js";
import { quoteText } from "./text/quote-text.js";

/** Triggers for UPDATE watch every column. They are seen with the right TRIGGER on the table only. */
export const triggersOn: NonNullable<DialectCatalog["triggersOn"]> = async (connection, table) => {
  const { schema, name } = table;
  const place = schema === undefined ? "DATABASE()" : quoteText(schema);
  const rows = await connection.query(
    `SELECT TRIGGER_NAME AS name FROM information_schema.TRIGGERS WHERE EVENT_OBJECT_SCHEMA = ${place} AND EVENT_OBJECT_TABLE = ${quoteText(name)} AND EVENT_MANIPULATION = 'UPDATE' ORDER BY TRIGGER_NAME`,
  );
  return rows.map((row) => requiredText(row, "name"));
};
