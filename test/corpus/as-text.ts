import type { Dialect } from "../../src/plugin/dialect.js";
import type { Column } from "../../src/schema/column.js";

/** The column's values as text, whatever their type. */
export function asText(dialect: Dialect, { name, type }: Column): string {
  const column = dialect.ddl.quoteName({ name });
  if (dialect.name !== "mysql") return `CAST(${column} AS text)`;
  return /^(multi)?(point|linestring|polygon)$|^geometry/.test(type.name)
    ? `ST_AsText(${column})`
    : `CAST(${column} AS char)`;
}
